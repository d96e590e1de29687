#include "ops/housekeeping.h"

#include "ledger/state/snapshot_codec.h"
#include "ops/books.h"

namespace mingzhang {

Housekeeping::Housekeeping(EventStore& store, GuardedStore& guard, std::string directory,
                           const HousekeepingOptions& options, BooksWatcher& watcher)
    : store_(store),
      guard_(guard),
      directory_(std::move(directory)),
      options_(options),
      watcher_(watcher),
      snapshot_at_(store.head().next),
      background_(
          {{"resume", [this] { return resume(); }},
           {"witness", [this] { return store_.sync_witness(); }},
           {"repack", unless_paused([this] { return store_.repack(options_.repack_events); })},
           {"snapshot", unless_paused([this] { return save_when_due(); })}},
          options.interval, [this](std::string_view task, const StoreError& error, bool is_new) {
            watcher_.task_failed(task, error, is_new);
          }) {}

/// A full disk gets nothing that can wait.
std::function<StoreResult<void>()> Housekeeping::unless_paused(
    std::function<StoreResult<void>()> task) {
  return [this, task = std::move(task)]() -> StoreResult<void> {
    if (guard_.pause()) return {};
    return task();
  };
}

/// Fails as long as recording pauses, in words that stay the same while the room changes.
StoreResult<void> Housekeeping::resume() {
  static_cast<void>(guard_.resume());  // why it does not is what pauses it
  const std::optional<Rejection> paused = guard_.pause();
  if (!paused) return {};
  if (paused->code != Code::storage_full)
    return StoreError{StoreFault::io_failed, sentence(*paused)};
  return StoreError{
      StoreFault::io_failed,
      "磁盘空间不足，暂停记账，仍可查询；请腾出空间 / the disk is nearly full: recording "
      "pauses and reading goes on; free some space"};
}

/// Carries the newest snapshot on over what the log has since, instead of copying the state that is
/// recorded over: recording goes on meanwhile.
StoreResult<void> Housekeeping::save_when_due() {
  const Sequence end = store_.head().next;
  if (!options_.snapshot_events || end.value - snapshot_at_.value < *options_.snapshot_events) {
    return {};
  }
  snapshot_at_ = end;
  const StoreResult<LedgerState> state =
      replay(store_, of_these_books(newest_snapshot(directory_), store_), 1, ReplayCause::snapshot,
             watcher_);
  if (!state) return state.error();
  return save_snapshot(directory_, *state);
}

}  // namespace mingzhang
