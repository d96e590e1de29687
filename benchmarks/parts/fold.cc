// Replay from zero: the hot part read, checked, decoded and folded into every projection. What
// comes out is held against the slow rebuild from the blocks.

#include "benchmarks/parts/figures.h"
#include "benchmarks/support/bench_books.h"
#include "ledger/store/hot_piece.h"
#include "replay/engine/rebuild.h"

namespace mingzhang::benchmarks {
namespace {

void replay(benchmark::State& bench) {
  BenchBooks& books = bench_books();
  ReplayFigures sum;
  LedgerState last;
  while (bench.KeepRunning()) {
    StoreResult<Rebuilt> rebuilt =
        rebuild(books.store(), static_cast<std::uint32_t>(bench.range(0)));
    if (!rebuilt) return bench.SkipWithError(rebuilt.error().message.c_str());
    sum.events += rebuilt->figures.events;
    sum.postings += rebuilt->figures.postings;
    sum.bytes += rebuilt->figures.bytes;
    bench.PauseTiming();  // the state of before goes away
    last = std::move(rebuilt->state);
    bench.ResumeTiming();
  }
  set_items(bench, "postings", sum.postings);
  set_rate(bench, "events_per_second", sum.events);
  set_bytes(bench, sum.bytes);
  const std::string wrong = difference(last, books.slow());
  if (!wrong.empty()) bench.SkipWithError(wrong.c_str());
}
BENCHMARK(replay)->Name("fold/replay")->ArgName("threads")->Arg(1)->Arg(2)->UseRealTime();

/// Postings that lie in memory: the fold without the reading.
void fold_in_memory(benchmark::State& bench) {
  BenchBooks& books = bench_books();
  std::vector<HotPiece> pieces;
  LedgerState start;
  const auto take = [&](const HotRun& run) {
    pieces.push_back(HotPiece::of(run));
    pieces.back().notes.clear();
    HotRun notes;
    notes.notes = run.notes;
    fold_run(start, notes).value();
  };
  books.store().scan_hot(0, 1, {}, take).value();
  LedgerState state;
  while (bench.KeepRunning()) {
    bench.PauseTiming();
    state = start;
    bench.ResumeTiming();
    for (const HotPiece& piece : pieces) fold_run(state, piece.run(0)).value();
  }
  set_items(bench, "postings", bench.iterations() * books.slow().postings);
  state.head = books.state().head;
  const std::string wrong = difference(state, books.slow());
  if (!wrong.empty()) bench.SkipWithError(wrong.c_str());
}
BENCHMARK(fold_in_memory)->Name("fold/postings_in_memory");

/// The yardstick of both: block by block, every event decoded.
void rebuild_from_events(benchmark::State& bench) {
  BenchBooks& books = bench_books();
  std::uint64_t postings = 0;
  while (bench.KeepRunning()) postings += rebuild_slowly(books.store()).value().postings;
  set_items(bench, "postings", postings);
}
BENCHMARK(rebuild_from_events)->Name("fold/slow_rebuild")->UseRealTime();

}  // namespace
}  // namespace mingzhang::benchmarks
