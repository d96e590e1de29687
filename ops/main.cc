#include <fmt/core.h>
#include <sys/stat.h>

#include <exception>

#include "ops/commands/commands.h"
#include "ops/exit.h"

namespace {

constexpr const char* about =
    "明账 Mingzhang: books of a residential community that anyone can check\n"
    "明账：人人都能核对的小区公共账本";

int run_main(int argc, char** argv) {
  CLI::App app{about, "mingzhang"};
  app.require_subcommand(1);
  mingzhang::RunCommand run;
  mingzhang::add_serve(app, run);
  mingzhang::add_record(app, run);
  mingzhang::add_import(app, run);
  mingzhang::add_replay(app, run);
  mingzhang::add_verify(app, run);
  mingzhang::add_report(app, run);
  mingzhang::add_export(app, run);
  mingzhang::add_generate(app, run);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? mingzhang::exit_done : mingzhang::exit_usage;
  }
  return run();
}

}  // namespace

int main(int argc, char** argv) {
  // The books hold names and phones beside the log: nothing for everyone on this machine.
  umask(S_IWGRP | S_IRWXO);
  try {
    return run_main(argc, argv);
  } catch (const mingzhang::ExitError& error) {
    fmt::print(stderr, "mingzhang: {}\n", error.what());
    return error.status();
  } catch (const std::exception& error) {
    fmt::print(stderr, "mingzhang: {}\n", error.what());
    return mingzhang::exit_unopenable;
  }
}
