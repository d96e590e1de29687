#include "benchmarks/support/some_events.h"

#include "benchmarks/support/bench_books.h"
#include "ledger/codec/event_codec.h"

namespace mingzhang::benchmarks {

std::vector<RecordedEvent> some_events(std::size_t most) {
  std::vector<RecordedEvent> events;
  const BenchBooks& books = bench_books();
  const auto visit = [&](const StoredBlock& block) {
    for (const StoredBlock::StoredEvent& stored : block.events) {
      if (stored.noted || stored.postings.empty()) continue;
      if (events.size() == most) return false;
      events.push_back(
          {decode_event(stored.bytes).value(), {stored.postings.begin(), stored.postings.end()}});
    }
    return true;
  };
  books.store().scan_blocks({books.events() / 2 + 1}, visit).value();
  ensure(!events.empty(), "the books hold events to benchmark with");
  return events;
}

}  // namespace mingzhang::benchmarks
