#include "benchmarks/recording/work_beside.h"

#include <chrono>

#include "ledger/state/snapshot_codec.h"
#include "ops/surroundings.h"
#include "replay/engine/rebuild.h"

namespace mingzhang::benchmarks {
namespace {

// As `serve` does.
constexpr auto interval = std::chrono::milliseconds(500);
constexpr std::uint64_t repack_events = 65'536;

template <class Work>
void timed(Latencies& latencies, const Work& work) {
  const auto start = std::chrono::steady_clock::now();
  work().value();
  const std::chrono::nanoseconds took = std::chrono::steady_clock::now() - start;
  latencies.add(static_cast<std::uint64_t>(took.count()));
}

}  // namespace

WorkBeside::WorkBeside(EventStore& store, WorkBesideOptions options)
    : store_(store), options_(std::move(options)), thread_([this] { run(); }) {}

void WorkBeside::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void WorkBeside::run() {
  double last_snapshot = steady_seconds();
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, interval, [this] { return stopping_; })) {
    lock.unlock();
    busy_ = true;
    store_.sync_witness().value();
    if (options_.repack) timed(repacks_, [this] { return store_.repack(repack_events); });
    const bool due = options_.snapshot_seconds > 0 &&
                     steady_seconds() - last_snapshot >= options_.snapshot_seconds;
    if (due) {
      timed(snapshots_, [this] { return leave_snapshot(); });
      last_snapshot = steady_seconds();
    }
    busy_ = false;
    lock.lock();
  }
}

/// Carries the newest one on over what the log has since, so that recording is never held up for a
/// copy of its state.
StoreResult<void> WorkBeside::leave_snapshot() const {
  LoadedSnapshot newest = load_newest_snapshot(options_.directory);
  const StoreResult<LedgerState> state = load_state(store_, std::move(newest.state), 1);
  if (!state) return state.error();
  return save_snapshot(options_.directory, *state);
}

}  // namespace mingzhang::benchmarks
