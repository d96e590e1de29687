// An event to its bytes and into the chain, and back.

#include "benchmarks/parts/figures.h"
#include "benchmarks/support/some_events.h"
#include "ledger/codec/event_codec.h"

namespace mingzhang::benchmarks {
namespace {

constexpr std::size_t events_used = 4096;

struct Encoded {
  std::vector<RecordedEvent> events = some_events(events_used);
  std::vector<std::string> bytes;
  std::uint64_t all_bytes = 0;    ///< of the events
  std::uint64_t chain_bytes = 0;  ///< what the hashes cover: previous hash, event, postings

  Encoded() {
    for (const RecordedEvent& event : events) {
      bytes.push_back(encode_event(event.event));
      all_bytes += bytes.back().size();
      chain_bytes += 32 + bytes.back().size() + sizeof(Posting) * event.postings.size();
    }
  }
};

void encode(benchmark::State& bench) {
  const Encoded encoded;
  while (bench.KeepRunning()) {
    for (const RecordedEvent& event : encoded.events) {
      benchmark::DoNotOptimize(encode_event(event.event));
    }
  }
  set_items(bench, "events", bench.iterations() * encoded.events.size());
  set_bytes(bench, bench.iterations() * encoded.all_bytes);
}
BENCHMARK(encode)->Name("encode/event");

void hash(benchmark::State& bench) {
  const Encoded encoded;
  Hash32 head;
  while (bench.KeepRunning()) {
    for (std::size_t i = 0; i < encoded.events.size(); ++i) {
      head = hash_event(head, encoded.bytes[i], encoded.events[i].postings);
    }
  }
  benchmark::DoNotOptimize(head);
  set_items(bench, "events", bench.iterations() * encoded.events.size());
  set_bytes(bench, bench.iterations() * encoded.chain_bytes);
}
BENCHMARK(hash)->Name("encode/hash");

/// As recording does both.
void encode_and_hash(benchmark::State& bench) {
  const Encoded encoded;
  Hash32 head;
  while (bench.KeepRunning()) {
    for (const RecordedEvent& event : encoded.events) {
      head = hash_event(head, encode_event(event.event), event.postings);
    }
  }
  benchmark::DoNotOptimize(head);
  set_items(bench, "events", bench.iterations() * encoded.events.size());
  set_bytes(bench, bench.iterations() * encoded.chain_bytes);
}
BENCHMARK(encode_and_hash)->Name("encode/event_and_hash");

void decode(benchmark::State& bench) {
  const Encoded encoded;
  while (bench.KeepRunning()) {
    for (std::size_t i = 0; i < encoded.events.size(); ++i) {
      const std::optional<Event> event = decode_event(encoded.bytes[i]);
      if (!event || !(*event == encoded.events[i].event)) {
        return bench.SkipWithError("an event comes back as another");
      }
    }
  }
  set_items(bench, "events", bench.iterations() * encoded.events.size());
  set_bytes(bench, bench.iterations() * encoded.all_bytes);
}
BENCHMARK(decode)->Name("encode/decode_and_compare");

}  // namespace
}  // namespace mingzhang::benchmarks
