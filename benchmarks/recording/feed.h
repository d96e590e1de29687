#pragma once

// Hands out batches of commands that were made before they are asked for: some before the clock
// starts, the others by a thread that stays ahead. How long takers had to wait for it is counted,
// because that time is the generator's and not the ledger's.

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "benchmarks/recording/source.h"

namespace mingzhang::benchmarks {

class Feed {
 public:
  /// Makes `ahead` batches before it returns and keeps that many ready. `source` outlives it.
  Feed(Source& source, std::size_t commands_per_batch, std::size_t ahead);
  ~Feed();

  /// The next batch; empty when there are no more. Threads: any.
  std::vector<Command> take();

  /// All takers together.
  double waited_seconds() const { return waited_seconds_; }

 private:
  void run();

  Source& source_;
  const std::size_t commands_per_batch_;
  const std::size_t ahead_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::vector<Command>> ready_;
  bool at_end_ = false;
  bool stopping_ = false;
  double waited_seconds_ = 0;
  std::thread thread_;
};

}  // namespace mingzhang::benchmarks
