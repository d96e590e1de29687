#include "ops/housekeeping.h"

#include <fmt/core.h>

#include "ledger/state/snapshot_codec.h"
#include "ops/books.h"
#include "replay/engine/rebuild.h"

namespace mingzhang {
namespace {

void complain(const StoreResult<void>& result) {
  if (!result) fmt::print(stderr, "mingzhang: {}\n", result.error().message);
}

}  // namespace

Housekeeping::Housekeeping(EventStore& store, std::string directory,
                           const HousekeepingOptions& options)
    : store_(store),
      directory_(std::move(directory)),
      options_(options),
      snapshot_at_(store.head().next),
      thread_([this] { run(); }) {}

Housekeeping::~Housekeeping() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void Housekeeping::run() {
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, options_.interval, [this] { return stopping_; })) {
    lock.unlock();
    complain(store_.sync_witness());
    complain(store_.repack(options_.repack_events));
    complain(save_when_due());
    lock.lock();
  }
}

/// Carries the newest snapshot on over what the log has since, instead of copying the state that is
/// recorded over: recording goes on meanwhile.
StoreResult<void> Housekeeping::save_when_due() {
  const Sequence end = store_.head().next;
  if (!options_.snapshot_events || end.value - snapshot_at_.value < *options_.snapshot_events) {
    return {};
  }
  snapshot_at_ = end;
  const StoreResult<LedgerState> state = load_state(store_, newest_snapshot(directory_), 1);
  if (!state) return state.error();
  return save_snapshot(directory_, *state);
}

}  // namespace mingzhang
