#include "benchmarks/recording/housekeeping.h"

#include <chrono>

#include "ledger/state/snapshot_codec.h"
#include "ops/surroundings.h"

namespace mingzhang {
namespace {

// As `serve` does.
constexpr auto interval = std::chrono::milliseconds(500);
constexpr std::uint64_t repack_events = 65'536;

template <class Work>
auto timed(Latencies& latencies, const Work& work) {
  const auto start = std::chrono::steady_clock::now();
  auto result = work();
  latencies.add(static_cast<std::uint64_t>(
      std::chrono::nanoseconds(std::chrono::steady_clock::now() - start).count()));
  return result;
}

}  // namespace

Housekeeping::Housekeeping(EventStore& store, Sequencer& sequencer, HousekeepingOptions options)
    : store_(store),
      sequencer_(sequencer),
      options_(std::move(options)),
      thread_([this] { run(); }) {}

void Housekeeping::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Housekeeping::run() {
  double last_snapshot = steady_seconds();
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, interval, [this] { return stopping_; })) {
    lock.unlock();
    busy_ = true;
    store_.sync_witness().value();
    if (options_.repack) {
      timed(repacks_, [this] { return store_.repack(repack_events); }).value();
    }
    const bool due = options_.snapshot_seconds > 0 &&
                     steady_seconds() - last_snapshot >= options_.snapshot_seconds;
    if (due) {
      leave_snapshot();
      last_snapshot = steady_seconds();
    }
    busy_ = false;
    lock.lock();
  }
}

void Housekeeping::leave_snapshot() {
  const LedgerState state = timed(state_copies_, [this] { return sequencer_.state_copy(); });
  timed(snapshots_, [&] { return save_snapshot(options_.directory, state); }).value();
}

}  // namespace mingzhang
