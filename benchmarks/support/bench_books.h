#pragma once

// The books that the benchmarks of reading share, opened once for the process. Either those in
// MINGZHANG_BENCH_DATA, which are only read, or generated ones in a temporary folder:
//   MINGZHANG_BENCH_COMMUNITIES (9), MINGZHANG_BENCH_HOUSES (500), MINGZHANG_BENCH_MONTHS (24)
// give 100,000 events.

#include <memory>
#include <string>

#include "benchmarks/support/slow_rebuild.h"
#include "benchmarks/support/temporary_folder.h"
#include "ops/generate/generator.h"

namespace mingzhang::benchmarks {

/// What the environment asks for.
GeneratorOptions bench_generator_options();

class BenchBooks {
 public:
  BenchBooks();

  const EventStore& store() const { return *store_; }
  const LedgerState& state() const { return state_; }
  std::uint64_t events() const { return state_.head.next.value - 1; }

  /// Made when it is first asked for.
  const SlowRebuild& slow();

 private:
  std::unique_ptr<TemporaryFolder> folder_;
  std::unique_ptr<EventStore> store_;
  LedgerState state_;
  std::unique_ptr<SlowRebuild> slow_;
};

/// Opened when they are first asked for. Threads: one.
BenchBooks& bench_books();
/// Before the program ends.
void close_bench_books();

}  // namespace mingzhang::benchmarks
