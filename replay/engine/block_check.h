#pragma once

// What `verify` checks of the blocks: every hash, every event's bytes and place, every text, every
// law that holds of an event. Each worker walks over all blocks: it hashes its share of them, and
// of all of them it reads the events of its share of the communities, whose state it rebuilds.

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/state/ledger_state.h"
#include "replay/engine/problem_list.h"

namespace mingzhang {

/// Fingerprint of a community's events, in whatever order: a sum of hashes of each one's postings
/// and of what statements say of it, and of a noted event's bytes, with its sequence. Two layouts
/// of the same have the same one.
struct Fingerprint {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  auto operator<=>(const Fingerprint&) const = default;

  /// All postings of an event, in their order.
  void add(Sequence sequence, std::span<const Posting> postings);
  void add(Sequence sequence, const Description& description);
  /// A noted event: reports read in it what no state keeps, such as the votes of a resolution.
  void add(Sequence sequence, std::string_view meaning);
  void add(const Fingerprint& others) {
    low += others.low;
    high += others.high;
  }
};
using Fingerprints = boost::unordered_flat_map<std::uint32_t, Fingerprint>;  ///< by community

/// Adds a run of the hot part, in which an event's postings stand together.
void add_run(const HotRun& run, Fingerprints& fingerprints);

/// One worker. Its thread's own; reads the store beside others.
class BlockCheck {
 public:
  /// `foreseen` is what the hot part says that the blocks come to, or nothing. It only tells which
  /// events are worth keeping; nothing is believed of it. Both outlive this.
  BlockCheck(const EventStore& store, const LedgerState& foreseen, std::uint32_t shard,
             std::uint32_t shards)
      : store_(store), foreseen_(foreseen), shard_(shard), shards_(shards) {}

  /// The blocks in their order.
  void check(const StoredBlock& block);

  LedgerState state;  ///< of the shard's communities, event by event
  Fingerprints fingerprints;
  ProblemList problems;

 private:
  void check_event(Sequence sequence, const StoredBlock::StoredEvent& stored,
                   const StoredBlock& block);
  void check_laws(const RecordedEvent& recorded, const StoredBlock& block);
  std::optional<RecordedEvent> find(Sequence sequence);
  void keep_if_named_later(Sequence sequence, const RecordedEvent& recorded);
  void check_texts(const Event& event);
  void check_text(Sequence sequence, std::uint8_t field, const Text& text);

  struct TextVisitor;

  const EventStore& store_;
  const LedgerState& foreseen_;
  std::uint32_t shard_;
  std::uint32_t shards_;
  std::uint64_t blocks_ = 0;
  RecordedEvent recorded_;  ///< the one that is checked; its memory is used again
  /// Events that a later one names: looking for them in the store would unpack a block for each
  /// (measured: a tenth of verify).
  std::map<Sequence, RecordedEvent> kept_;
};

}  // namespace mingzhang
