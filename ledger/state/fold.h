#pragma once

// The one fold: live recording, import, replay, snapshots' tails and as-of answers all use it.

#include <span>

#include "ledger/state/community_state.h"
#include "ledger/store/hot_run.h"

namespace mingzhang {

/// Adds one posting. Order does not matter: any order of the same postings gives the same state.
void fold_posting(CommunityState& state, const Posting& posting);

/// Adds all postings of a run: the same as each by itself, but what a sort moves is found once and
/// its sum added once. REQUIRES: `communities` (index = number - 1) has all that the run names.
void fold_postings(std::span<CommunityState> communities, const HotRun& run);

/// Adds what a noted event (is_noted) says besides its postings. In sequence order per community.
void fold_event(CommunityState& state, const Payload& payload);

}  // namespace mingzhang
