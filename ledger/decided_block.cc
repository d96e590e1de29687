#include "ledger/decided_block.h"

#include "ledger/codec/event_codec.h"
#include "ledger/rules/rules.h"

namespace mingzhang {
namespace {

KeyName key_of(const DecidedEvent& event) {
  const EventHeader& header = event.recorded.event.header;
  return {header.community, header.idempotency_key};
}

}  // namespace

void DecidedBlock::add(DecidedEvent&& event) {
  const Sequence sequence = next();
  events_.push_back(std::move(event));
  keys_[key_of(events_.back())] = sequence;
}

void DecidedBlock::cut(std::size_t size) {
  while (events_.size() > size) {
    keys_.erase(key_of(events_.back()));
    events_.pop_back();
  }
}

std::optional<AuditHead> DecidedBlock::audit_head() const {
  return events_.empty() ? std::nullopt : events_.front().recorded.event.header.audit_head;
}

const DecidedEvent* DecidedBlock::find(Sequence sequence) const {
  if (sequence < first_ || sequence >= next()) return nullptr;
  return &events_[sequence.value - first_.value];
}

std::optional<Sequence> DecidedBlock::find_key(const KeyName& key) const {
  const auto found = keys_.find(key);
  return found == keys_.end() ? std::nullopt : std::optional(found->second);
}

NewBlock DecidedBlock::seal(const Hash32& previous_hash) const {
  NewBlock block{first_, recorded_at_, previous_hash, previous_hash, {}};
  block.events.reserve(events_.size());
  for (const DecidedEvent& decided : events_) {
    const Event& event = decided.recorded.event;
    NewEvent& made = block.events.emplace_back();
    made.bytes = encode_event(event);
    made.community = event.header.community;
    made.idempotency_key = event.header.idempotency_key;
    made.noted = is_noted(kind_of(event.payload));
    made.postings = decided.recorded.postings;
    made.texts = decided.texts;
    if (!made.postings.empty()) made.description = describe(event.payload);
    block.last_hash = hash_event(block.last_hash, made.bytes, made.postings);
  }
  return block;
}

}  // namespace mingzhang
