#pragma once

// What is done beside recording, on a thread of its own and without holding recording up: the head
// witness at the log's heels, the layout repacked, snapshots so that the next start is quick.
// Failures are said on standard error and tried again.

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "ledger/store/event_store.h"

namespace mingzhang {

struct HousekeepingOptions {
  std::uint64_t repack_events = 65'536;  ///< repacked once so many wait
  /// A snapshot is saved whenever so many events have come since the last; none = never.
  std::optional<std::uint64_t> snapshot_events;
  std::chrono::milliseconds interval{500};  ///< between two looks at what is to be done
};

class Housekeeping {
 public:
  /// `store` outlives it and holds the books of `directory`.
  Housekeeping(EventStore& store, std::string directory, const HousekeepingOptions& options);
  ~Housekeeping();

 private:
  void run();
  StoreResult<void> save_when_due();

  EventStore& store_;
  const std::string directory_;
  const HousekeepingOptions options_;
  Sequence snapshot_at_;  ///< the log's next sequence when the last one was saved
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;  ///< last: it starts when all else is there
};

}  // namespace mingzhang
