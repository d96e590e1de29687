#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "ledger/rules/apportionment.h"
#include "ledger/rules/consent.h"
#include "ledger/rules/repair_split.h"
#include "ledger/rules/rules.h"

namespace mingzhang {
namespace {

Refused check_scope_given(const RepairApportioned& payload) {
  if (payload.building && payload.houses) {
    return reject(Code::scope_given_twice, "houses", "building", "houses");
  }
  if (payload.entrance && !payload.building) {
    return reject(Code::building_missing, "building", payload.entrance->value);
  }
  if (!payload.houses) return std::nullopt;
  std::unordered_set<HouseNumber> named;
  for (const HouseRef& house : *payload.houses) {
    if (!named.insert(house.number).second) {
      return reject(Code::house_listed_twice, "houses", house.code);
    }
  }
  return std::nullopt;
}

/// A repair is apportioned once; again only when that, and every invoice for it, was reversed.
/// Invoices are split over the funds as the shares were, so they cannot outlive them.
Refused check_repair_is_free(const CommunityState& state, const std::string& repair) {
  const Subject number = state.find_repair(repair);
  if (!number) return std::nullopt;
  const RepairSums sums = repair_sums(state, number);
  if (sums.apportioned.sum() != Money{}) {
    return reject(Code::repair_apportioned_already, "repair", repair);
  }
  if (sums.invoiced.sum() != Money{}) {
    return reject(Code::repair_invoiced_already, "repair", repair, to_string(sums.invoiced.sum()));
  }
  return std::nullopt;
}

std::vector<HouseWeight> houses_in_scope(const CommunityState& state,
                                         const RepairApportioned& payload) {
  std::vector<HouseWeight> weights = weights_by_area(state);
  if (payload.building) {
    const Scope scope{*payload.building, payload.entrance};
    std::erase_if(weights, [&](const HouseWeight& weight) {
      return !covers(scope, state.house(weight.house));
    });
  } else if (payload.houses) {
    std::unordered_set<HouseNumber> named;
    for (const HouseRef& house : *payload.houses) named.insert(house.number);
    std::erase_if(weights,
                  [&](const HouseWeight& weight) { return !named.contains(weight.house); });
  }
  return weights;
}

Refused check_covered(const CommunityState& state, const std::string& resolution,
                      const std::vector<HouseWeight>& weights) {
  const std::optional<Scope>& scope = state.find_resolution(resolution)->scope;
  for (const HouseWeight& weight : weights) {
    const House& house = state.house(weight.house);
    if (!covers(scope, house)) {
      return reject(Code::resolution_scope_mismatch, "resolution", resolution, house.code);
    }
  }
  return std::nullopt;
}

/// Each house draws what its card has; what the card does not cover is billed.
void charge_houses(Entry& entry, const CommunityState& state, const RepairApportioned& payload) {
  const Subject repair = payload.number.value;
  RepairMoney charged;
  for (const ShareLine& line : payload.lines.value) {
    const Money card = std::max(state.house(line.house).fund_balance, Money{});
    const Money drawn = std::min(line.amount, card);
    const Money billed = line.amount - drawn;
    entry.debit(Account::maintenance_fund, Fund::maintenance, drawn,
                {Flow::repair_drawn, line.house, {}, repair});
    entry.debit(Account::other_receivable, Fund::trust, billed,
                {Flow::repair_billed, line.house, {}, repair});
    charged.maintenance += drawn;
    charged.trust += billed;
  }
  entry.credit(Account::repair_clearing, Fund::maintenance, charged.maintenance);
  entry.credit(Account::repair_clearing, Fund::trust, charged.trust);
}

}  // namespace

Refused decide(const Context& context, RepairApportioned& payload, Entry& entry) {
  const CommunityState& state = context.state;
  const std::string& repair = payload.repair.value;
  const std::string& resolution = payload.resolution.value;
  if (payload.amount <= Money{}) return reject(Code::not_positive, "amount", "amount");
  if (Refused refused = check_scope_given(payload)) return refused;
  if (Refused refused = check_repair_is_free(state, repair)) return refused;
  if (Refused refused = check_consent(state, resolution, context.header.business_date,
                                      {AllowedUse::repair, Matter::use_fund})) {
    return refused;
  }
  const std::vector<HouseWeight> weights = houses_in_scope(state, payload);
  if (weights.empty()) return reject(Code::nobody_to_share, "building", "面积", "area");
  if (Refused refused = check_covered(state, resolution, weights)) return refused;

  Subject& number = payload.number.value;
  number = state.find_repair(repair);
  if (!number) number = {static_cast<std::uint32_t>(state.repairs.size() + 1)};
  payload.lines.value = share_lines(state, payload.amount, weights,
                                    apportionment_seed(context.header.community, repair));
  charge_houses(entry, state, payload);
  return std::nullopt;
}

Description describe(const RepairApportioned& payload) {
  const std::string& repair = payload.repair.value;
  return {fmt::format("维修 {} 费用按面积分摊", repair),
          fmt::format("cost of repair {} apportioned by area", repair)};
}

}  // namespace mingzhang
