#include "ops/books.h"

#include <fmt/core.h>

#include <algorithm>
#include <thread>

#include "ledger/state/snapshot_codec.h"
#include "ops/exit.h"
#include "replay/engine/rebuild.h"

namespace mingzhang {
namespace {

std::unique_ptr<EventStore> open(const std::string& directory, OpenMode mode) {
  StoreOptions options;
  options.directory = directory;
  options.mode = mode;
  StoreResult<std::unique_ptr<EventStore>> store = open_rocksdb_store(options);
  if (!store) throw ExitError(exit_unopenable, store.error().message);
  return std::move(*store);
}

template <class Value>
Value need(StoreResult<Value> result) {
  if (!result) throw ExitError(exit_unopenable, result.error().message);
  if constexpr (!std::is_void_v<Value>) return std::move(*result);
}

}  // namespace

std::uint32_t default_threads() { return std::max(1U, std::thread::hardware_concurrency()); }

std::unique_ptr<EventStore> open_to_read(const std::string& directory) {
  return open(directory, OpenMode::read_only);
}

std::optional<LedgerState> newest_snapshot(const std::string& directory) {
  LoadedSnapshot loaded = load_newest_snapshot(directory);
  for (const std::string& skipped : loaded.skipped) {
    fmt::print(stderr, "mingzhang: {}\n", skipped);
  }
  return std::move(loaded.state);
}

LedgerState read_state(const EventStore& store, const std::string& directory) {
  return need(load_state(store, newest_snapshot(directory), default_threads()));
}

WritableBooks::WritableBooks(const std::string& directory, Surroundings surroundings)
    : directory_(directory), store_(open(directory, OpenMode::create_or_read_write)) {
  sequencer_ =
      std::make_unique<Sequencer>(*store_, read_state(*store_, directory), std::move(surroundings));
}

void WritableBooks::leave_snapshot() {
  const LedgerState state = sequencer_->state_copy();
  need(store_->repack(1));
  need(save_snapshot(directory_, state));
}

}  // namespace mingzhang
