// Blocks into a RocksDB log, durable one by one, and the disk's own time for as many bytes.

#include <chrono>
#include <deque>
#include <memory>
#include <utility>

#include "benchmarks/parts/figures.h"
#include "benchmarks/support/bare_append.h"
#include "benchmarks/support/bench_books.h"
#include "benchmarks/support/some_events.h"
#include "ledger/codec/event_codec.h"
#include "ledger/store/event_store.h"

namespace mingzhang::benchmarks {
namespace {

/// Blocks that a store takes, made from recorded events with new numbers and keys.
class BlockMaker {
 public:
  explicit BlockMaker(std::size_t events_per_block) : size_(events_per_block) {}

  NewBlock next(const Head& head) {
    NewBlock block;
    block.first = head.next;
    block.recorded_at = {head.recorded_at.us + 1};
    block.previous_hash = head.hash;
    block.last_hash = head.hash;
    const auto storage = std::make_shared<std::deque<std::pair<std::string, RecordedEvent>>>();
    block.storage = storage;
    for (std::size_t i = 0; i < size_; ++i) {
      RecordedEvent& recorded = events_[number_++ % events_.size()];
      EventHeader& header = recorded.event.header;
      header.sequence = {block.first.value + i};
      header.idempotency_key = "b" + std::to_string(number_);
      const auto& [bytes, kept] = storage->emplace_back(encode_event(recorded.event), recorded);
      NewEvent event;
      event.bytes = bytes;
      event.community = header.community;
      event.idempotency_key = kept.event.header.idempotency_key;
      event.postings = kept.postings;
      block.last_hash = hash_event(block.last_hash, event.bytes, event.postings);
      bytes_ += event.bytes.size() + sizeof(Posting) * event.postings.size();
      block.events.push_back(std::move(event));
    }
    return block;
  }
  std::uint64_t events() const { return number_; }
  std::uint64_t bytes() const { return bytes_; }

 private:
  const std::size_t size_;
  std::vector<RecordedEvent> events_ = some_events(4096);
  std::uint64_t number_ = 0;
  std::uint64_t bytes_ = 0;
};

void append(benchmark::State& bench) {
  const auto size = static_cast<std::size_t>(bench.range(0));
  const TemporaryFolder folder;
  StoreOptions options;
  options.directory = folder.path();
  const std::unique_ptr<EventStore> store = open_rocksdb_store(options).value();
  BlockMaker maker(size);
  Latencies latencies;
  while (bench.KeepRunning()) {
    const NewBlock block = maker.next(store->head());
    const auto start = std::chrono::steady_clock::now();
    const StoreResult<void> appended = store->append(block.first, block);
    const std::chrono::nanoseconds took = std::chrono::steady_clock::now() - start;
    if (!appended) return bench.SkipWithError(appended.error().message.c_str());
    latencies.add(static_cast<std::uint64_t>(took.count()));
    bench.SetIterationTime(std::chrono::duration<double>(took).count());
  }
  set_items(bench, "events", maker.events());
  set_bytes(bench, maker.bytes());
  set_latencies(bench, latencies);
  // Not `rebuild`: these communities were never registered, and it leaves out what has no number.
  const std::string wrong = difference(fold_log(*store).value(), rebuild_slowly(*store).value());
  if (!wrong.empty()) bench.SkipWithError(wrong.c_str());
}
BENCHMARK(append)->Name("append")->ArgName("events")->Arg(1)->Arg(64)->Arg(1024)->UseManualTime();

/// The argument is the number of events whose bytes and postings are written.
void append_bare(benchmark::State& bench) {
  BlockMaker maker(static_cast<std::size_t>(bench.range(0)));
  maker.next({});
  const TemporaryFolder folder;
  BareFile file(folder.path());
  const std::string content(maker.bytes(), 'x');
  Latencies latencies;
  while (bench.KeepRunning()) {
    const std::uint64_t ns = file.append(content);
    latencies.add(ns);
    bench.SetIterationTime(static_cast<double>(ns) / 1e9);
  }
  set_items(bench, "events", bench.iterations() * maker.events());
  set_bytes(bench, bench.iterations() * content.size());
  set_latencies(bench, latencies);
}
BENCHMARK(append_bare)
    ->Name("append/bare_fdatasync")
    ->ArgName("events")
    ->Arg(1)
    ->Arg(64)
    ->Arg(1024)
    ->UseManualTime();

}  // namespace
}  // namespace mingzhang::benchmarks
