#pragma once

// The one table of options. Reading them from a file, the environment or the command line, the
// checks, docs/configuration.md and the example file all come from it: a new option is a member of
// Configuration and an entry here.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api/files/fault.h"
#include "ops/configuration/configuration.h"

namespace mingzhang {

/// As a TOML file has it.
using OptionValue = std::variant<std::int64_t, bool, std::string>;

struct Option {
  std::string_view name;  ///< table and key, such as "server.body_limit_bytes"
  Sentence does;          ///< what it is for
  Sentence takes;         ///< which values it takes
  std::function<OptionValue(const Configuration&)> get;
  /// What is wrong with the value; nothing when it is taken over.
  std::function<std::optional<Sentence>(Configuration&, const OptionValue&)> set;
  /// What is wrong on this machine: a file that is not there, say. May be empty.
  std::function<std::optional<Sentence>(const Configuration&)> check;

  std::string_view section() const { return name.substr(0, name.find('.')); }
  std::string_view key() const { return name.substr(name.find('.') + 1); }
  /// MINGZHANG_SERVER_BODY_LIMIT_BYTES
  std::string environment_name() const;
};

/// In the order of the page and of the example file, section by section.
const std::vector<Option>& every_option();

/// nullptr when there is none of that name.
const Option* find_option(std::string_view name);

/// As it is written in the file: text in quotes, large numbers with _ between thousands.
std::string toml_text(const OptionValue& value);

bool has_books(const std::string& directory);

/// Why no books can be served from this directory: it is neither a directory of books nor an empty
/// one to begin them in. With `create` it may be anything where books can be begun.
std::optional<Sentence> check_books_directory(const std::string& directory, bool create);

}  // namespace mingzhang
