#include "ledger/decided_block.h"

#include "ledger/base/ensure.h"
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
  SealedStorage(std::shared_ptr<const DecidedBlock>&& all, std::string&& encoded)
      : block(std::move(all)), bytes(std::move(encoded)) {}
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

BlockSealer::BlockSealer(const DecidedBlock& block, const Hash32& previous_hash)
    : sealed_{block.first(), block.recorded_at(), previous_hash, previous_hash, {}, {}} {}

void BlockSealer::add(std::span<const DecidedEvent* const> events) {
  bytes_.reserve(bytes_.size() + events.size() * likely_event_bytes);
  if (sealed_.events.empty()) sealed_.events.reserve(events.size());
  for (const DecidedEvent* decided : events) {
    const Event& event = decided->recorded.event;
    NewEvent& made = sealed_.events.emplace_back();
    made.community = event.header.community;
    made.idempotency_key = event.header.idempotency_key;
    made.noted = is_noted(kind_of(event.payload));
    made.postings = decided->recorded.postings;
    made.texts = decided->texts;
    if (!made.postings.empty()) made.description = describe(event.payload);
    const std::size_t begin = bytes_.size();
    append_event(event, bytes_);
    ends_.push_back(bytes_.size());
    sealed_.last_hash =
        hash_event(sealed_.last_hash, std::string_view(bytes_).substr(begin), made.postings);
  }
}

NewBlock BlockSealer::finish(std::shared_ptr<const DecidedBlock> block) && {
  ensure(ends_.size() == block->size(), "all events of a block are sealed");
  const auto storage = std::make_shared<SealedStorage>(std::move(block), std::move(bytes_));
  // Only now: the bytes may have moved while they grew.
  std::size_t begin = 0;
  for (std::size_t i = 0; i < ends_.size(); ++i) {
    sealed_.events[i].bytes = std::string_view(storage->bytes).substr(begin, ends_[i] - begin);
    begin = ends_[i];
  }
  sealed_.storage = storage;
  return std::move(sealed_);
}

}  // namespace mingzhang
