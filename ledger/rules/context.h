#pragma once

// All that a rule may look at. Rules are pure: no clock, no I/O, no randomness.

#include "ledger/event.h"
#include "ledger/rejection.h"
#include "ledger/rules/entry.h"
#include "ledger/state/community_state.h"

namespace mingzhang {

struct Context {
  const CommunityState& state;  ///< of the command's community; empty before it is registered
  const CommandHeader& header;
  Day today;                       ///< in Asia/Shanghai
  CommunityNumber next_community;  ///< the number that a new community gets
  /// The event that the payload's `sequence` names, when it is of the same community; else nullptr.
  const RecordedEvent* referenced = nullptr;
};

}  // namespace mingzhang
