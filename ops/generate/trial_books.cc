#include "ops/generate/trial_books.h"

#include <utility>

#include "ledger/rules/decide.h"

namespace mingzhang {

Refused TrialBooks::record(const Command& command) {
  const CommunityState& community = state_.find(command.header.community);
  const CommunityNumber next{static_cast<std::uint32_t>(state_.communities.size() + 1)};
  const Context context{community, command.header, today_, next, find(command.payload, community)};
  Verdict verdict = decide(Command(command), context);
  if (verdict.has_error()) return verdict.error();

  RecordedEvent recorded;
  EventHeader& header = recorded.event.header;
  header.sequence = state_.head.next;
  header.community = community.number ? community.number : next;
  header.business_date = command.header.business_date;
  header.occurred_on = command.header.occurred_on;
  header.actor = command.header.actor;
  header.idempotency_key = command.header.idempotency_key;
  recorded.event.payload = verdict->take_payload();
  recorded.postings = verdict->take_postings();
  fold_recorded(state_, recorded.event, recorded.postings);
  state_.head.next = mingzhang::next(state_.head.next);
  events_.push_back(std::move(recorded));
  return std::nullopt;
}

const RecordedEvent* TrialBooks::find(const Payload& payload, const CommunityState& state) const {
  const Sequence sequence = referenced_sequence(payload);
  if (!sequence || sequence.value > events_.size()) return nullptr;
  const RecordedEvent& event = events_[sequence.value - 1];
  return event.event.header.community == state.number ? &event : nullptr;
}

}  // namespace mingzhang
