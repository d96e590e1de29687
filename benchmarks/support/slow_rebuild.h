#pragma once

// The state of a log in the slow and obvious way: block by block, every event decoded, folded one
// after the other in the order of recording. It reads the blocks, where a replay reads the hot
// part. Beside the state it keeps plain sums, which share nothing with the fold. What a benchmark
// leaves behind is held against both.

#include <cstdint>
#include <string>
#include <unordered_map>

#include "ledger/state/ledger_state.h"
#include "ledger/store/event_store.h"

namespace mingzhang::benchmarks {

struct SlowRebuild {
  /// Plain sums of a house's postings, debit positive.
  struct HouseSums {
    std::int64_t receivable_fen = 0;  ///< 1122: fees and late fees
    std::int64_t billed_fen = 0;      ///< 1221: repair shares
    std::int64_t prepaid_fen = 0;     ///< 2203
    std::int64_t fund_fen = 0;        ///< 2712
  };

  LedgerState state;
  std::unordered_map<std::uint64_t, std::int64_t> accounts_fen;  ///< by account_key
  std::unordered_map<std::uint64_t, HouseSums> houses;           ///< by house_key
  std::uint64_t blocks = 0;
  std::uint64_t events = 0;
  std::uint64_t postings = 0;
  std::uint64_t block_bytes = 0;  ///< as written, before the compression of tables

  static std::uint64_t account_key(CommunityNumber community, std::size_t slot) {
    return std::uint64_t{community.value} << 32U | slot;
  }
  static std::uint64_t house_key(CommunityNumber community, HouseNumber house) {
    return std::uint64_t{community.value} << 32U | house.value;
  }
};

/// Errors: as the store's; `damaged` when an event does not decode.
StoreResult<SlowRebuild> rebuild_slowly(const EventStore& store);

/// Where `state` is not what the slow rebuild says; empty when it is.
std::string difference(const LedgerState& state, const SlowRebuild& slow);

}  // namespace mingzhang::benchmarks
