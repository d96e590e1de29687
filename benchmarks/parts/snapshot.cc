// The state as bytes, as a file, and back; and the copy that is taken while recording goes on.

#include "ledger/state/snapshot_codec.h"

#include "benchmarks/parts/figures.h"
#include "benchmarks/support/bench_books.h"

namespace mingzhang::benchmarks {
namespace {

std::uint64_t houses_of(const LedgerState& state) {
  std::uint64_t houses = 0;
  for (const CommunityState& community : state.communities) houses += community.houses.size();
  return houses;
}

void encode(benchmark::State& bench) {
  const LedgerState& state = bench_books().state();
  std::uint64_t bytes = 0;
  while (bench.KeepRunning()) {
    for (const CommunityState& community : state.communities) {
      bytes += encode_community(community).size();
    }
  }
  set_items(bench, "houses", bench.iterations() * houses_of(state));
  set_bytes(bench, bytes);
}
BENCHMARK(encode)->Name("snapshot/encode");

void decode(benchmark::State& bench) {
  const LedgerState& state = bench_books().state();
  std::vector<std::string> encoded;
  std::uint64_t bytes = 0;
  for (const CommunityState& community : state.communities) {
    encoded.push_back(encode_community(community));
    bytes += encoded.back().size();
  }
  std::vector<CommunityState> decoded(encoded.size());
  while (bench.KeepRunning()) {
    for (std::size_t i = 0; i < encoded.size(); ++i) {
      decoded[i] = decode_community(encoded[i]).value();
    }
  }
  set_items(bench, "houses", bench.iterations() * houses_of(state));
  set_bytes(bench, bench.iterations() * bytes);
  if (!(decoded == state.communities)) bench.SkipWithError("a community comes back as another");
}
BENCHMARK(decode)->Name("snapshot/decode");

void save(benchmark::State& bench) {
  const LedgerState& state = bench_books().state();
  const TemporaryFolder folder;
  while (bench.KeepRunning()) save_snapshot(folder.path(), state).value();
  set_items(bench, "houses", bench.iterations() * houses_of(state));
}
BENCHMARK(save)->Name("snapshot/save")->UseRealTime();

void load(benchmark::State& bench) {
  BenchBooks& books = bench_books();
  const TemporaryFolder folder;
  save_snapshot(folder.path(), books.state()).value();
  LoadedSnapshot loaded;
  while (bench.KeepRunning()) loaded = load_newest_snapshot(folder.path());
  set_items(bench, "houses", bench.iterations() * houses_of(books.state()));
  if (!loaded.state) return bench.SkipWithError("the snapshot is not read");
  const std::string wrong = difference(*loaded.state, books.slow());
  if (!wrong.empty()) bench.SkipWithError(wrong.c_str());
}
BENCHMARK(load)->Name("snapshot/load")->UseRealTime();

/// How long recording stands still for a snapshot.
void copy(benchmark::State& bench) {
  const LedgerState& state = bench_books().state();
  while (bench.KeepRunning()) {
    LedgerState other = state;
    benchmark::DoNotOptimize(other);
  }
  set_items(bench, "houses", bench.iterations() * houses_of(state));
}
BENCHMARK(copy)->Name("snapshot/copy_of_state");

}  // namespace
}  // namespace mingzhang::benchmarks
