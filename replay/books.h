#pragma once

// What one community's reports are made from: its registry and its postings, read from the log for
// the question "what did we know at this time about that date" (domain.md rule 3.8).
//
// A Books value owns everything in it and is not changed after loading: any number of threads may
// make reports from it. Loading reads one community's slice of the log, never the whole log.

#include <optional>
#include <string>
#include <vector>

#include "ledger/state/community_state.h"
#include "ledger/store/event_store.h"

namespace mingzhang {

/// Both may be given together. Nothing given = everything recorded.
struct AsOf {
  std::optional<Day> as_of;            ///< last business date that counts
  std::optional<Instant> recorded_by;  ///< last recording time that counts
};

/// One posting with the position of its event.
struct Row {
  Sequence sequence;
  Posting posting;
};

/// A noted event that a report shows more of than the state keeps.
template <class Payload>
struct Noted {
  Sequence sequence;
  Day business_date;
  Payload payload;
};

struct Books {
  /// Folded from the whole slice through the recording time, whatever its business dates: for house
  /// codes, names of programmes and repairs. Its sums are those of `rows` only without an as_of.
  CommunityState state;
  std::vector<Row> rows;  ///< in sequence order, cut by both
  /// Cut by both, in sequence order.
  std::vector<Noted<ResolutionTallied>> resolutions;
  std::vector<Noted<SuspenseReceived>> suspense;
  std::vector<Noted<EventReversed>> reversals;
  Sequence through;         ///< last sequence of the log that could count
  std::optional<Day> cut;   ///< the as_of that was asked for
  std::optional<Day> last;  ///< newest business date among what counts

  /// The date that figures made from these books stand for: the one asked for, else the newest
  /// business date recorded (none while there is nothing).
  std::optional<Day> as_of() const { return cut ? cut : last; }
};

/// Adds a run of the community, in sequence order. Error: `damaged` when a note cannot be read.
StoreResult<void> add_run(Books& books, const HotRun& run);

/// A community without events (or not registered by that time) gives empty books.
/// Errors: as the store's.
StoreResult<Books> load_books(const EventStore& store, CommunityNumber community,
                              const AsOf& question);

struct CommunityEntry {
  CommunityNumber number;
  std::string id;
  std::string name;
  std::string subdistrict;
  std::string neighbourhood;
};

/// All communities, by number. Scans the notes of the whole log: for the command line and for
/// starting up, not for each request.
StoreResult<std::vector<CommunityEntry>> list_communities(const EventStore& store);

/// 0 when no community has that id. Scans like list_communities.
StoreResult<CommunityNumber> find_community(const EventStore& store, const std::string& id);

}  // namespace mingzhang
