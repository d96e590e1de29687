#include "ops/housekeeping.h"

#include "ledger/state/snapshot_codec.h"
#include "ops/books.h"

namespace mingzhang {

Housekeeping::Housekeeping(EventStore& store, std::string directory,
                           const HousekeepingOptions& options, BooksWatcher& watcher)
    : store_(store),
      directory_(std::move(directory)),
      options_(options),
      watcher_(watcher),
      snapshot_at_(store.head().next),
      background_({{"witness", [this] { return store_.sync_witness(); }},
                   {"repack", [this] { return store_.repack(options_.repack_events); }},
                   {"snapshot", [this] { return save_when_due(); }}},
                  options.interval,
                  [this](std::string_view task, const StoreError& error, bool is_new) {
                    watcher_.task_failed(task, error, is_new);
                  }) {}

/// Carries the newest snapshot on over what the log has since, instead of copying the state that is
/// recorded over: recording goes on meanwhile.
StoreResult<void> Housekeeping::save_when_due() {
  const Sequence end = store_.head().next;
  if (!options_.snapshot_events || end.value - snapshot_at_.value < *options_.snapshot_events) {
    return {};
  }
  snapshot_at_ = end;
  const StoreResult<LedgerState> state =
      replay(store_, newest_snapshot(directory_), 1, ReplayCause::snapshot, watcher_);
  if (!state) return state.error();
  return save_snapshot(directory_, *state);
}

}  // namespace mingzhang
