// Registration, opening balances and tariffs of a synthetic community.

#include <fmt/format.h>

#include "ops/generate/synthetic_community.h"

namespace mingzhang {
namespace {

constexpr std::int64_t deposit_fen_per_dm2 = 60;  // 60 yuan per square metre

}  // namespace

/// Where some houses have no fund card, repairs bill them (四(八)). They never get one, so that
/// what they will be billed is known.
bool SyntheticCommunity::has_fund(std::uint32_t index) const {
  return houses_[index].use == HouseUse::dwelling && (tops_up_fund_ || index % 3 != 1);
}

void SyntheticCommunity::register_community(Day day, Outbox& outbox) {
  auto& community = add<CommunityRegistered>(outbox, day);
  const std::size_t names = community_names.size();
  community.name.value = community_names.at(number_ % names);
  if (number_ >= names) community.name.value += fmt::format("{}区", number_ / names + 1);
  community.subdistrict.value = subdistrict_names.at(number_ / 20 % subdistrict_names.size());
  community.neighbourhood.value = fmt::format("第{}社区", number_ / 5 + 1);
  for (std::uint32_t index = 0; index < houses_.size(); ++index) {
    const HousePlace place = place_of(index);
    auto& registered = add<HouseRegistered>(outbox, day);
    write_house_code(index, registered.house.value);
    registered.building.value = fmt::format_int(place.building).str();
    registered.entrance.value = fmt::format_int(place.entrance).str();
    registered.area = {houses_[index].area_dm2};
    registered.use = place.use;
  }
  bring_forward(day, outbox);
}

void SyntheticCommunity::bring_forward(Day day, Outbox& outbox) {
  auto& bank = add<BalanceBroughtForward>(outbox, day);
  bank.account = {Account::bank, Fund::operations};
  bank.amount = {static_cast<std::int64_t>(houses_.size()) * 12'000};
  for (std::uint32_t index = 0; index < houses_.size(); ++index) {
    SyntheticHouse& item = houses_[index];
    if (item.habit == Habit::late || item.habit == Habit::ahead) {
      auto& opening = add<BalanceBroughtForward>(outbox, day);
      house(opening.house.emplace(), index);
      opening.amount = {item.fee_fen};
      const bool owes = item.habit == Habit::late;
      opening.account = {owes ? Account::fee_receivable : Account::prepayment, Fund::operations};
      if (owes) opening.period = add_months(first_, -1);
      (owes ? item.open_fen : item.prepaid_fen) += item.fee_fen;
    }
    if (has_fund(index)) {
      auto& deposit = add<FundDeposited>(outbox, day);
      house(deposit.house, index);
      deposit.amount = {item.area_dm2 * deposit_fen_per_dm2};
      fund_fen_ += deposit.amount.fen;
    }
  }
}

void SyntheticCommunity::set_tariffs(Day day, Outbox& outbox) {
  for (UseTariff& tariff : tariffs_) {
    if (month_index_ > 0) {
      if (tariff.use != HouseUse::dwelling) continue;
      tariff.price.centifen += 100;
    }
    auto& set = add<TariffSet>(outbox, day);
    set.tariff.value = tariff.name;
    set.basis = tariff.basis;
    set.price = tariff.price;
    set.cycle = tariff.cycle;
    set.from = month_;
    set.use = tariff.use;
  }
  compute_fees();
}

void SyntheticCommunity::compute_fees() {
  monthly_due_fen_ = 0;
  for (SyntheticHouse& item : houses_) {
    const UseTariff& tariff = tariffs_.at(static_cast<std::size_t>(item.use));
    const int months = months_of(tariff.cycle);
    const Money fee = tariff.basis == TariffBasis::area
                          ? area_fee(tariff.price, {item.area_dm2}, months)
                          : flat_fee(tariff.price, months);
    item.fee_fen = static_cast<std::int32_t>(fee.fen);
    monthly_due_fen_ += fee.fen / months;
  }
}

void SyntheticCommunity::correct_house(Day day, Outbox& outbox) {
  SyntheticHouse& item = houses_.front();
  item.area_dm2 += static_cast<std::int32_t>(random_.between(-40, 60));
  auto& corrected = add<HouseCorrected>(outbox, day);
  house(corrected.house, 0);
  corrected.area = {item.area_dm2};
  compute_fees();
}

}  // namespace mingzhang
