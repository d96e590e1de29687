#pragma once

// What `serve` does beside recording, with its times: the head witness, the repacking, and, when
// asked to, a snapshot every so often.

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "benchmarks/support/latencies.h"
#include "ledger/store/event_store.h"

namespace mingzhang::benchmarks {

struct WorkBesideOptions {
  std::string directory;
  double snapshot_seconds = 0;  ///< between snapshots; 0 = none
  bool repack = true;
};

class WorkBeside {
 public:
  WorkBeside(EventStore& store, WorkBesideOptions options);
  ~WorkBeside() { stop(); }
  void stop();

  /// It is at work right now.
  const std::atomic<bool>& busy() const { return busy_; }

  /// Call these after stop().
  const Latencies& repacks() const { return repacks_; }
  const Latencies& snapshots() const { return snapshots_; }

 private:
  void run();
  StoreResult<void> leave_snapshot() const;

  EventStore& store_;
  const WorkBesideOptions options_;
  std::atomic<bool> busy_{false};
  Latencies repacks_;
  Latencies snapshots_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace mingzhang::benchmarks
