#include "tests/ops/metrics/exposition.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <sstream>

namespace mingzhang::test {
namespace {

void parse_comment(const std::string& line, Exposition& out) {
  std::istringstream words(line);
  std::string mark;
  std::string what;
  std::string name;
  words >> mark >> what >> name;
  std::string rest;
  std::getline(words >> std::ws, rest);
  if (what == "HELP") out.families[name].help = rest;
  if (what == "TYPE") out.families[name].type = rest;
}

void parse_series(const std::string& line, Exposition& out) {
  static const std::regex form(R"re((\w+)(?:\{(.*)\})? (\S+))re");
  static const std::regex label(R"re((\w+)="([^"]*)",?)re");
  std::smatch found;
  if (!std::regex_match(line, found, form)) {
    ADD_FAILURE() << "no line of a scrape: " << line;
    return;
  }
  Series series{found[1], {}, std::stod(found[3])};
  const std::string labels = found[2];
  for (std::sregex_iterator at(labels.begin(), labels.end(), label), end; at != end; ++at) {
    series.labels[(*at)[1]] = (*at)[2];
  }
  out.series.push_back(std::move(series));
}

}  // namespace

std::optional<double> Exposition::value(const std::string& name,
                                        const std::map<std::string, std::string>& labels) const {
  const auto found = std::ranges::find_if(
      series, [&](const Series& one) { return one.name == name && one.labels == labels; });
  return found == series.end() ? std::nullopt : std::optional(found->value);
}

std::set<std::string> Exposition::label_names() const {
  std::set<std::string> names;
  for (const Series& one : series) {
    for (const auto& [name, value] : one.labels) names.insert(name);
  }
  return names;
}

Exposition parse_exposition(const std::string& text) {
  Exposition out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('#')) {
      parse_comment(line, out);
    } else if (!line.empty()) {
      parse_series(line, out);
    }
  }
  return out;
}

}  // namespace mingzhang::test
