#pragma once

// What is always true of the books (domain.md section 7), each as a named object. Tests run them
// after every event; `verify` runs them over a whole log. No rule relies on them: a breach is a
// fault of the program or of the stored bytes, never of what a user asked for.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/state/community_state.h"

namespace mingzhang {

/// The figures that do not agree; nothing = the law holds.
using Breach = std::optional<std::string>;

/// Holds of a community's state after every event.
struct StateLaw {
  std::string_view name;
  std::string_view zh;  ///< what must hold, in words
  std::string_view en;
  Breach (*check)(const CommunityState& state);
};

/// Holds of every event, seen with the state before it was folded. `referenced` is the event that
/// the payload's `sequence` names; nullptr = none, or not at hand (what needs it is then skipped).
struct EventLaw {
  std::string_view name;
  std::string_view zh;
  std::string_view en;
  Breach (*check)(const CommunityState& before, const RecordedEvent& recorded,
                  const RecordedEvent* referenced);
};

std::span<const StateLaw> state_laws();
std::span<const EventLaw> event_laws();

struct Violation {
  std::string_view law;  ///< its name
  std::string what;      ///< "<zh> / <en>: <figures>"
};

/// In the order of the lists; empty when every law holds. Pure.
std::vector<Violation> broken_laws(const CommunityState& state);
std::vector<Violation> broken_laws(const CommunityState& before, const RecordedEvent& recorded,
                                   const RecordedEvent* referenced);

}  // namespace mingzhang
