#pragma once

// Rebuilds all state from the log from zero: the one fold, run over the hot part of the log on
// several threads. Communities are independent, so each thread takes whole communities and shares
// nothing with the others.

#include <cstdint>
#include <functional>

#include "ledger/state/ledger_state.h"
#include "ledger/store/event_store.h"
#include "replay/engine/replay_meter.h"

namespace mingzhang {

struct ReplayFigures {
  std::uint64_t events = 0;
  std::uint64_t postings = 0;
  std::uint64_t bytes = 0;  ///< of the hot part as stored
};

struct Rebuilt {
  LedgerState state;
  ReplayFigures figures;
};

/// What else is done with each run that is folded, on the thread of its shard.
using SeeRun = std::function<void(std::uint32_t shard, const HotRun& run)>;

/// State through the head. Refuses (damaged) when the events that were folded are not exactly those
/// that the head counts. `threads` >= 1. Thread-safe. Here and below `meter` may be none.
StoreResult<Rebuilt> rebuild(const EventStore& store, std::uint32_t threads,
                             ReplayMeter* meter = nullptr);

/// The same, and `see` sees every run there is, as events: also those that cannot be folded
/// and those behind the head, which then are refused.
StoreResult<Rebuilt> rebuild_seen(const EventStore& store, std::uint32_t threads,
                                  const SeeRun& see);

/// Reads the same bytes on as many threads and does nothing with them; returns their number.
StoreResult<std::uint64_t> bare_scan(const EventStore& store, std::uint32_t threads);

/// A snapshot's state carried on through the store's head by what came after it.
StoreResult<LedgerState> catch_up(const EventStore& store, LedgerState state,
                                  ReplayMeter* meter = nullptr);

/// The state through the head: from the snapshot and its tail, or from all of
/// the log when there is no snapshot that fits.
StoreResult<LedgerState> load_state(const EventStore& store, std::optional<LedgerState> snapshot,
                                    std::uint32_t threads, ReplayMeter* meter = nullptr);

}  // namespace mingzhang
