#include "api/files/xlsx_styles.h"

#include <map>
#include <string>

namespace mingzhang {
namespace {

bool is_builtin_date(int id) {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
         (id >= 50 && id <= 58);
}

// Skips a quoted text, a bracket or an escape that starts at `at`; returns what follows it.
// [h], [mm] and [s] are elapsed time, and stay.
std::size_t skip_literal(std::string_view code, std::size_t at) {
  switch (code[at]) {
    case '"': {
      const std::size_t end = code.find('"', at + 1);
      return end == code.npos ? code.size() : end + 1;
    }
    case '[': {
      const std::size_t end = code.find(']', at + 1);
      if (end == code.npos) return code.size();
      const std::string_view inside = code.substr(at + 1, end - at - 1);
      const bool elapsed = inside.find_first_not_of("hmsHMS") == inside.npos && !inside.empty();
      return elapsed ? at : end + 1;
    }
    case '\\':
    case '_':
    case '*':
      return at + 2;
    default:
      return at;
  }
}

}  // namespace

bool is_date_format(std::string_view format_code) {
  for (std::size_t at = 0; at < format_code.size();) {
    const std::size_t after = skip_literal(format_code, at);
    if (after != at) {
      at = after;
      continue;
    }
    if (format_code.substr(at).starts_with("General")) {
      at += 7;
      continue;
    }
    if (std::string_view("yYmMdDhHsS").find(format_code[at]) != std::string_view::npos) return true;
    ++at;
  }
  return false;
}

std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  return name.substr(name.find(':') + 1);
}

pugi::xml_node child_named(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_node child : node.children()) {
    if (local_name(child) == name) return child;
  }
  return {};
}

std::vector<bool> date_styles(const pugi::xml_document& styles) {
  const pugi::xml_node root = styles.document_element();
  std::map<int, bool> custom;
  for (const pugi::xml_node format : child_named(root, "numFmts").children()) {
    const char* code = format.attribute("formatCode").as_string();
    custom[format.attribute("numFmtId").as_int()] = is_date_format(code);
  }
  std::vector<bool> dates;
  for (const pugi::xml_node style : child_named(root, "cellXfs").children()) {
    if (local_name(style) != "xf") continue;
    const int id = style.attribute("numFmtId").as_int();
    const auto found = custom.find(id);
    dates.push_back(found != custom.end() ? found->second : is_builtin_date(id));
  }
  return dates;
}

}  // namespace mingzhang
