#pragma once

// One scrape in the making: what is looked up only when somebody asks, beside what is counted as it
// happens. Families come in the order in which they are named.

#include <prometheus/metric_family.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mingzhang {

class Scrape {
 public:
  using Label = std::pair<std::string_view, std::string_view>;

  /// Takes what is counted as it happens.
  explicit Scrape(std::vector<prometheus::MetricFamily> families)
      : families_(std::move(families)) {}

  void gauge(std::string_view name, std::string_view help, double value) {
    gauges(name, help);
    add(value);
  }
  void counter(std::string_view name, std::string_view help, double value) {
    counters(name, help);
    add(value);
  }
  /// Begins a family; `add` then gives its series.
  void gauges(std::string_view name, std::string_view help);
  void counters(std::string_view name, std::string_view help);
  void add(double value) { add({}, value); }
  void add(const std::vector<Label>& labels, double value);

  /// Prometheus' text format; families without a series are left out.
  std::string text();

 private:
  std::vector<prometheus::MetricFamily> families_;
};

}  // namespace mingzhang
