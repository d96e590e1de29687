#include "benchmarks/recording/driver.h"

#include <chrono>
#include <ctime>
#include <thread>
#include <utility>

#include "ledger/base/ensure.h"
#include "ops/surroundings.h"

namespace mingzhang::benchmarks {
namespace {

using Clock = std::chrono::steady_clock;

/// All clients on one thread, as a server's worker carries many connections: a thread for each
/// would measure how threads are woken.
class Clients {
 public:
  Clients(Sequencer& sequencer, Feed& feed, const std::atomic<bool>& busy)
      : sequencer_(sequencer), feed_(feed), busy_(busy) {}

  /// Each client sends its next batch when one of its `outstanding` is answered.
  Driven run(std::uint64_t outstanding) {
    start_seconds_ = steady_seconds();
    for (std::uint64_t i = 0; i < outstanding && submit_one(Clock::now());) ++i;
    while (outstanding_ > 0) {
      const std::uint64_t answered = wait_for_answers();
      outstanding_ -= answered;
      for (std::uint64_t i = 0; i < answered && submit_one(Clock::now());) ++i;
    }
    return finished();
  }

  /// A batch at each tick, whatever was answered: the times count from the tick, so that a batch
  /// that comes late because of those before it is late.
  Driven run_at_rate(std::chrono::duration<double> between_batches) {
    start_seconds_ = steady_seconds();
    const Clock::time_point start = Clock::now();
    for (std::uint64_t i = 0;; ++i) {
      const auto tick = start + std::chrono::duration_cast<Clock::duration>(between_batches * i);
      std::this_thread::sleep_until(tick);
      if (!submit_one(tick)) break;
    }
    while (outstanding_ > 0) outstanding_ -= wait_for_answers();
    return finished();
  }

 private:
  Driven finished() {
    driven_.seconds = steady_seconds() - start_seconds_;
    return std::move(driven_);
  }

  struct Sent {
    Clock::time_point at;
    bool busy;
  };

  bool submit_one(Clock::time_point at) {
    std::vector<Command> batch = feed_.take();
    if (batch.empty()) return false;
    ++outstanding_;
    const Sent sent{at, busy_};
    const bool is_taken =
        sequencer_.submit(std::move(batch), Grouping::each,
                          [this, sent](const BatchResult& result) { finish(sent, result); });
    ensure(is_taken, "the sequencer has room for all that is outstanding");
    return true;
  }

  /// On the sequencer's thread.
  void finish(const Sent& sent, const BatchResult& batch) {
    const std::chrono::nanoseconds took = Clock::now() - sent.at;
    for (const Result& result : batch.results) {
      if (result.outcome == Outcome::recorded) continue;
      ensure(false, result.rejection ? sentence(*result.rejection) : "recorded before");
    }
    const std::lock_guard lock(mutex_);
    const auto ns = static_cast<std::uint64_t>(took.count());
    driven_.submit_to_durable.add(ns);
    if (sent.busy || busy_) driven_.beside_work.add(ns);
    driven_.events += batch.results.size();
    const double seconds = steady_seconds() - start_seconds_;
    if (driven_.marks.empty() || seconds - driven_.marks.back().seconds >= Driven::mark_seconds) {
      driven_.marks.push_back({driven_.events, seconds});
    }
    if (++answered_ == 1) changed_.notify_one();
  }

  std::uint64_t wait_for_answers() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return answered_ > 0; });
    return std::exchange(answered_, 0);
  }

  Sequencer& sequencer_;
  Feed& feed_;
  const std::atomic<bool>& busy_;
  double start_seconds_ = 0;
  std::uint64_t outstanding_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t answered_ = 0;
  Driven driven_;
};

}  // namespace

Driven drive(Sequencer& sequencer, Feed& feed, const DriveOptions& options,
             const std::atomic<bool>& busy) {
  Clients clients(sequencer, feed, busy);
  const std::clock_t start = std::clock();
  Driven driven =
      options.batches_per_second > 0
          ? clients.run_at_rate(std::chrono::duration<double>(1 / options.batches_per_second))
          : clients.run(std::uint64_t{options.clients} * options.in_flight);
  driven.cpu_seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  return driven;
}

}  // namespace mingzhang::benchmarks
