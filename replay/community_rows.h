#pragma once

// Everything recorded of one community, in memory: its postings event by event, and its registry.
// Grows as the log does and is never changed otherwise, so it can be kept and carried on.
// Ownership: owns everything in it. Threads: one writer; any number of readers while nothing is
// added.

#include <cstdint>
#include <vector>

#include "ledger/state/by_period.h"
#include "ledger/state/community_state.h"
#include "ledger/store/event_store.h"
#include "ledger/store/hot_piece.h"

namespace mingzhang {

/// One posting.
struct Row {
  Posting posting;
  std::uint32_t event = 0;  ///< place among the events
};

/// One event with postings.
struct BookedEvent {
  Sequence sequence;
  Day business_date;
  EventKind kind{};
  std::uint32_t first_row = 0;
  std::uint32_t voucher = 0;  ///< number in the month of its business date
  std::uint32_t caption = 0;  ///< place among the descriptions
};

struct NotedEvent {
  Sequence sequence;
  EventMeaning meaning;
};

struct CommunityRows {
  Sequence through;  ///< last sequence of the log that was looked at
  std::vector<BookedEvent> events;
  std::vector<Row> rows;
  /// Where to look, so that a report goes through nothing that it is not about: places of events by
  /// the month of their business date, and of rows by house (number - 1), of money accounts, and of
  /// 1122.OPS by fee period. All in the order of the log.
  ByPeriod<std::vector<std::uint32_t>> events_by_month;
  std::vector<std::vector<std::uint32_t>> house_rows;
  std::vector<std::uint32_t> money_rows;
  ByPeriod<std::vector<std::uint32_t>> fee_rows;
  DescriptionList descriptions;
  std::vector<NotedEvent> notes;
  CommunityState registry;  ///< folded from the notes alone: every sum is zero
  std::optional<Day> last;  ///< newest business date

  /// Adds a run of the community that follows what is there; `through` stays the caller's to move.
  /// REQUIRES: the run has descriptions. Error: `damaged` when a note cannot be read.
  StoreResult<void> add(const HotRun& run);

  std::uint64_t allocated_bytes() const;

 private:
  void add_row(const Posting& posting);
  void add_event(Sequence sequence, const Posting& first, const Description& description);
};

/// Reads what the log holds of the community behind rows.through, through `through`. After an error
/// the rows are of no use. Errors: as the store's.
StoreResult<void> carry_on(const EventStore& store, CommunityNumber community, Sequence through,
                           CommunityRows& rows);

}  // namespace mingzhang
