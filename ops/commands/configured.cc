#include "ops/commands/configured.h"

#include <fmt/core.h>

namespace mingzhang {

ConfigurationSources ConfiguredOptions::sources() const {
  ConfigurationSources sources{file, process_environment(), {}};
  for (const std::string& setting : settings) {
    const std::size_t equals = setting.find('=');
    sources.command_line.push_back(
        {setting.substr(0, equals),
         equals == std::string::npos ? std::string() : setting.substr(equals + 1), "--set"});
  }
  if (data) sources.command_line.push_back({"data.directory", *data, "--data"});
  if (listen) sources.command_line.push_back({"server.listen", *listen, "--listen"});
  return sources;
}

void add_configuration(CLI::App& command, ConfiguredOptions& options) {
  command.add_option("--data", options.data, "the books' directory / 账本目录");
  command.add_option("--listen", options.listen, "an address and a port / 监听的地址和端口");
  command.add_option("--set", options.settings,
                     "an option as NAME=VALUE, see docs/configuration.md / 选项的值");
}

void print_faults(const std::vector<ConfigurationFault>& faults) {
  for (const ConfigurationFault& fault : faults) {
    fmt::print(stderr, "mingzhang: {}\n", to_string(fault));
  }
}

}  // namespace mingzhang
