#pragma once

// One file per subcommand of `mingzhang`. Each adds itself to the command line and sets `run` to
// what it does; the returned number is the exit status.

#include <CLI/CLI.hpp>
#include <functional>

#include "ops/identity.h"

namespace mingzhang {

using RunCommand = std::function<int()>;

/// The required option --data of most of them.
void add_books_directory(CLI::App& command, std::string& directory);

void add_serve(CLI::App& app, RunCommand& run);
void add_record(CLI::App& app, RunCommand& run);
void add_import(CLI::App& app, RunCommand& run);
void add_replay(CLI::App& app, RunCommand& run);
void add_verify(CLI::App& app, RunCommand& run);
void add_report(CLI::App& app, RunCommand& run);
void add_export(CLI::App& app, RunCommand& run);
void add_generate(CLI::App& app, RunCommand& run);
void add_status(CLI::App& app, RunCommand& run);
void add_check_config(CLI::App& app, RunCommand& run);
void add_backup(CLI::App& app, RunCommand& run);
void add_restore(CLI::App& app, RunCommand& run);
void add_token(CLI::App& app, RunCommand& run);
void add_user(CLI::App& app, RunCommand& run);
void add_audit_trail(CLI::App& app, RunCommand& run);
void add_erase_text(CLI::App& app, RunCommand& run);

/// --role, --community, --house and --subdistrict, of those who make a token or a user.
void add_role_options(CLI::App& command, RoleOptions& options);

}  // namespace mingzhang
