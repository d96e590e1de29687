// Reading the hot part: its bytes alone, which replay is held against, and as postings.

#include <thread>

#include "benchmarks/parts/figures.h"
#include "benchmarks/support/bench_books.h"
#include "replay/engine/rebuild.h"

namespace mingzhang::benchmarks {
namespace {

void scan_bytes(benchmark::State& bench) {
  BenchBooks& books = bench_books();
  std::uint64_t bytes = 0;
  while (bench.KeepRunning()) {
    bytes += bare_scan(books.store(), static_cast<std::uint32_t>(bench.range(0))).value();
  }
  set_items(bench, "postings", bench.iterations() * books.slow().postings);
  set_bytes(bench, bytes);
}
BENCHMARK(scan_bytes)->Name("scan/bytes")->ArgName("threads")->Arg(1)->Arg(2)->UseRealTime();

/// Checked and decoded, not folded.
void scan_postings(benchmark::State& bench) {
  BenchBooks& books = bench_books();
  std::uint64_t postings = 0;
  std::uint64_t bytes = 0;
  while (bench.KeepRunning()) {
    const auto visit = [&](const HotRun& run) {
      postings += run.posting_count();
      bytes += run.stored_bytes;
      benchmark::DoNotOptimize(run.amounts_fen.data());
    };
    books.store().scan_hot(0, 1, {}, visit).value();
  }
  set_items(bench, "postings", postings);
  set_bytes(bench, bytes);
  if (postings != bench.iterations() * books.slow().postings) {
    bench.SkipWithError("the hot part and the blocks hold different numbers of postings");
  }
}
BENCHMARK(scan_postings)->Name("scan/postings")->UseRealTime();

/// The blocks: what `verify` reads, and the slow rebuild.
void scan_blocks(benchmark::State& bench) {
  BenchBooks& books = bench_books();
  std::uint64_t events = 0;
  std::uint64_t bytes = 0;
  while (bench.KeepRunning()) {
    const auto visit = [&](const StoredBlock& block) {
      events += block.events.size();
      bytes += block.stored_bytes;
      return true;
    };
    books.store().scan_blocks({1}, visit).value();
  }
  set_items(bench, "events", events);
  set_bytes(bench, bytes);
}
BENCHMARK(scan_blocks)->Name("scan/blocks")->UseRealTime();

}  // namespace
}  // namespace mingzhang::benchmarks
