#pragma once

// What the books tell whoever watches over them, beside what the service's probe hears. Who does
// not care what is told keeps this as it is: failures are then said on standard error.

#include <fmt/core.h>

#include <cstdint>
#include <string_view>

#include "ledger/store/event_store.h"
#include "replay/engine/replay_meter.h"

namespace mingzhang {

enum class ReplayCause : std::uint8_t {
  start,    ///< the books were opened
  snapshot  ///< a snapshot was carried on
};

/// Threads: any.
class BooksWatcher {
 public:
  BooksWatcher() = default;
  BooksWatcher(const BooksWatcher&) = delete;
  BooksWatcher& operator=(const BooksWatcher&) = delete;
  virtual ~BooksWatcher() = default;

  virtual void store_failed(const StoreError& /*error*/) {}
  /// A write has waited so long for the disk.
  virtual void synced(std::int64_t /*sync_us*/) {}
  /// One of the tasks beside recording; `is_new` is false while it fails as it did before.
  virtual void task_failed(std::string_view /*task*/, const StoreError& error, bool is_new) {
    if (is_new) fmt::print(stderr, "mingzhang: {}\n", error.message);
  }
  /// Where a replay that begins is to be counted; may be none.
  virtual ReplayMeter* replay_begins(ReplayCause /*cause*/) { return nullptr; }
  virtual void replay_ended(ReplayCause /*cause*/, std::int64_t /*duration_us*/) {}
};

}  // namespace mingzhang
