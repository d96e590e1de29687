#pragma once

// The exact split of an amount over houses (rules 3.5 and 3.6; Civil Code 283). Pure integers.
//
// How to recompute a split, rule version 1: each house's exact share is amount x weight / sum of
// weights, in fen. Every house gets the whole fen of its share. The fen still missing go, one each,
// to the houses with the largest remainders. Houses whose remainders are equal are ranked by
// tie_rank(seed, house), lowest first, so that no house is favoured each time.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/state/community_state.h"

namespace mingzhang {

/// The version of the rule above. A changed rule is a new version, never a changed meaning.
inline constexpr int apportionment_version = 1;

/// What a house's share is in proportion to: its area in 0.01 square metre or a balance in fen.
struct HouseWeight {
  HouseNumber house;
  std::int64_t weight = 0;
};

/// splitmix64(FNV-1a 64 of the seed's UTF-8 bytes xor house number). Different houses never have
/// equal ranks under one seed.
std::uint64_t tie_rank(std::string_view seed, HouseNumber house);

/// The seed text of a split: "<community id>/<what>", where `what` is the repair's id, or the
/// event's idempotency key where there is no repair.
std::string apportionment_seed(const std::string& community, const std::string& what);

/// Shares in the order of `weights`; their sum is `amount` to the fen. The order of `weights` does
/// not matter to any house's share. A weight of 0 gets nothing.
/// REQUIRES: amount >= 0, weights >= 0 with a sum > 0, each house once.
std::vector<Money> apportion(Money amount, std::span<const HouseWeight> weights,
                             std::string_view seed);

/// Every house of the community that has an area, weighted by it.
std::vector<HouseWeight> weights_by_area(const CommunityState& state);

/// A split as it is recorded: one line per weight, with the house's area. REQUIRES: as apportion.
std::vector<ShareLine> share_lines(const CommunityState& state, Money amount,
                                   std::span<const HouseWeight> weights, std::string_view seed);

}  // namespace mingzhang
