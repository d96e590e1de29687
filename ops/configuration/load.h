#pragma once

// Reads the configuration: what the command line says goes before the environment, that before the
// file, that before the default. All that is wrong is told at once.

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ops/configuration/option.h"

namespace mingzhang {

struct ConfigurationSources {
  /// An option's value, and where it was given: "--listen".
  struct Given {
    std::string option;
    std::string value;
    std::string place;
  };
  std::string file;  ///< empty = none
  /// Name and value of the variables, whatever they are about.
  std::vector<std::pair<std::string, std::string>> environment;
  std::vector<Given> command_line;
};

struct ConfigurationFault {
  std::string place;   ///< "/etc/mingzhang/mingzhang.toml:12", "MINGZHANG_LOG_LEVEL" or "--listen"
  std::string option;  ///< empty when it is about no single one
  Sentence what;
};

struct LoadedConfiguration {
  Configuration configuration;
  std::map<std::string, std::string, std::less<>> places;  ///< of options that were given: where
  std::vector<ConfigurationFault> faults;
};

LoadedConfiguration load_configuration(const ConfigurationSources& sources);

/// What is wrong with it on this machine: the files and directories that it names.
std::vector<ConfigurationFault> check_machine(const LoadedConfiguration& loaded);

/// "place: option: zh / en"
std::string to_string(const ConfigurationFault& fault);

/// The environment of this process.
std::vector<std::pair<std::string, std::string>> process_environment();

}  // namespace mingzhang
