#pragma once

// How the parts say what they measured: items_per_second of the unit in the label.

#include <benchmark/benchmark.h>

#include <cstdint>

#include "benchmarks/support/latencies.h"

namespace mingzhang::benchmarks {

/// `unit` says what an item is.
inline void set_items(benchmark::State& state, const char* unit, std::uint64_t items) {
  state.SetItemsProcessed(static_cast<std::int64_t>(items));
  state.SetLabel(unit);
}
inline void set_bytes(benchmark::State& state, std::uint64_t bytes) {
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}
/// A second unit beside the items.
inline void set_rate(benchmark::State& state, const char* name, std::uint64_t count) {
  state.counters[name] =
      benchmark::Counter(static_cast<double>(count), benchmark::Counter::kIsRate);
}
/// Of each call by itself.
inline void set_latencies(benchmark::State& state, const Latencies& latencies) {
  const Latencies::Summary summary = latencies.summary();
  state.counters["p50_us"] = summary.p50_us;
  state.counters["p99_us"] = summary.p99_us;
}

}  // namespace mingzhang::benchmarks
