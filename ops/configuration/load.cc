#include "ops/configuration/load.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace mingzhang {
namespace {

constexpr std::string_view environment_prefix = "MINGZHANG_";

std::vector<std::string_view> names_in(std::string_view section) {
  std::vector<std::string_view> names;
  for (const Option& option : every_option()) {
    if (option.section() == section) names.push_back(option.name);
  }
  return names;
}

/// The options of the section, or the sections when there is none of that name.
Sentence unknown(std::string_view section) {
  std::vector<std::string_view> known = names_in(section);
  if (known.empty()) {
    for (const Option& option : every_option()) {
      if (known.empty() || known.back() != option.section()) known.push_back(option.section());
    }
  }
  const std::string list = fmt::format("{}", fmt::join(known, ", "));
  return {fmt::format("没有这个选项；请删除或改正，可用：{}", list),
          fmt::format("there is no such option; remove or correct it, there are: {}", list)};
}

/// A value as text, in the type that the option takes; text that is no number stays text, which the
/// option then refuses.
OptionValue typed(const Option& option, const std::string& text) {
  const OptionValue like = option.get(Configuration{});
  if (std::holds_alternative<std::int64_t>(like)) {
    std::string digits = text;
    std::erase(digits, '_');
    std::int64_t number = 0;
    const char* end = digits.data() + digits.size();
    const auto parsed = std::from_chars(digits.data(), end, number);
    if (parsed.ec == std::errc{} && parsed.ptr == end) return number;
  }
  if (std::holds_alternative<bool>(like) && (text == "true" || text == "false")) {
    return text == "true";
  }
  return text;
}

class Loading {
 public:
  explicit Loading(LoadedConfiguration& loaded) : loaded_(loaded) {}

  void read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::error_code none;
    if (!file || std::filesystem::is_directory(path, none)) {
      fault(path, "",
            {"无法打开配置文件；请检查路径和权限",
             "the configuration file cannot be opened; check its path and permissions"});
      return;
    }
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    try {
      read_table(toml::parse(text, path), path);
    } catch (const toml::parse_error& error) {
      fault(at(path, error.source()), "",
            {fmt::format("不是有效的 TOML（{}）；请改正", error.description()),
             fmt::format("not valid TOML ({}); correct it", error.description())});
    }
  }

  void read_environment(const std::vector<std::pair<std::string, std::string>>& environment) {
    for (const auto& [name, value] : environment) {
      const auto option = std::ranges::find(every_option(), name, &Option::environment_name);
      if (option != every_option().end()) {
        set(*option, typed(*option, value), name);
      } else if (names_a_section(name)) {
        const std::string section = name.substr(environment_prefix.size());
        fault(name, "", unknown(lower(section.substr(0, section.find('_')))));
      }
    }
  }

  void read_command_line(const std::vector<ConfigurationSources::Given>& given) {
    for (const auto& [name, value, place] : given) {
      const Option* option = find_option(name);
      if (option != nullptr) {
        set(*option, typed(*option, value), place);
      } else {
        fault(place, name, unknown(name.substr(0, name.find('.'))));
      }
    }
  }

 private:
  static std::string at(const std::string& path, const toml::source_region& source) {
    return fmt::format("{}:{}", path, source.begin.line);
  }

  static std::string lower(std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
  }

  /// Other programs' variables may begin with MINGZHANG_ too, so only those that go on with a
  /// section's name are taken for misspelt options.
  static bool names_a_section(const std::string& name) {
    return std::ranges::any_of(every_option(), [&name](const Option& option) {
      const std::string own = option.environment_name();
      return name.starts_with(
          own.substr(0, environment_prefix.size() + option.section().size() + 1));
    });
  }

  void fault(std::string place, std::string option, Sentence what) {
    loaded_.faults.push_back({std::move(place), std::move(option), std::move(what)});
  }

  void set(const Option& option, const OptionValue& value, const std::string& place) {
    loaded_.places.insert_or_assign(std::string(option.name), place);
    if (auto wrong = option.set(loaded_.configuration, value)) {
      fault(place, std::string(option.name), std::move(*wrong));
    }
  }

  void read_table(const toml::table& root, const std::string& path) {
    for (const auto& [section, node] : root) {
      const toml::table* table = node.as_table();
      if (table == nullptr || names_in(section.str()).empty()) {
        fault(at(path, node.source()), std::string(section.str()), unknown(section.str()));
        continue;
      }
      for (const auto& [key, value] : *table) {
        const std::string name = fmt::format("{}.{}", section.str(), key.str());
        read_option(name, value, at(path, value.source()));
      }
    }
  }

  void read_option(const std::string& name, const toml::node& node, const std::string& place) {
    const Option* option = find_option(name);
    if (option == nullptr) return fault(place, name, unknown(name.substr(0, name.find('.'))));
    if (const auto* number = node.as_integer()) return set(*option, number->get(), place);
    if (const auto* flag = node.as_boolean()) return set(*option, flag->get(), place);
    if (const auto* text = node.as_string()) return set(*option, text->get(), place);
    fault(place, name,
          {fmt::format("应为 {}；请改正", option->takes.zh),
           fmt::format("takes {}; correct it", option->takes.en)});
  }

  LoadedConfiguration& loaded_;
};

}  // namespace

LoadedConfiguration load_configuration(const ConfigurationSources& sources) {
  LoadedConfiguration loaded;
  Loading loading(loaded);
  if (!sources.file.empty()) loading.read_file(sources.file);
  loading.read_environment(sources.environment);
  loading.read_command_line(sources.command_line);
  return loaded;
}

std::vector<ConfigurationFault> check_machine(const LoadedConfiguration& loaded) {
  std::vector<ConfigurationFault> faults;
  for (const Option& option : every_option()) {
    if (!option.check) continue;
    auto wrong = option.check(loaded.configuration);
    if (!wrong) continue;
    const auto place = loaded.places.find(option.name);
    faults.push_back({place == loaded.places.end() ? "" : place->second, std::string(option.name),
                      std::move(*wrong)});
  }
  return faults;
}

std::string to_string(const ConfigurationFault& fault) {
  std::string out;
  if (!fault.place.empty()) out += fault.place + ": ";
  if (!fault.option.empty()) out += fault.option + ": ";
  return out + fault.what.zh + " / " + fault.what.en;
}

std::vector<std::pair<std::string, std::string>> process_environment() {
  std::vector<std::pair<std::string, std::string>> variables;
  for (char** at = environ; *at != nullptr; ++at) {
    const std::string_view variable = *at;
    const std::size_t equals = variable.find('=');
    if (equals == std::string_view::npos || !variable.starts_with(environment_prefix)) continue;
    variables.emplace_back(variable.substr(0, equals), variable.substr(equals + 1));
  }
  return variables;
}

}  // namespace mingzhang
