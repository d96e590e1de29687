#pragma once

// The state of all communities through a position of the log.

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "ledger/codec/meaning_codec.h"
#include "ledger/state/community_state.h"
#include "ledger/store/event_store.h"

namespace mingzhang {

struct LedgerState {
  Head head;                                ///< everything before head.next is folded
  std::vector<CommunityState> communities;  ///< index = number - 1
  std::unordered_map<std::string, CommunityNumber> numbers;  ///< by community id

  /// The empty state when the community is not registered.
  const CommunityState& find(const std::string& community) const;
  CommunityState& at(CommunityNumber number);
};

bool operator==(const LedgerState& left, const LedgerState& right);

/// Adds a recorded event to its community. The caller moves `head`.
void fold_recorded(LedgerState& state, const Event& event, std::span<const Posting> postings);

/// Of the noted event. Error: `damaged` when it cannot be read.
StoreResult<EventMeaning> read_meaning(const HotRun::Note& note);

/// Adds a run of hot postings and notes; returns how many events were in it. `damaged` when a note
/// does not decode.
StoreResult<std::uint64_t> fold_run(LedgerState& state, const HotRun& run);

/// The state of the whole log, folded on the caller's thread.
StoreResult<LedgerState> fold_log(const EventStore& store);

}  // namespace mingzhang
