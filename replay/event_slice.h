#pragma once

// Which events of a community are about something, read from its slice of the log without touching
// the cold part. Threads: any number at once. Errors: as the store's.

#include <optional>
#include <vector>

#include "ledger/state/community_state.h"
#include "ledger/store/event_store.h"
#include "replay/reports/ranges.h"

namespace mingzhang {

struct EventFilter {
  std::optional<EventKind> kind;
  std::optional<HouseNumber> house;  ///< named by a posting or by the event itself
  DayRange dates;                    ///< business dates

  /// By what the event itself says; its postings may name more houses.
  bool matches(const Event& event) const;
};

/// In the order of the log. An event without postings that is not noted either is found by no
/// community; there is no such kind.
StoreResult<std::vector<Sequence>> matching_events(const EventStore& store,
                                                   CommunityNumber community,
                                                   const EventFilter& filter);

/// The community as its noted events alone say: names, houses, tariffs; every sum is zero.
StoreResult<CommunityState> read_registry(const EventStore& store, CommunityNumber community);

StoreError undecodable_event(Sequence sequence);

}  // namespace mingzhang
