#pragma once

// What is done beside recording, on a thread of its own and without holding recording up: the head
// witness at the log's heels, the layout repacked, snapshots so that the next start is quick, and
// recording taken up again when a full disk has room.
// Failures are told to the watcher and tried again.

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "ledger/store/guarded_store.h"
#include "ops/background.h"
#include "ops/books_watcher.h"

namespace mingzhang {

struct HousekeepingOptions {
  std::uint64_t repack_events = 65'536;  ///< repacked once so many wait
  /// A snapshot is saved whenever so many events have come since the last; none = never.
  std::optional<std::uint64_t> snapshot_events;
  /// Recording pauses while the books' disk has less room, or less than a twentieth of it.
  std::uint64_t least_free_bytes = 0;
  std::chrono::milliseconds interval{500};  ///< between two looks at what is to be done
};

class Housekeeping {
 public:
  /// `store` holds the books of `directory`, guarded by `guard`; they and the watcher outlive the
  /// housekeeping.
  Housekeeping(EventStore& store, GuardedStore& guard, std::string directory,
               const HousekeepingOptions& options, BooksWatcher& watcher);

 private:
  std::function<StoreResult<void>()> unless_paused(std::function<StoreResult<void>()> task);
  StoreResult<void> resume();
  StoreResult<void> save_when_due();

  EventStore& store_;
  GuardedStore& guard_;
  const std::string directory_;
  const HousekeepingOptions options_;
  BooksWatcher& watcher_;
  Sequence snapshot_at_;   ///< the log's next sequence when the last one was saved
  Background background_;  ///< last: it starts when all else is there
};

}  // namespace mingzhang
