#include <algorithm>
#include <array>
#include <string>

#include "tests/house_rules/rules.h"

namespace mingzhang::house_rules {
namespace {

// From left to right: a folder includes itself and what stands to its left.
constexpr std::array<std::string_view, 5> layers = {"schemas", "ledger", "replay", "api", "ops"};

struct Confined {
  std::string_view header;  // how the include starts
  std::string_view place;   // how the path of the including file starts
  std::string_view instead;
};

constexpr std::array confined = {
    Confined{"rocksdb/", "ledger/store/rocksdb/", "use the store interface in ledger/store/"},
    Confined{"boost/asio", "api/server/", "sockets and timers live in api/server/ only"},
    Confined{"boost/beast", "api/server/", "the HTTP library lives in api/server/ only"},
    Confined{"prometheus/", "ops/metrics", "report to a probe; ops/metrics* registers and counts"},
};

bool is_layer(std::string_view folder) { return std::ranges::count(layers, folder) > 0; }

bool includes_anything(std::string_view folder) {
  return folder == "tests" || folder == "benchmarks";
}

std::string check_own(std::string_view folder, std::string_view target) {
  const std::string_view other = top_folder(target);
  if (!is_layer(other) && !includes_anything(other)) {
    return "write the include from the repository root: \"folder/.../file.h\"";
  }
  if (includes_anything(folder)) {
    return "";
  }
  if (std::ranges::find(layers, other) <= std::ranges::find(layers, folder)) {
    return "";
  }
  return std::string(folder) + " may not include " + std::string(other) +
         ": a folder includes itself and what is left of it in schemas < ledger < replay < api < "
         "ops; move the shared part left, or pass it in as an argument";
}

std::string check_library(const Source& source, std::string_view target) {
  if (includes_anything(top_folder(source.path))) {
    return "";
  }
  for (const Confined& rule : confined) {
    if (target.starts_with(rule.header) && !source.path.starts_with(rule.place)) {
      return "<" + std::string(target) + "> belongs to " + std::string(rule.place) +
             "*: " + std::string(rule.instead);
    }
  }
  return "";
}

// The file between the quotes or angle brackets of an include line; empty for any other line.
std::string_view included_file(std::string_view line) {
  const std::size_t hash = line.find_first_not_of(" \t");
  if (hash == std::string_view::npos || line[hash] != '#') {
    return {};
  }
  const std::size_t word = line.find_first_not_of(" \t", hash + 1);
  if (word == std::string_view::npos || !line.substr(word).starts_with("include")) {
    return {};
  }
  const std::size_t open = line.find_first_of("\"<", word);
  const std::size_t close = line.find_first_of("\">", open + 1);
  return close == std::string_view::npos ? std::string_view() : line.substr(open, close - open + 1);
}

}  // namespace

Findings check_includes(const Source& source) {
  Findings findings;
  const std::string_view folder = top_folder(source.path);
  if (!is_cpp(source.path) || (!is_layer(folder) && !includes_anything(folder))) {
    return findings;
  }
  int line = 0;
  for (const std::string_view text : lines_of(source.text)) {
    ++line;
    const std::string_view quoted = included_file(text);
    if (quoted.empty()) {
      continue;
    }
    const std::string_view target = quoted.substr(1, quoted.size() - 2);
    const std::string message =
        quoted.front() == '"' ? check_own(folder, target) : check_library(source, target);
    if (!message.empty()) {
      findings.push_back({source.path, line, message});
    }
  }
  return findings;
}

}  // namespace mingzhang::house_rules
