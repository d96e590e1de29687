#pragma once

// The hash chain alone, block by block: what `verify` runs over the whole log, and what a running
// service repeats in small steps beside its work. It proves that no event or posting was changed,
// left out, moved or added; what they mean is for `verify`.

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/store/event_store.h"
#include "replay/engine/problem_list.h"

namespace mingzhang {

/// Says where in the blocks a problem is.
std::string place_of(const StoredBlock& block);

/// That the block's events hash to what was written behind them when they were recorded.
void check_hashes(const StoredBlock& block, ProblemList& problems);

/// Where a walk over the blocks stands, from before the first.
class ChainWalk {
 public:
  /// That the block goes on where the one before it ends; then stands behind it.
  void follow(const StoredBlock& block, ProblemList& problems);
  /// That the walk, being through, ended where the log does.
  void finish(const Head& head, ProblemList& problems) const;

  Sequence next() const { return next_; }

 private:
  Sequence next_{1};
  Hash32 hash_;
  Instant recorded_at_;
};

/// Goes along the log in steps, as it grows. Threads: one at a time; reads the store beside others.
class ChainCheck {
 public:
  /// `store` outlives it.
  explicit ChainCheck(const EventStore& store) : store_(store) {}

  struct Step {
    std::uint64_t events = 0;  ///< that were checked and are right
    bool is_through = false;   ///< the log's end is reached
    std::vector<VerifyProblem> problems;
  };
  /// Checks whole blocks, about `most_events`, from where the last step ended. One with a problem
  /// is not passed: the next step meets it again. Errors: the store's, but damage is a problem.
  StoreResult<Step> step(std::uint64_t most_events);

  /// Everything through this sequence is right.
  Sequence through() const { return {walk_.next().value - 1}; }

 private:
  const EventStore& store_;
  ChainWalk walk_;
};

}  // namespace mingzhang
