#pragma once

// What `verify` checks of the blocks: every hash, every event's bytes and place, every text, every
// law that holds of an event. Each worker walks over all blocks: it hashes its share of them, and
// of all of them it reads the events of its share of the communities, whose state it rebuilds.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/state/ledger_state.h"
#include "replay/engine/problem_list.h"

namespace mingzhang {

/// Order-independent fingerprint of a community's postings and of what statements say of its
/// events: a sum of hashes of each with its sequence. Two layouts of the same have the same one.
struct Fingerprint {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  auto operator<=>(const Fingerprint&) const = default;

  void add(Sequence sequence, const Posting& posting);
  void add(Sequence sequence, const Description& description);
};
using Fingerprints = std::map<CommunityNumber, Fingerprint>;

/// One worker. Its thread's own; reads the store beside others.
class BlockCheck {
 public:
  BlockCheck(const EventStore& store, std::uint32_t shard, std::uint32_t shards)
      : store_(store), shard_(shard), shards_(shards) {}

  /// The blocks in their order.
  void check(const StoredBlock& block);

  LedgerState state;  ///< of the shard's communities, event by event
  Fingerprints fingerprints;
  ProblemList problems;

 private:
  void check_event(Sequence sequence, const StoredBlock::StoredEvent& stored,
                   const StoredBlock& block);
  void check_laws(const RecordedEvent& recorded, const StoredBlock& block);
  void check_texts(const Event& event);
  void check_text(Sequence sequence, std::uint8_t field, const Text& text);

  struct TextVisitor;

  const EventStore& store_;
  std::uint32_t shard_;
  std::uint32_t shards_;
  std::uint64_t blocks_ = 0;
};

}  // namespace mingzhang
