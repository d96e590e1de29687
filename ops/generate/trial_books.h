#pragma once

// Books in memory that nothing outlives: commands go through the same `decide` and the same fold as
// in the sequencer, but no log is written. For the sample's program, which asks what is open before
// it writes the next line, and for tests.

#include <vector>

#include "ledger/event.h"
#include "ledger/rejection.h"
#include "ledger/state/ledger_state.h"

namespace mingzhang {

/// Threads: one at a time. Memory: every accepted event.
class TrialBooks {
 public:
  /// `today` is what no business date may be later than.
  explicit TrialBooks(Day today) : today_(today) {}

  /// Records it, or says why it is refused; then nothing has changed.
  Refused record(const Command& command);

  const LedgerState& state() const { return state_; }
  /// As recorded, in sequence order from 1.
  const std::vector<RecordedEvent>& events() const { return events_; }

 private:
  const RecordedEvent* find(const Payload& payload, const CommunityState& state) const;

  Day today_;
  LedgerState state_;
  std::vector<RecordedEvent> events_;
};

}  // namespace mingzhang
