#pragma once

// What a store on disk tells whoever measures it, and what its faults are called.

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "ledger/store/event_store.h"

namespace mingzhang {

/// Of each fault in its order, for metrics and logs.
inline constexpr std::array<std::string_view, 8> fault_names{
    "held_by_another", "not_found",      "unsupported_format", "damaged",
    "behind_witness",  "sequence_moved", "read_only",          "io_failed"};
static_assert(fault_names.size() == static_cast<std::size_t>(StoreFault::io_failed) + 1);

struct StoreHooks {
  /// After each synced write: how long the disk took for the sync. On the writer's thread; may be
  /// empty.
  std::function<void(std::int64_t sync_us)> on_sync{};
};

StoreResult<std::unique_ptr<EventStore>> open_rocksdb_store(const StoreOptions& options,
                                                            StoreHooks hooks);

}  // namespace mingzhang
