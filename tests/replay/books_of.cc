#include "tests/replay/books_of.h"

#include "ledger/base/ensure.h"
#include "ledger/codec/event_codec.h"
#include "ledger/rules/rules.h"

namespace mingzhang::test {

Money yuan(std::string_view text) {
  Money money;
  ensure(parse_decimal(text, 2, max_amount.fen, money.fen) == DecimalFault::none, text);
  return money;
}

Instant noon(const std::string& date) { return *parse_instant(date + "T12:00:00+08:00"); }

Books books_of(std::span<const RecordedEvent> events, const AsOf& question,
               CommunityNumber community) {
  auto rows = std::make_shared<CommunityRows>();
  Sequence through;
  for (const RecordedEvent& recorded : events) {
    const EventHeader& header = recorded.event.header;
    if (!question.recorded_by || header.recorded_at <= *question.recorded_by) {
      through = header.sequence;
    }
    rows->through = header.sequence;
    if (header.community != community) continue;
    const std::string bytes = encode_event(recorded.event);
    const bool noted = is_noted(kind_of(recorded.event.payload));
    const StoredBlock::StoredEvent stored{bytes, recorded.postings, community, noted};
    const Description description = describe(recorded.event.payload);
    HotDraft draft;
    draft.add(header.sequence, stored, &description);
    ensure(rows->add(draft.run(0)).has_value(), "a run of recorded events is whole");
  }
  return {std::move(rows), through, question.as_of};
}

EventLookup lookup_of(std::span<const RecordedEvent> events) {
  return [events](Sequence sequence) -> StoreResult<Event> {
    return events[sequence.value - 1].event;
  };
}

}  // namespace mingzhang::test
