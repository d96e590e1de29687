#pragma once

// The options by which a command is given a configuration.

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "ops/configuration/load.h"

namespace mingzhang {

struct ConfiguredOptions {
  std::string file;
  std::optional<std::string> data;
  std::optional<std::string> listen;
  std::vector<std::string> settings;  ///< NAME=VALUE

  /// With the environment of this process.
  ConfigurationSources sources() const;
};

/// Adds --data, --listen and --set. `options` outlives the command.
void add_configuration(CLI::App& command, ConfiguredOptions& options);

/// Says every fault on standard error.
void print_faults(const std::vector<ConfigurationFault>& faults);

}  // namespace mingzhang
