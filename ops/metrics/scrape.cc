#include "ops/metrics/scrape.h"

#include <prometheus/text_serializer.h>

namespace mingzhang {

void Scrape::gauges(std::string_view name, std::string_view help) {
  families_.push_back({std::string(name), std::string(help), prometheus::MetricType::Gauge, {}});
}

void Scrape::counters(std::string_view name, std::string_view help) {
  families_.push_back({std::string(name), std::string(help), prometheus::MetricType::Counter, {}});
}

void Scrape::add(const std::vector<Label>& labels, double value) {
  prometheus::MetricFamily& family = families_.back();
  prometheus::ClientMetric& metric = family.metric.emplace_back();
  for (const auto& [name, text] : labels) {
    metric.label.push_back({std::string(name), std::string(text)});
  }
  if (family.type == prometheus::MetricType::Counter) {
    metric.counter.value = value;
  } else {
    metric.gauge.value = value;
  }
}

std::string Scrape::text() {
  std::erase_if(families_, [](const auto& family) { return family.metric.empty(); });
  return prometheus::TextSerializer().Serialize(families_);
}

}  // namespace mingzhang
