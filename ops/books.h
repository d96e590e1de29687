#pragma once

// Opening and closing the books for a command: the store, the newest snapshot, the state, and for
// writing commands the sequencer. Throws ExitError (3) with the way out when they cannot be opened.

#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "ledger/sequencer.h"
#include "ledger/state/ledger_state.h"
#include "ledger/store/watched_store.h"
#include "ops/exit.h"
#include "ops/housekeeping.h"

namespace mingzhang {

/// The value; the command ends where there is none.
template <class Value>
Value value_or_exit(StoreResult<Value> result, ExitStatus status = exit_unopenable) {
  if (!result) throw ExitError(status, result.error().message);
  if constexpr (!std::is_void_v<Value>) return std::move(*result);
}

/// Replay and verify use the machine's cores, at most this many unless told otherwise.
std::uint32_t default_threads();

/// A file to read; a directory is none.
std::ifstream open_file(const std::string& path);

/// Says on standard error when the next writer will begin books in `directory`, which may be
/// mistyped. Refuses one with other files.
void check_new_books(const std::string& directory);

/// The store of a reading command; works beside a running `serve`.
std::unique_ptr<EventStore> open_to_read(const std::string& directory);

/// Refuses the superuser where the books are another user's: files of his own would keep the
/// service out.
void check_user(const std::string& directory);

/// The store of a command that changes it without recording anything.
std::unique_ptr<EventStore> open_to_change(const std::string& directory);

/// Opens the books for writing once, so that a log which an earlier version wrote can be read.
void bring_up_to_date(const std::string& directory);

/// The newest good snapshot of the books in `directory`; says on standard error what it skipped.
std::optional<LedgerState> newest_snapshot(const std::string& directory);

/// Passes over a snapshot of other books, with a word on standard error. One that is ahead of the
/// log stays: events are lost then (lost_events).
std::optional<LedgerState> of_these_books(std::optional<LedgerState> snapshot,
                                          const EventStore& store);

/// Says that a snapshot saw events that the log does not have.
std::string lost_events(const LedgerState& snapshot, const Head& head);

/// As load_state, counted and timed by the watcher.
StoreResult<LedgerState> replay(const EventStore& store, std::optional<LedgerState> snapshot,
                                std::uint32_t threads, ReplayCause cause, BooksWatcher& watcher);

/// The state through the head, from the newest snapshot and its tail.
LedgerState read_state(const EventStore& store, const std::string& directory);

/// Books that are being written: one per process and directory.
class WritableBooks {
 public:
  /// Begins books where there are none. `watcher` outlives them; without one, failures are said on
  /// standard error.
  WritableBooks(const StoreOptions& store, Surroundings surroundings,
                const HousekeepingOptions& housekeeping = {}, BooksWatcher* watcher = nullptr);

  EventStore& store() { return watched_; }
  /// Why nothing is recorded now; none when it is.
  std::optional<Rejection> pause() const { return store_->pause(); }
  Sequencer& sequencer() { return *sequencer_; }

  /// Tidies the layout and leaves a snapshot behind, so that the next start is quick. The last
  /// thing that is done with them.
  void leave_snapshot();

 private:
  std::string directory_;
  BooksWatcher unwatched_;
  BooksWatcher& watcher_;
  std::unique_ptr<GuardedStore> store_;
  WatchedStore watched_;
  std::unique_ptr<Sequencer> sequencer_;
  std::unique_ptr<Housekeeping> housekeeping_;
  Sequence snapshot_at_;  ///< where the snapshot that they were opened with stands
};

}  // namespace mingzhang
