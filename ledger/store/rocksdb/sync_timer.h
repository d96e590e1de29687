#pragma once

// How long this thread waits for syncs of files while the timer is in scope: RocksDB's own
// measurement, which counts the sync alone and not the writing before it. When another thread's
// write is synced together with ours, that thread waits, and here it is none.

#include <rocksdb/iostats_context.h>
#include <rocksdb/perf_level.h>

#include <cstdint>
#include <functional>
#include <utility>

namespace mingzhang::rocks {

class SyncTimer {
 public:
  using OnSync = std::function<void(std::int64_t sync_us)>;
  /// `on_sync` is told in the end, if this thread has synced. Without one, nothing is measured and
  /// it costs nothing.
  explicit SyncTimer(OnSync on_sync)
      : on_sync_(std::move(on_sync)), level_before_(rocksdb::GetPerfLevel()) {
    if (!on_sync_) return;
    rocksdb::SetPerfLevel(rocksdb::PerfLevel::kEnableTimeExceptForMutex);
    begun_ns_ = rocksdb::get_iostats_context()->fsync_nanos;
  }
  SyncTimer(const SyncTimer&) = delete;
  SyncTimer& operator=(const SyncTimer&) = delete;
  ~SyncTimer() {
    if (!on_sync_) return;
    rocksdb::SetPerfLevel(level_before_);
    const std::uint64_t elapsed_ns = rocksdb::get_iostats_context()->fsync_nanos - begun_ns_;
    if (elapsed_ns != 0) on_sync_(static_cast<std::int64_t>(elapsed_ns / 1'000));
  }

 private:
  const OnSync on_sync_;
  const rocksdb::PerfLevel level_before_;
  std::uint64_t begun_ns_ = 0;
};

}  // namespace mingzhang::rocks
