#include "ledger/rules/repair_split.h"

#include <algorithm>

#include "ledger/base/ensure.h"

namespace mingzhang {

RepairSums repair_sums(const CommunityState& state, Subject repair) {
  const auto both = [&](Flow flow) {
    const Money trust = state.total_in_trust(flow, repair);
    return RepairMoney{state.total(flow, {}, repair) - trust, trust};
  };
  const Money drawn = state.total(Flow::repair_drawn, {}, repair);
  const Money billed = state.total(Flow::repair_billed, {}, repair);
  return {{drawn, billed}, RepairMoney{} - both(Flow::repair_invoiced), both(Flow::repair_paid)};
}

RepairMoney next_part(Money amount, RepairMoney of, RepairMoney done) {
  const Money whole = of.sum();
  const RepairMoney left = of - done;
  ensure(amount >= Money{} && amount <= left.sum(), "no more than what is left is split");
  ensure(of.maintenance >= Money{} && of.trust >= Money{}, "a fund's part is not negative");
  if (amount == Money{}) return {};

  const __int128 done_then = done.sum().fen + static_cast<__int128>(amount.fen);
  const auto target =
      static_cast<std::int64_t>(done_then * of.maintenance.fen / std::max<__int128>(whole.fen, 1));
  // Reversals can leave one fund a fen ahead of the other: a fund with nothing left pays nothing.
  const Money least = amount - std::min(amount, std::max(left.trust, Money{}));
  const Money most = std::min(amount, std::max(left.maintenance, Money{}));
  const Money maintenance = std::clamp(Money{target} - done.maintenance, least, most);
  return {maintenance, amount - maintenance};
}

}  // namespace mingzhang
