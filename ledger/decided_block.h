#pragma once

// The events of one block between the sequencer, which decides them, and the committer, which makes
// them durable. The committer encodes events that are settled while others are added behind them;
// once all are handed over it changes no more, and the sequencer's thread still looks events up.

#include <boost/container/deque.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/event.h"
#include "ledger/store/event_store.h"

namespace mingzhang {

struct DecidedEvent {
  RecordedEvent recorded;
  std::vector<FieldText> texts;  ///< as in NewEvent
};

class DecidedBlock {
 public:
  DecidedBlock(Sequence first, Instant recorded_at) : first_(first), recorded_at_(recorded_at) {}

  Sequence first() const { return first_; }
  Instant recorded_at() const { return recorded_at_; }
  std::size_t size() const { return events_.size(); }
  /// Where the audit trail stood, if the block says so.
  std::optional<AuditHead> audit_head() const;
  Sequence next() const { return {first_.value + events_.size()}; }

  /// The event gets the sequence next().
  void add(DecidedEvent&& event);
  /// Takes back the events behind the first `size`.
  void cut(std::size_t size);

  /// nullptr when it is not of this block.
  const DecidedEvent* find(Sequence sequence) const;
  std::optional<Sequence> find_key(const KeyName& key) const;

 private:
  using Chunks = boost::container::deque_options<boost::container::block_size<32U>>::type;

  Sequence first_;
  Instant recorded_at_;
  /// Which stay where they are. (std::deque allocates each of this size by itself.)
  boost::container::deque<DecidedEvent, void, Chunks> events_;
  boost::unordered_flat_map<KeyName, Sequence> keys_;  ///< names stand in the events
};

/// Encodes and hashes a block's events one after the other, while those behind them are decided.
class BlockSealer {
 public:
  /// Behind an event of that hash.
  BlockSealer(const DecidedBlock& block, const Hash32& previous_hash);

  /// REQUIRES: events of the block, each once and in order; none of them is cut any more.
  void add(std::span<const DecidedEvent* const> events);

  /// What the store appends: it shares the block's postings, keys and texts, and keeps it.
  /// REQUIRES: all events of the block were added.
  NewBlock finish(std::shared_ptr<const DecidedBlock> block) &&;

 private:
  NewBlock sealed_;
  std::string bytes_;
  std::vector<std::size_t> ends_;  ///< of each event's bytes
};

}  // namespace mingzhang
