#pragma once

// Which events of a community are about something, without touching the cold part of the log.
// Threads: any number at once.

#include <optional>
#include <vector>

#include "replay/books.h"
#include "replay/reports/ranges.h"

namespace mingzhang {

struct EventFilter {
  std::optional<EventKind> kind;
  std::optional<HouseNumber> house;  ///< named by a posting or by the event itself
  DayRange dates;                    ///< business dates

  /// By what the event itself says; its postings may name more houses.
  bool matches(Day business_date, const Payload& payload) const;
};

/// In the order of the log. An event without postings that is not noted either is found by no
/// community; there is no such kind.
std::vector<Sequence> matching_events(const Books& books, const EventFilter& filter);

StoreError undecodable_event(Sequence sequence);

}  // namespace mingzhang
