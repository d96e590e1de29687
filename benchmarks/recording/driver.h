#pragma once

// Clients that submit batches to a sequencer and wait until they are durable.

#include <cstdint>
#include <mutex>

#include "benchmarks/recording/feed.h"
#include "benchmarks/support/latencies.h"
#include "ledger/sequencer.h"

namespace mingzhang {

struct DriveOptions {
  std::uint32_t clients = 1;
  std::uint32_t in_flight = 1;  ///< batches that one client has outstanding
};

struct Driven {
  std::uint64_t events = 0;
  double seconds = 0;
  Latencies submit_to_durable;  ///< of each batch
};

/// Submits all of the feed, in its order. A command that is refused ends the program: the source
/// promises that none is.
Driven drive(Sequencer& sequencer, Feed& feed, const DriveOptions& options);

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

}  // namespace mingzhang
