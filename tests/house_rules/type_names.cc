#include <map>
#include <optional>
#include <string>

#include "tests/house_rules/rules.h"

namespace mingzhang::house_rules {
namespace {

/// The name that a line defines as a type in a namespace: those stand in the first column.
std::optional<std::string> type_defined_in(std::string_view line) {
  const bool is_head =
      line.starts_with("struct ") || line.starts_with("class ") || line.starts_with("enum class ");
  if (!is_head || line.find('{') == std::string_view::npos) return std::nullopt;
  const std::vector<Word> words = words_of(line);
  const std::size_t name = words.front().text == "enum" ? 2 : 1;
  const bool is_specialised = line.substr(0, line.find('{')).find('<') != std::string_view::npos;
  if (words.size() <= name || is_specialised) return std::nullopt;
  const bool is_nested =
      line.substr(words[name].offset + words[name].text.size()).starts_with("::");
  return is_nested ? std::nullopt : std::optional(std::string(words[name].text));
}

/// "a::b" of the line that opens the namespace a::b; empty for one without a name.
std::optional<std::string> namespace_opened_in(std::string_view line) {
  constexpr std::string_view head = "namespace ";
  if (!line.starts_with(head) || !line.ends_with('{')) return std::nullopt;
  std::string name(line.substr(head.size(), line.size() - head.size() - 1));
  name.erase(name.find_last_not_of(' ') + 1);
  return name;
}

}  // namespace

Findings check_type_names(std::span<const Source> tree) {
  Findings findings;
  std::map<std::string, std::string> first_places;
  for (const Source& source : tree) {
    if (!is_cpp(source.path)) continue;
    const std::string code = blank_literals(source.text);
    std::vector<std::string> namespaces;  // without a name: empty
    int line_number = 0;
    for (const std::string_view line : lines_of(code)) {
      ++line_number;
      if (const auto opened = namespace_opened_in(line)) namespaces.push_back(*opened);
      if (line.starts_with("}  // namespace") && !namespaces.empty()) namespaces.pop_back();
      const std::optional<std::string> type = type_defined_in(line);
      std::string full_name;
      bool has_name = true;
      for (const std::string& one : namespaces) {
        has_name = has_name && !one.empty();
        full_name += one + "::";
      }
      if (!type || !has_name) continue;
      full_name += *type;
      const auto [first, added] = first_places.emplace(full_name, source.path);
      if (added) continue;
      findings.push_back({source.path, line_number,
                          full_name + " is another type in " + first->second +
                              ": the linker takes either for both; rename one"});
    }
  }
  return findings;
}

}  // namespace mingzhang::house_rules
