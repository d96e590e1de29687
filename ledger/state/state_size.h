#pragma once

// What the state takes in memory, by structure: the figures behind docs/capacity.md and `status`.
// Bytes that are allocated, not only those in use.

#include <cstdint>

#include "ledger/state/ledger_state.h"

namespace mingzhang {

struct StateSize {
  std::uint64_t communities = 0;
  std::uint64_t houses = 0;

  std::uint64_t house_bytes = 0;  ///< code, area, prepaid, fund card ...
  std::uint64_t house_index_bytes = 0;
  std::uint64_t fee_bytes = 0;  ///< every house's fees by period
  std::uint64_t total_bytes = 0;
  std::uint64_t other_bytes = 0;  ///< registry of the community, balances, vouchers, repairs

  std::uint64_t all_bytes() const {
    return house_bytes + house_index_bytes + fee_bytes + total_bytes + other_bytes;
  }
};

StateSize size_of(const LedgerState& state);

}  // namespace mingzhang
