#pragma once

// What `serve` does beside recording: the head witness, the repacking, and, when asked to, a
// snapshot every so often. Each shows in the latency of what is recorded meanwhile.

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "benchmarks/support/latencies.h"
#include "ledger/sequencer.h"
#include "ledger/store/event_store.h"

namespace mingzhang {

struct HousekeepingOptions {
  std::string directory;
  double snapshot_seconds = 0;  ///< between snapshots; 0 = none
  bool repack = true;
};

class Housekeeping {
 public:
  Housekeeping(EventStore& store, Sequencer& sequencer, HousekeepingOptions options);
  ~Housekeeping() { stop(); }
  void stop();

  /// It is at work right now.
  const std::atomic<bool>& busy() const { return busy_; }

  /// Call these after stop().
  const Latencies& repacks() const { return repacks_; }
  const Latencies& state_copies() const { return state_copies_; }
  const Latencies& snapshots() const { return snapshots_; }  ///< encoding and saving

 private:
  void run();
  void leave_snapshot();

  EventStore& store_;
  Sequencer& sequencer_;
  const HousekeepingOptions options_;
  std::atomic<bool> busy_{false};
  Latencies repacks_;
  Latencies state_copies_;
  Latencies snapshots_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace mingzhang
