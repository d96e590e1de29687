#pragma once

// Clients that submit batches to a sequencer and wait until they are durable.

#include <atomic>
#include <cstdint>
#include <mutex>
#include <vector>

#include "benchmarks/recording/feed.h"
#include "benchmarks/support/latencies.h"
#include "ledger/sequencer.h"

namespace mingzhang::benchmarks {

struct DriveOptions {
  std::uint32_t clients = 1;
  std::uint32_t in_flight = 1;    ///< batches that one client has outstanding
  double batches_per_second = 0;  ///< all clients together, whatever is outstanding; 0 = no rate
};

struct Driven {
  std::uint64_t events = 0;
  double seconds = 0;
  double cpu_seconds = 0;       ///< of the whole process: steady where the machine is shared
  Latencies submit_to_durable;  ///< of each batch
  Latencies beside_work;        ///< of those that were submitted or answered while `busy`

  struct Mark {
    std::uint64_t events;
    double seconds;
  };
  std::vector<Mark> marks;  ///< every `mark_seconds`, so that a slowing down shows
  static constexpr double mark_seconds = 0.5;
};

/// Submits all of the feed, in its order. `busy` says that work goes on beside it. A command that
/// is refused ends the program: the source promises that none is.
Driven drive(Sequencer& sequencer, Feed& feed, const DriveOptions& options,
             const std::atomic<bool>& busy);

/// What the sequencer reports of its blocks. Threads: `add` and `restart` any; read it when nothing
/// is recorded.
class BlockCounts {
 public:
  void add(const BlockReport& report) {
    const std::lock_guard lock(mutex_);
    ++blocks_;
    postings_ += report.postings;
    append_.add(static_cast<std::uint64_t>(report.append_us) * 1000);
  }
  /// Forgets what was counted so far.
  void restart() {
    const std::lock_guard lock(mutex_);
    blocks_ = 0;
    postings_ = 0;
    append_ = {};
  }
  std::uint64_t blocks() const { return blocks_; }
  std::uint64_t postings() const { return postings_; }
  const Latencies& append() const { return append_; }

 private:
  std::mutex mutex_;
  std::uint64_t blocks_ = 0;
  std::uint64_t postings_ = 0;
  Latencies append_;
};

}  // namespace mingzhang::benchmarks
