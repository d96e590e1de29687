#pragma once

// What is done beside recording, on a thread of its own and without holding recording up: the head
// witness at the log's heels, the layout repacked, snapshots so that the next start is quick.
// Failures are told to the watcher and tried again.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "ledger/store/event_store.h"
#include "ops/background.h"
#include "ops/books_watcher.h"

namespace mingzhang {

struct HousekeepingOptions {
  std::uint64_t repack_events = 65'536;  ///< repacked once so many wait
  /// A snapshot is saved whenever so many events have come since the last; none = never.
  std::optional<std::uint64_t> snapshot_events;
  std::chrono::milliseconds interval{500};  ///< between two looks at what is to be done
};

class Housekeeping {
 public:
  /// `store` holds the books of `directory`; it and the watcher outlive the housekeeping.
  Housekeeping(EventStore& store, std::string directory, const HousekeepingOptions& options,
               BooksWatcher& watcher);

 private:
  StoreResult<void> save_when_due();

  EventStore& store_;
  const std::string directory_;
  const HousekeepingOptions options_;
  BooksWatcher& watcher_;
  Sequence snapshot_at_;   ///< the log's next sequence when the last one was saved
  Background background_;  ///< last: it starts when all else is there
};

}  // namespace mingzhang
