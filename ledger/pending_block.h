#pragma once

// A block while it is being decided: events get their sequence and voucher, and the state is moved
// ahead of the disk. Used by the sequencer's thread only.

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "ledger/decided_block.h"
#include "ledger/event.h"
#include "ledger/rejection.h"
#include "ledger/rules/decide.h"
#include "ledger/sequencer.h"
#include "ledger/state/ledger_state.h"

namespace mingzhang {

class PendingBlock {
 public:
  struct Edge {
    Instant now;
    const std::function<std::string()>& new_salt;
    std::optional<AuditHead> audit_head;  ///< goes on the first event
  };

  /// `state` is moved ahead as commands are accepted, its head is not. `before` is the block in
  /// front of this one as long as the store may not have it yet; nullptr when there is none.
  PendingBlock(const EventStore& store, LedgerState& state,
               std::shared_ptr<const DecidedBlock> before, Edge edge);

  /// Commands that are answered together.
  struct Batch {
    std::vector<Command> commands;
    Grouping grouping{};
    std::vector<bool> formed;  ///< of each command, by whoever submits it: is_formed

    /// On the thread of whoever submits them.
    static Batch of(std::vector<Command> commands, Grouping grouping);
  };

  /// What became of each batch, in order. The store is asked for the keys of all at once: one by
  /// one, each look-up takes longer than the decision. `settled` is called now and then: what the
  /// block holds by then is not taken back any more.
  std::vector<BatchResult> decide(std::vector<Batch> batches, const std::function<void()>& settled);

  std::shared_ptr<const DecidedBlock> block() const { return block_; }

 private:
  /// What an atomic batch may have to take back.
  struct Saved {
    std::size_t events;
    std::unordered_map<std::uint32_t, CommunityState> communities;
    std::size_t community_count;
  };

  /// What a command names: its community, 0 when there is none, and the event that the store has
  /// under its key.
  struct Known {
    CommunityNumber community;
    Sequence stored;
  };

  StoreResult<std::vector<Known>> find_known(const std::vector<Batch>& batches) const;
  BatchResult decide(Batch& batch, std::span<const Known> known,
                     const std::function<void()>& settled);
  void prefetch(const Command& command, const Known& known) const;
  Result decide_one(Command& command, bool is_formed, Known known);
  Result record(const CommunityState& community, Decision&& decision);
  std::optional<Result> answer_repeat(const CommunityState& community, const Command& command,
                                      Sequence stored);
  const DecidedEvent* find_decided(Sequence sequence) const;
  StoreResult<std::optional<RecordedEvent>> find_event(Sequence sequence) const;
  StoreResult<std::optional<SaltedText>> find_text(Sequence sequence, std::uint8_t field) const;
  void save(const std::string& community);
  void take_back();

  const EventStore& store_;
  LedgerState& state_;
  Edge edge_;
  Day today_;
  std::shared_ptr<const DecidedBlock> before_;
  std::shared_ptr<DecidedBlock> block_;
  std::optional<Saved> saved_;  ///< set while an atomic batch of several is decided
};

}  // namespace mingzhang
