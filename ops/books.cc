#include "ops/books.h"

#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "ledger/state/snapshot_codec.h"
#include "ledger/store/head_witness.h"
#include "ledger/store/rocksdb/rocksdb_store.h"
#include "ledger/store/store_hooks.h"
#include "ops/configuration/option.h"
#include "ops/exit.h"
#include "ops/surroundings.h"
#include "replay/engine/rebuild.h"

namespace mingzhang {
namespace {

std::unique_ptr<EventStore> open(StoreOptions options, OpenMode mode, StoreHooks hooks = {}) {
  options.mode = mode;
  StoreResult<std::unique_ptr<EventStore>> store = open_rocksdb_store(options, std::move(hooks));
  if (!store) throw ExitError(exit_unopenable, store.error().message);
  return std::move(*store);
}

/// The disk of a directory; none when it cannot be asked.
std::optional<std::filesystem::space_info> disk_of(const std::string& directory) {
  std::error_code failed;
  const std::filesystem::space_info disk = std::filesystem::space(directory, failed);
  return failed ? std::nullopt : std::optional(disk);
}

GuardedStore::Guard guard_of(const StoreOptions& options, std::uint64_t least_free_bytes,
                             const StoreHooks& hooks) {
  constexpr std::uint64_t parts = 20;  // of a small disk
  const auto disk = disk_of(options.directory);
  const std::uint64_t least =
      disk ? std::min<std::uint64_t>(least_free_bytes, disk->capacity / parts) : 0;
  return {[options, hooks](OpenMode mode) -> StoreResult<std::unique_ptr<EventStore>> {
            StoreOptions again = options;
            again.mode = mode;
            if (mode == OpenMode::read_write) {
              if (const auto rewritten = rewrite_log(again); !rewritten) return rewritten.error();
            }
            return open_rocksdb_store(again, hooks);
          },
          [directory = options.directory] {
            const auto now = disk_of(directory);
            return now ? std::uint64_t{now->available} : ~std::uint64_t{0};
          },
          least};
}

std::unique_ptr<GuardedStore> open_guarded(const StoreOptions& options,
                                           std::uint64_t least_free_bytes,
                                           const StoreHooks& hooks) {
  check_user(options.directory);
  std::unique_ptr<EventStore> store = open(options, OpenMode::create_or_read_write, hooks);
  return std::make_unique<GuardedStore>(std::move(store),
                                        guard_of(options, least_free_bytes, hooks));
}

}  // namespace

std::ifstream open_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::error_code none;
  if (!file || std::filesystem::is_directory(path, none)) {
    throw ExitError(
        exit_unopenable,
        fmt::format("无法打开文件 {0}；请检查路径 / cannot open {0}; check the path", path));
  }
  return file;
}

std::uint32_t default_threads() { return std::max(1U, std::thread::hardware_concurrency()); }

void check_new_books(const std::string& directory) {
  if (has_books(directory)) return;
  std::error_code none;
  if (std::filesystem::exists(directory, none)) {
    const std::optional<Sentence> refused = check_books_directory(directory, false);
    if (refused) throw ExitError(exit_unopenable, fmt::format("{} / {}", refused->zh, refused->en));
  }
  fmt::print(stderr, "在 {0} 新建账本 / begins new books in {0}\n", directory);
}

void check_user(const std::string& directory) {
  struct stat log = {};
  if (::geteuid() != 0 || ::stat((directory + "/log/CURRENT").c_str(), &log) != 0) return;
  if (log.st_uid == 0) return;
  throw ExitError(exit_unopenable,
                  fmt::format("账本 {0} 属于另一用户（{1}），以 root 写入后该用户将无法打开；请用 "
                              "setpriv --reuid {1} --regid {2} --clear-groups mingzhang … / the "
                              "books {0} belong to another user ({1}), who could not open what "
                              "root writes; use setpriv --reuid {1} --regid {2} --clear-groups "
                              "mingzhang …",
                              directory, log.st_uid, log.st_gid));
}

std::unique_ptr<EventStore> open_to_read(const std::string& directory) {
  return open({directory}, OpenMode::read_only);
}

std::unique_ptr<EventStore> open_to_change(const std::string& directory) {
  check_user(directory);
  return open({directory}, OpenMode::read_write);
}

void bring_up_to_date(const std::string& directory) { open({directory}, OpenMode::read_write); }

std::optional<LedgerState> newest_snapshot(const std::string& directory) {
  LoadedSnapshot loaded = load_newest_snapshot(directory, default_threads());
  for (const SkippedSnapshot& skipped : loaded.skipped) {
    fmt::print(stderr, "mingzhang: {}\n", skipped.what);
  }
  return std::move(loaded.state);
}

std::optional<LedgerState> of_these_books(std::optional<LedgerState> snapshot,
                                          const EventStore& store) {
  if (!snapshot || snapshot->head.next > store.head().next) return snapshot;
  const HeadWitness stands_at{{snapshot->head.next.value - 1}, snapshot->head.hash};
  const StoreResult<bool> goes_on = goes_on_from(store, stands_at);
  if (!goes_on || *goes_on) return snapshot;  // whoever reads the log says what is wrong with it
  fmt::print(stderr,
             "mingzhang: 第 {0} 号事项处的快照属于别的账本，不采用；请删除 "
             "snapshots/{1}.snapshot / the snapshot at event {0} is of other books and is passed "
             "over; remove snapshots/{1}.snapshot\n",
             stands_at.last.value, snapshot->head.next.value);
  return std::nullopt;
}

std::string lost_events(const LedgerState& snapshot, const Head& head) {
  return fmt::format(
      "账本只到第 {0} 号事项，快照却到第 {1} 号：账本末尾已丢失，请从备份恢复 / the log ends with "
      "event {0}, but the snapshot stands at {1}: the end of the log is lost; restore it from a "
      "backup",
      head.next.value - 1, snapshot.head.next.value - 1);
}

LedgerState read_state(const EventStore& store, const std::string& directory) {
  return value_or_exit(
      load_state(store, of_these_books(newest_snapshot(directory), store), default_threads()));
}

StoreResult<LedgerState> replay(const EventStore& store, std::optional<LedgerState> snapshot,
                                std::uint32_t threads, ReplayCause cause, BooksWatcher& watcher) {
  ReplayMeter* meter = watcher.replay_begins(cause);
  const std::int64_t begun_us = steady_us();
  StoreResult<LedgerState> state = load_state(store, std::move(snapshot), threads, meter);
  watcher.replay_ended(cause, steady_us() - begun_us);
  return state;
}

WritableBooks::WritableBooks(const StoreOptions& store, Surroundings surroundings,
                             const HousekeepingOptions& housekeeping, BooksWatcher* watcher)
    : directory_(store.directory),
      watcher_(watcher == nullptr ? unwatched_ : *watcher),
      store_(open_guarded(store, housekeeping.least_free_bytes,
                          {[this](std::int64_t sync_us) { watcher_.synced(sync_us); }})),
      watched_(*store_, [this](const StoreError& error) { watcher_.store_failed(error); }) {
  std::optional<LedgerState> snapshot = of_these_books(newest_snapshot(directory_), *store_);
  if (snapshot && snapshot->head.next > store_->head().next) {
    throw ExitError(exit_unopenable, lost_events(*snapshot, store_->head()));
  }
  if (snapshot) snapshot_at_ = snapshot->head.next;
  LedgerState state = value_or_exit(
      replay(watched_, std::move(snapshot), default_threads(), ReplayCause::start, watcher_));
  sequencer_ = std::make_unique<Sequencer>(watched_, std::move(state), std::move(surroundings));
  housekeeping_ =
      std::make_unique<Housekeeping>(watched_, *store_, directory_, housekeeping, watcher_);
}

void WritableBooks::leave_snapshot() {
  housekeeping_.reset();
  value_or_exit(watched_.repack(1));
  sequencer_->look([this](const LedgerState& state) {
    if (state.head.next != snapshot_at_) value_or_exit(save_snapshot(directory_, state));
  });
  value_or_exit(watched_.settle());
}

}  // namespace mingzhang
