#pragma once

// The one fold: live recording, import, replay, snapshots' tails and as-of answers all use it.

#include <span>

#include "ledger/state/community_state.h"

namespace mingzhang {

/// Adds one posting. Order does not matter: any order of the same postings gives the same state.
void fold_posting(CommunityState& state, const Posting& posting);

/// Adds each of them, which is quicker for many at once. Returns how many entries begin in them.
std::uint64_t fold_postings(CommunityState& state, std::span<const Posting> postings);

/// Adds what a noted event (is_noted) says besides its postings. In sequence order per community.
void fold_event(CommunityState& state, const Event& event);

}  // namespace mingzhang
