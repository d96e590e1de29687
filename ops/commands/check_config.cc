#include <fmt/core.h>

#include "ops/commands/commands.h"
#include "ops/commands/configured.h"
#include "ops/configuration/pages.h"
#include "ops/exit.h"

namespace mingzhang {
namespace {

struct Options {
  ConfiguredOptions configured;
  bool example = false;
  bool page = false;
};

int check_config(const Options& options) {
  if (options.example || options.page) {
    fmt::print("{}", options.example ? example_file() : options_page());
    return exit_done;
  }
  const LoadedConfiguration loaded = load_configuration(options.configured.sources());
  const std::vector<ConfigurationFault> machine = check_machine(loaded);
  print_faults(loaded.faults);
  print_faults(machine);
  if (!loaded.faults.empty() || !machine.empty()) return exit_usage;
  fmt::print("ok / 配置无误\n");
  return exit_done;
}

}  // namespace

void add_check_config(CLI::App& app, RunCommand& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("check-config", "tell all that is wrong with a configuration / 检查配置");
  command->add_option("file", options->configured.file, "a configuration file (TOML) / 配置文件");
  add_configuration(*command, options->configured);
  command->add_flag("--example", options->example, "print a file with every option / 打印样例");
  command->add_flag("--options", options->page, "print docs/configuration.md");
  command->callback([options, &run] { run = [options] { return check_config(*options); }; });
}

}  // namespace mingzhang
