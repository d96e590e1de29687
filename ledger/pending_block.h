#pragma once

// A block while it is being decided: events get their sequence, voucher and hash, and the state is
// moved ahead of the disk. Used by the sequencer's thread only.

#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "ledger/event.h"
#include "ledger/rejection.h"
#include "ledger/rules/decide.h"
#include "ledger/sequencer.h"
#include "ledger/state/ledger_state.h"
#include "ledger/store/event_store.h"

namespace mingzhang {

class PendingBlock {
 public:
  struct Edge {
    Instant now;
    const std::function<std::string()>& new_salt;
  };

  /// `state` is moved ahead as commands are accepted; its head only by `settle`.
  PendingBlock(const EventStore& store, LedgerState& state, Edge edge);

  BatchResult decide(std::vector<Command> commands, Grouping grouping);

  const NewBlock& block() const { return block_; }

  /// The block is durable: the state's head moves behind it.
  void settle();

 private:
  /// What an atomic batch may have to take back.
  struct Saved {
    std::size_t events;
    Hash32 last_hash;
    std::unordered_map<std::uint32_t, CommunityState> communities;
    std::size_t community_count;
  };

  Result decide_one(Command command);
  Result record(Decision decision);
  std::optional<Result> answer_repeat(const CommunityState& community, const Command& command);
  StoreResult<std::optional<RecordedEvent>> find_event(Sequence sequence) const;
  StoreResult<std::optional<Sequence>> find_key(CommunityNumber community,
                                                const std::string& key) const;
  StoreResult<std::optional<SaltedText>> find_text(Sequence sequence, std::uint8_t field) const;
  void save(const std::string& community);
  void take_back();
  Sequence next_sequence() const { return {block_.first.value + block_.events.size()}; }

  const EventStore& store_;
  LedgerState& state_;
  Edge edge_;
  Day today_;
  NewBlock block_;
  std::vector<RecordedEvent> recorded_;  ///< decoded twins of block_.events
  std::unordered_map<std::string, Sequence> keys_;
  std::optional<Saved> saved_;  ///< set while an atomic batch of several is decided
};

}  // namespace mingzhang
