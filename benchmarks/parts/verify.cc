// Proving the books: the chain, the laws, the hot part against the blocks.

#include "replay/engine/verify.h"

#include "benchmarks/parts/figures.h"
#include "benchmarks/support/bench_books.h"
#include "ledger/codec/event_codec.h"

namespace mingzhang::benchmarks {
namespace {

void verify_books(benchmark::State& bench) {
  BenchBooks& books = bench_books();
  const std::optional<LedgerState> snapshot = books.state();
  VerifyOptions options;
  options.threads = static_cast<std::uint32_t>(bench.range(0));
  Verification last;
  std::uint64_t bytes = 0;
  while (bench.KeepRunning()) {
    last = verify(books.store(), snapshot, options);
    bytes += last.bytes;
  }
  set_items(bench, "events", bench.iterations() * last.events);
  set_rate(bench, "postings_per_second", bench.iterations() * last.postings);
  set_bytes(bench, bytes);
  if (!last.ok()) bench.SkipWithError(last.problems.front().what.c_str());
  if (last.events != books.slow().events) bench.SkipWithError("not every event was verified");
}
BENCHMARK(verify_books)->Name("verify")->ArgName("threads")->Arg(1)->Arg(2)->UseRealTime();

/// The limit of the above on one core: the same hashes over blocks that are read anyway.
void hash_chain(benchmark::State& bench) {
  BenchBooks& books = bench_books();
  std::uint64_t bytes = 0;
  while (bench.KeepRunning()) {
    Hash32 head;
    const auto visit = [&](const StoredBlock& block) {
      for (const StoredBlock::StoredEvent& event : block.events) {
        head = hash_event(head, event.bytes, event.postings);
      }
      bytes += block.stored_bytes;
      return true;
    };
    books.store().scan_blocks({1}, visit).value();
    if (head != books.store().head().hash) return bench.SkipWithError("the chain is broken");
  }
  set_items(bench, "events", bench.iterations() * books.events());
  set_bytes(bench, bytes);
}
BENCHMARK(hash_chain)->Name("verify/hash_chain_alone")->UseRealTime();

}  // namespace
}  // namespace mingzhang::benchmarks
