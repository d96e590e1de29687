#pragma once

// The figures by community of a running service, refreshed beside its work in small steps, so that
// who asks for them waits for nothing.

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "replay/community_figures.h"

namespace mingzhang {

struct FiguresWatchOptions {
  std::uint64_t step_events = 4'096;
  /// Of one call of `run`, until all communities have been gone through, and from then on; a step
  /// that has begun is ended.
  std::int64_t begin_budget_us = 100'000;
  std::int64_t budget_us = 10'000;
};

/// What is known, through which event.
struct KnownFigures {
  Sequence through;
  std::vector<CommunityStanding> communities;  ///< by number
};

class FiguresWatch {
 public:
  /// `store` and `catalogue` outlive it.
  FiguresWatch(const EventStore& store, Catalogue& catalogue,
               std::function<std::int64_t()> monotonic_us, const FiguresWatchOptions& options = {})
      : monotonic_us_(std::move(monotonic_us)), options_(options), follower_(store, catalogue) {}

  /// Some steps.
  StoreResult<void> run();

  /// None until all communities have been gone through once. Threads: any.
  std::shared_ptr<const KnownFigures> latest() const;

 private:
  const std::function<std::int64_t()> monotonic_us_;
  const FiguresWatchOptions options_;
  FiguresFollower follower_;
  mutable std::mutex mutex_;
  std::shared_ptr<const KnownFigures> latest_;
};

}  // namespace mingzhang
