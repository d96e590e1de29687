#pragma once

// Replays as they go: each cause has its own figures.

#include <array>
#include <atomic>

#include "ops/books_watcher.h"
#include "ops/metrics/scrape.h"

namespace mingzhang {

/// Threads: any number may scrape; the replays of one cause come one after the other.
class ReplayMetrics {
 public:
  ReplayMeter* begin(ReplayCause cause) { return &of(cause).meter; }
  void end(ReplayCause cause, std::int64_t duration_us) {
    of(cause).events = of(cause).meter.folded();
    of(cause).duration_us = duration_us;
  }
  void add_to(Scrape& scrape) const;

 private:
  struct Replays {
    ReplayMeter meter;
    std::atomic<std::uint64_t> events{0};  ///< of the last one that ended
    std::atomic<std::int64_t> duration_us{0};
  };
  Replays& of(ReplayCause cause) { return replays_.at(static_cast<std::size_t>(cause)); }

  std::array<Replays, 2> replays_;  ///< by cause
};

}  // namespace mingzhang
