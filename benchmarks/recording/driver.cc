#include "benchmarks/recording/driver.h"

#include <chrono>
#include <utility>

#include "ledger/base/ensure.h"
#include "ops/surroundings.h"

namespace mingzhang {
namespace {

using Clock = std::chrono::steady_clock;

/// All clients on one thread, as a server's worker carries many connections: a thread for each
/// would measure how threads are woken.
class Clients {
 public:
  Clients(Sequencer& sequencer, Feed& feed) : sequencer_(sequencer), feed_(feed) {}

  Driven run(std::uint64_t outstanding) {
    const double start = steady_seconds();
    for (std::uint64_t i = 0; i < outstanding && submit_one();) ++i;
    while (outstanding_ > 0) {
      const std::uint64_t answered = wait_for_answers();
      outstanding_ -= answered;
      for (std::uint64_t i = 0; i < answered && submit_one();) ++i;
    }
    driven_.seconds = steady_seconds() - start;
    return std::move(driven_);
  }

 private:
  bool submit_one() {
    std::vector<Command> batch = feed_.take();
    if (batch.empty()) return false;
    ++outstanding_;
    const Clock::time_point start = Clock::now();
    sequencer_.submit(std::move(batch), Grouping::each,
                      [this, start](const BatchResult& result) { finish(start, result); });
    return true;
  }

  /// On the sequencer's thread.
  void finish(Clock::time_point start, const BatchResult& batch) {
    const auto ns = std::chrono::nanoseconds(Clock::now() - start).count();
    for (const Result& result : batch.results) {
      if (result.outcome == Outcome::recorded) continue;
      ensure(false, result.rejection ? sentence(*result.rejection) : "recorded before");
    }
    const std::lock_guard lock(mutex_);
    driven_.submit_to_durable.add(static_cast<std::uint64_t>(ns));
    driven_.events += batch.results.size();
    if (++answered_ == 1) changed_.notify_one();
  }

  std::uint64_t wait_for_answers() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return answered_ > 0; });
    return std::exchange(answered_, 0);
  }

  Sequencer& sequencer_;
  Feed& feed_;
  std::uint64_t outstanding_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t answered_ = 0;
  Driven driven_;
};

}  // namespace

Driven drive(Sequencer& sequencer, Feed& feed, const DriveOptions& options) {
  return Clients(sequencer, feed).run(std::uint64_t{options.clients} * options.in_flight);
}

}  // namespace mingzhang
