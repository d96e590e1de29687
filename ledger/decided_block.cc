#include "ledger/decided_block.h"

#include "ledger/codec/event_codec.h"
#include "ledger/rules/rules.h"

namespace mingzhang {
namespace {

KeyName key_of(const DecidedEvent& event) {
  const EventHeader& header = event.recorded.event.header;
  return {header.community, header.idempotency_key};
}

/// More than most take, so that the bytes of a block seldom move while they grow.
constexpr std::size_t likely_event_bytes = 192;

/// What the events of a sealed block point into.
struct SealedStorage {
  std::shared_ptr<const DecidedBlock> block;
  std::string bytes;
};

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

NewBlock seal(std::shared_ptr<const DecidedBlock> block, const Hash32& previous_hash) {
  NewBlock sealed{block->first_, block->recorded_at_, previous_hash, previous_hash, {}, {}};
  const auto storage = std::make_shared<SealedStorage>();
  std::string& bytes = storage->bytes;
  bytes.reserve(block->size() * likely_event_bytes);
  sealed.events.reserve(block->size());
  std::vector<std::size_t> ends;
  ends.reserve(block->size());
  for (const DecidedEvent& decided : block->events_) {
    const Event& event = decided.recorded.event;
    NewEvent& made = sealed.events.emplace_back();
    made.community = event.header.community;
    made.idempotency_key = event.header.idempotency_key;
    made.noted = is_noted(kind_of(event.payload));
    made.postings = decided.recorded.postings;
    made.texts = decided.texts;
    if (!made.postings.empty()) made.description = describe(event.payload);
    const std::size_t begin = bytes.size();
    append_event(event, bytes);
    ends.push_back(bytes.size());
    sealed.last_hash =
        hash_event(sealed.last_hash, std::string_view(bytes).substr(begin), made.postings);
  }
  // Only now: the bytes may have moved while they grew.
  std::size_t begin = 0;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    sealed.events[i].bytes = std::string_view(bytes).substr(begin, ends[i] - begin);
    begin = ends[i];
  }
  storage->block = std::move(block);
  sealed.storage = storage;
  return sealed;
}

}  // namespace mingzhang
