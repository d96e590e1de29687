// Votes, the maintenance fund and repairs of a synthetic community.

#include <fmt/format.h>

#include <algorithm>

#include "ledger/rules/apportionment.h"
#include "ops/generate/synthetic_community.h"

namespace mingzhang {
namespace {

constexpr std::uint32_t entrances_per_building = HousePlace::dwellings / HousePlace::per_entrance;
/// A repair costs at most 4 yuan per square metre and an entrance is repaired at most 14 times, so
/// a fund card (60 yuan per square metre at first) always reaches.
constexpr std::int64_t most_repair_fen_per_dm2 = 4;
constexpr std::uint32_t most_repairs = 14;

/// Seven eighths vote and nine tenths of them agree, or one half.
void vote(ResolutionTallied& tallied, std::uint32_t owners, Area area, bool agree) {
  tallied.owners_total = owners;
  tallied.area_total = area;
  tallied.owners_voting = owners - owners / 8;
  tallied.area_voting = {area.dm2 - area.dm2 / 8};
  tallied.owners_for =
      agree ? tallied.owners_voting - tallied.owners_voting / 10 : tallied.owners_voting / 2;
  tallied.area_for = {agree ? tallied.area_voting.dm2 - tallied.area_voting.dm2 / 10
                            : tallied.area_voting.dm2 / 2};
}

}  // namespace

/// A vote of the whole community, valid for a year from its day.
ResolutionTallied& SyntheticCommunity::tally(Outbox& outbox, Day day, std::string_view suffix,
                                             Matter matter) {
  auto& tallied = add<ResolutionTallied>(outbox, day);
  tallied.resolution.value = fmt::format("R{}-{}", to_string(month_), suffix);
  tallied.matter = matter;
  std::uint32_t owners = 0;
  Area area;
  for (const SyntheticHouse& item : houses_) {
    owners += item.use == HouseUse::parking ? 0 : 1;
    area.dm2 += item.area_dm2;
  }
  vote(tallied, owners, area, true);
  tallied.valid_from = day;
  tallied.valid_until = {day.since_1970 + 365};
  return tallied;
}

void SyntheticCommunity::vote_on_earning(Day day, Outbox& outbox) {
  auto& tallied = tally(outbox, day, "earn", Matter::business_on_common_parts);
  tallied.allows = {AllowedUse::earn, AllowedUse::fill_shortfall, AllowedUse::top_up_fund,
                    AllowedUse::credit_owners};
  tallied.valid_until = last_day_of(add_months(month_, 36));
  earning_resolution_ = tallied.resolution.value;
}

void SyntheticCommunity::fail_vote(Day day, Outbox& outbox) {
  auto& tallied = tally(outbox, day, "raise", Matter::raise_fund);
  vote(tallied, tallied.owners_total, tallied.area_total, false);
  tallied.allows = {AllowedUse::top_up_fund};
}

std::pair<std::uint32_t, std::uint32_t> SyntheticCommunity::houses_in_repair() const {
  const std::uint32_t first = (repair_->building - 1) * HousePlace::per_building +
                              (repair_->entrance - 1) * HousePlace::per_entrance;
  const auto houses = static_cast<std::uint32_t>(houses_.size());
  return {first, std::min(HousePlace::per_entrance, houses - first)};
}

void SyntheticCommunity::vote_on_repair(Day day, Outbox& outbox) {
  repair_.reset();
  const auto houses = static_cast<std::uint32_t>(houses_.size());
  const std::uint32_t dwellings =
      houses / HousePlace::per_building * HousePlace::dwellings +
      std::min(houses % HousePlace::per_building, HousePlace::dwellings);
  const std::uint32_t entrances =
      (dwellings + HousePlace::per_entrance - 1) / HousePlace::per_entrance;
  const std::uint32_t year = month_index_ / 12;
  if (year / entrances >= most_repairs) return;

  repair_ = Repair{};
  repair_->building = year % entrances / entrances_per_building + 1;
  repair_->entrance = year % entrances % entrances_per_building + 1;
  const auto [first, count] = houses_in_repair();
  Area area;
  for (std::uint32_t index = first; index < first + count; ++index) {
    area.dm2 += houses_[index].area_dm2;
  }
  repair_->cost_fen = area.dm2 * most_repair_fen_per_dm2 * random_.between(40, 99) / 100;

  auto& tallied = tally(outbox, day, "repair", Matter::use_fund);
  auto& scope = tallied.scope.emplace();
  scope.building.value = std::to_string(repair_->building);
  scope.entrance.emplace().value = std::to_string(repair_->entrance);
  vote(tallied, count, area, true);
  tallied.allows = {AllowedUse::repair};
  repair_->resolution = tallied.resolution.value;
  repair_->name = fmt::format("W{}", to_string(month_));
}

void SyntheticCommunity::apportion_repair(Day day, Outbox& outbox) {
  if (!repair_) return;
  auto& apportioned = add<RepairApportioned>(outbox, day);
  apportioned.repair.value = repair_->name;
  apportioned.amount = {repair_->cost_fen};
  apportioned.resolution.value = repair_->resolution;
  apportioned.building.emplace().value = std::to_string(repair_->building);
  apportioned.entrance.emplace().value = std::to_string(repair_->entrance);

  std::vector<HouseWeight> weights;
  const auto [first, count] = houses_in_repair();
  for (std::uint32_t index = first; index < first + count; ++index) {
    weights.push_back({{index + 1}, houses_[index].area_dm2});
  }
  const auto shares =
      apportion({repair_->cost_fen}, weights, apportionment_seed(id_, repair_->name));
  for (std::uint32_t i = 0; i < count; ++i) {
    if (has_fund(first + i)) {
      fund_fen_ -= shares[i].fen;
    } else {
      repair_->billed.push_back({first + i, {}, static_cast<std::int32_t>(shares[i].fen)});
    }
  }
}

void SyntheticCommunity::invoice_repair(Day day, Outbox& outbox) {
  if (!repair_) return;
  auto& invoiced = add<RepairInvoiced>(outbox, day);
  invoiced.repair.value = repair_->name;
  invoiced.payee.value = "宏建防水修缮有限公司";
  invoiced.amount = {repair_->cost_fen};
}

void SyntheticCommunity::pay_repair_share(std::uint32_t which, Day day, Outbox& outbox) {
  const Debt& share = repair_->billed[which];
  if (share.amount_fen == 0) return;
  auto& paid = add<RepairSharePaid>(outbox, day);
  paid.repair.value = repair_->name;
  house(paid.house, share.house);
  paid.amount = {share.amount_fen};
  paid.channel = Channel::bank;
}

void SyntheticCommunity::pay_repair(Day day, Outbox& outbox) {
  auto& paid = add<RepairPaid>(outbox, day, "approver");
  paid.repair.value = repair_->name;
  paid.payee.value = "宏建防水修缮有限公司";
  paid.amount = {repair_->cost_fen};
  repair_.reset();
}

void SyntheticCommunity::deposit_fund(Day day, Outbox& outbox) {
  const auto houses = static_cast<std::uint32_t>(houses_.size());
  std::uint32_t index = random_.below(houses);
  while (!has_fund(index)) index = (index + 1) % houses;  // house 0 always has one
  auto& deposit = add<FundDeposited>(outbox, day);
  house(deposit.house, index);
  deposit.amount = {random_.between(8, 60) * 10'000};
  fund_fen_ += deposit.amount.fen;
}

void SyntheticCommunity::credit_interest(Day day, Outbox& outbox) {
  const std::int64_t amount = fund_fen_ / 250;
  if (amount <= 0) return;
  auto& interest = add<FundInterestCredited>(outbox, day);
  interest.amount = {amount};
  // By area it would reach houses without a card, which are to stay without.
  interest.basis =
      tops_up_fund_ && month_index_ % 24 == 5 ? InterestBasis::area : InterestBasis::balance;
  fund_fen_ += amount;
}

}  // namespace mingzhang
