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
    const HotRun::Note note{header.sequence, community, bytes};
    const std::vector<Sequence> sequences(recorded.postings.size(), header.sequence);
    const std::vector<std::uint32_t> captions(recorded.postings.size(), 0);
    const Description description = describe(recorded.event.payload);
    HotRun run;
    run.community = community;
    run.postings = recorded.postings;
    run.sequences = sequences;
    run.captions = captions;
    run.descriptions = {&description, 1};
    if (is_noted(kind_of(recorded.event.payload))) run.notes = {&note, 1};
    ensure(rows->add(run).has_value(), "a run of recorded events is whole");
  }
  return {std::move(rows), through, question.as_of};
}

EventLookup lookup_of(std::span<const RecordedEvent> events) {
  return [events](Sequence sequence) -> StoreResult<Event> {
    return events[sequence.value - 1].event;
  };
}

}  // namespace mingzhang::test
