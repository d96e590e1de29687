#include "benchmarks/support/latencies.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <boost/json/value_from.hpp>
#include <numeric>

namespace mingzhang::benchmarks {
namespace {

/// The smallest value that is not below `share` of all. REQUIRES: sorted and not empty.
double quantile_us(const std::vector<std::uint64_t>& sorted, double share) {
  const auto place = static_cast<std::size_t>(share * static_cast<double>(sorted.size()));
  return static_cast<double>(sorted[std::min(place, sorted.size() - 1)]) / 1000;
}

}  // namespace

double Latencies::seconds() const {
  return static_cast<double>(std::accumulate(ns_.begin(), ns_.end(), std::uint64_t{0})) / 1e9;
}

Latencies::Summary Latencies::summary() const {
  Summary summary;
  if (ns_.empty()) return summary;
  std::vector<std::uint64_t> sorted = ns_;
  std::ranges::sort(sorted);
  summary.count = sorted.size();
  summary.mean_us = seconds() * 1e6 / static_cast<double>(sorted.size());
  summary.p50_us = quantile_us(sorted, 0.5);
  summary.p90_us = quantile_us(sorted, 0.9);
  summary.p99_us = quantile_us(sorted, 0.99);
  summary.p99_9_us = quantile_us(sorted, 0.999);
  summary.max_us = static_cast<double>(sorted.back()) / 1000;
  for (const std::uint64_t ns : sorted) {
    const auto bucket = static_cast<std::size_t>(std::bit_width(ns / 1000));
    if (summary.buckets.size() <= bucket) summary.buckets.resize(bucket + 1);
    ++summary.buckets[bucket];
  }
  return summary;
}

boost::json::object to_json(const Latencies::Summary& summary) {
  return {{"count", summary.count},   {"mean_us", summary.mean_us},
          {"p50_us", summary.p50_us}, {"p90_us", summary.p90_us},
          {"p99_us", summary.p99_us}, {"p99_9_us", summary.p99_9_us},
          {"max_us", summary.max_us}, {"log2_buckets", boost::json::value_from(summary.buckets)}};
}

std::string to_text(const Latencies::Summary& summary) {
  std::string out = fmt::format(
      "  p50 {:.0f}  p90 {:.0f}  p99 {:.0f}  p99.9 {:.0f}  max {:.0f} us  ({} requests)\n",
      summary.p50_us, summary.p90_us, summary.p99_us, summary.p99_9_us, summary.max_us,
      summary.count);
  for (std::size_t bucket = 0; bucket < summary.buckets.size(); ++bucket) {
    const std::uint64_t count = summary.buckets[bucket];
    if (count == 0) continue;
    const double share = static_cast<double>(count) / static_cast<double>(summary.count);
    out += fmt::format("  < {:>9} us {:>10} {:6.2f}% {}\n", std::uint64_t{1} << bucket, count,
                       share * 100, std::string(static_cast<std::size_t>(share * 50), '#'));
  }
  return out;
}

}  // namespace mingzhang::benchmarks
