#pragma once

// Every single time that was measured, and what is said of them.

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <vector>

namespace mingzhang::benchmarks {

class Latencies {
 public:
  void add(std::uint64_t ns) { ns_.push_back(ns); }
  void add(const Latencies& other) { ns_.insert(ns_.end(), other.ns_.begin(), other.ns_.end()); }
  std::size_t count() const { return ns_.size(); }
  double seconds() const;

  struct Summary {
    std::uint64_t count = 0;
    double mean_us = 0;
    double p50_us = 0;
    double p90_us = 0;
    double p99_us = 0;
    double p99_9_us = 0;
    double max_us = 0;
    /// Bucket i counts what took less than 2^i us, and less than 2^(i-1) us is in those before it.
    std::vector<std::uint64_t> buckets;
  };
  Summary summary() const;

 private:
  std::vector<std::uint64_t> ns_;
};

boost::json::object to_json(const Latencies::Summary& summary);

/// Lines of text, one for each bucket in use.
std::string to_text(const Latencies::Summary& summary);

}  // namespace mingzhang::benchmarks
