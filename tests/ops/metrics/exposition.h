#pragma once

// A scrape as tests look at it: Prometheus' text format, taken apart.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace mingzhang::test {

struct Series {
  std::string name;
  std::map<std::string, std::string> labels;
  double value = 0;
};

struct MetricFamilyText {
  std::string type;
  std::string help;
};

struct Exposition {
  std::map<std::string, MetricFamilyText> families;  ///< by name
  std::vector<Series> series;

  /// The value of the one series that has these labels, of those that there are.
  std::optional<double> value(const std::string& name,
                              const std::map<std::string, std::string>& labels = {}) const;
  std::set<std::string> label_names() const;
};

/// Fails the test on a line that it cannot read.
Exposition parse_exposition(const std::string& text);

}  // namespace mingzhang::test
