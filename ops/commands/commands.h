#pragma once

// One file per subcommand of `mingzhang`. Each adds itself to the command line and sets `run` to
// what it does; the returned number is the exit status.

#include <CLI/CLI.hpp>
#include <functional>

namespace mingzhang {

using RunCommand = std::function<int()>;

void add_serve(CLI::App& app, RunCommand& run);
void add_record(CLI::App& app, RunCommand& run);
void add_import(CLI::App& app, RunCommand& run);
void add_replay(CLI::App& app, RunCommand& run);
void add_verify(CLI::App& app, RunCommand& run);
void add_report(CLI::App& app, RunCommand& run);
void add_export(CLI::App& app, RunCommand& run);
void add_generate(CLI::App& app, RunCommand& run);
void add_status(CLI::App& app, RunCommand& run);

}  // namespace mingzhang
