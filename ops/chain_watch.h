#pragma once

// The hash chain of a running service, proven again in small steps beside its work: what was
// recorded is followed to the log's end, and once a day the whole log is gone through from its
// first event, since a disk may lose what it had. A step takes a few milliseconds of one core.

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>

#include "ledger/store/event_store.h"
#include "replay/engine/chain_check.h"

namespace mingzhang {

struct ChainWatchOptions {
  std::uint64_t step_events = 4'096;
  std::int64_t budget_us = 20'000;  ///< of one call of `run`; a step that has begun is ended
  std::int64_t pass_every_us = 86'400'000'000;
  std::int64_t retry_us = 60'000'000;  ///< after a problem, which may have been the reading
};

struct ChainStatus {
  Sequence verified;                     ///< all through it is right, from the first event on
  std::optional<Instant> verified_at;    ///< when the last step found nothing wrong
  Sequence pass;                         ///< how far the daily pass has come
  std::optional<Instant> pass_ended_at;  ///< when all of the log had last been gone through
  std::uint64_t problems = 0;            ///< found so far, found again included
  std::optional<VerifyProblem> problem;  ///< the one that stands in the way now
};

class ChainWatch {
 public:
  struct Clocks {
    std::function<Instant()> now;
    std::function<std::int64_t()> monotonic_us;
  };
  /// `store` outlives it.
  ChainWatch(const EventStore& store, Clocks clocks, const ChainWatchOptions& options = {});

  /// Some steps. Error: damaged, with what was found; or what the store said.
  StoreResult<void> run();

  /// Threads: any.
  ChainStatus status() const;

 private:
  /// False when there is nothing left to do for now.
  StoreResult<bool> step();
  StoreResult<void> note(const ChainCheck::Step& step, std::optional<VerifyProblem>& problem);

  const EventStore& store_;
  const Clocks clocks_;
  const ChainWatchOptions options_;
  ChainCheck newest_;  ///< follows what is recorded
  std::optional<VerifyProblem> newest_problem_;
  std::optional<ChainCheck> pass_;  ///< goes through everything again, while it does
  std::optional<VerifyProblem> pass_problem_;
  std::int64_t next_pass_us_;
  std::int64_t not_before_us_ = 0;  ///< after a problem

  mutable std::mutex mutex_;
  ChainStatus status_;
};

}  // namespace mingzhang
