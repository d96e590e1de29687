// What the houses of a synthetic community are charged, and how they settle it.

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "ops/generate/synthetic_community.h"

namespace mingzhang {
namespace {

/// 0.60%, half up.
Money channel_fee(std::int32_t amount_fen) { return {(amount_fen * std::int64_t{6} + 500) / 1000}; }

Channel pick_channel(Random& random) {
  const std::uint32_t chance = random.below(100);
  if (chance < 55) return Channel::wechat;
  if (chance < 75) return Channel::alipay;
  return chance < 94 ? Channel::bank : Channel::cash;
}

}  // namespace

void SyntheticCommunity::assess(Day day, Outbox& outbox) {
  for (std::size_t which = 0; which < tariffs_.size(); ++which) {
    const UseTariff& tariff = tariffs_.at(which);
    const bool due = month_index_ % static_cast<std::uint32_t>(months_of(tariff.cycle)) == 0;
    if (!due || std::ranges::find(houses_, tariff.use, &SyntheticHouse::use) == houses_.end()) {
      continue;
    }
    auto& run = add<FeesAssessed>(outbox, day);
    run.period = month_;
    run.tariff.value = tariff.name;
    assessed_.at(which) = month_;
    for (SyntheticHouse& item : houses_) {
      if (item.use != tariff.use) continue;
      item.newest_open_fen = 0;
      charge(item, item.fee_fen);
    }
  }
  watch_debts();
}

void SyntheticCommunity::charge(SyntheticHouse& item, std::int32_t fee_fen) {
  const std::int32_t from_prepayment = std::min(fee_fen, item.prepaid_fen);
  item.prepaid_fen -= from_prepayment;
  item.open_fen += fee_fen - from_prepayment;
  item.newest_open_fen += fee_fen - from_prepayment;
  month_assessed_fen_ += fee_fen;
}

void SyntheticCommunity::credit(std::uint32_t index, std::int32_t amount_fen) {
  SyntheticHouse& item = houses_[index];
  const std::int32_t cleared = std::min(amount_fen, item.open_fen);
  item.open_fen -= cleared;
  item.newest_open_fen = std::min(item.newest_open_fen, item.open_fen);
  item.prepaid_fen += amount_fen - cleared;
  for (std::optional<Debt>* debt : {&newest_late_, &overdue_}) {
    if (*debt && (*debt)->house == index) debt->reset();
  }
}

/// Remembers one late payer's new debt, and once a year one that will turn out to be bad.
void SyntheticCommunity::watch_debts() {
  const Period period = assessed_.front();
  if (period != month_) return;
  overdue_ = std::exchange(newest_late_, std::nullopt);
  for (std::uint32_t index = 0; index < houses_.size(); ++index) {
    const SyntheticHouse& item = houses_[index];
    if (item.use != HouseUse::dwelling || item.newest_open_fen == 0) continue;
    const Debt debt{index, period, item.newest_open_fen};
    if (item.habit == Habit::late && !newest_late_) newest_late_ = debt;
    if (item.habit == Habit::never && month_index_ % 12 == 0 && !bad_debt_) bad_debt_ = debt;
  }
}

void SyntheticCommunity::charge_once(Day day, Outbox& outbox) {
  auto& charged = add<FeeAssessed>(outbox, day);
  house(charged.house, 0);
  charged.period = assessed_.front();
  charged.amount = {random_.between(50, 300) * 100};
  charged.reason.value = "补收装修垃圾清运费";
  charge(houses_.front(), static_cast<std::int32_t>(charged.amount.fen));
}

void SyntheticCommunity::grant_discount(std::uint32_t index, Day day, Outbox& outbox) {
  SyntheticHouse& item = houses_[index];
  const std::int32_t amount = item.fee_fen / 10;
  const Period period = assessed_.at(static_cast<std::size_t>(item.use));
  if (period != month_ || amount == 0 || item.newest_open_fen < amount) return;
  auto& discount = add<DiscountGranted>(outbox, day);
  house(discount.house, index);
  discount.period = period;
  discount.amount = {amount};
  discount.reason.value = "空置房减免";
  item.open_fen -= amount;
  item.newest_open_fen -= amount;
}

void SyntheticCommunity::charge_late_fee(Day day, Outbox& outbox) {
  if (!overdue_) return;
  const Debt debt = *std::exchange(overdue_, std::nullopt);
  auto& charged = add<LateFeeCharged>(outbox, day);
  house(charged.house, debt.house);
  charged.period = debt.period;
  charged.amount = {debt.amount_fen / 50 + 1};
  charged.reason.value = "逾期滞纳金";
  houses_[debt.house].open_fen += static_cast<std::int32_t>(charged.amount.fen);
}

void SyntheticCommunity::pay(std::uint32_t index, Day day, Outbox& outbox) {
  const SyntheticHouse& item = houses_[index];
  std::int32_t amount = item.open_fen;
  if (item.habit == Habit::ahead) {
    if (item.prepaid_fen >= item.fee_fen) return;
    const int months = months_of(tariffs_.at(static_cast<std::size_t>(item.use)).cycle);
    amount += item.fee_fen * (12 / months);
  }
  if (amount == 0) return;
  if (random_.chance(60)) amount = (amount + 999) / 1000 * 1000;  // in whole tens of yuan
  receive(index, amount, pick_channel(random_), day, outbox);
}

void SyntheticCommunity::receive(std::uint32_t index, std::int32_t amount_fen, Channel channel,
                                 Day day, Outbox& outbox) {
  const SyntheticHouse& item = houses_[index];
  auto& paid = add<PaymentReceived>(outbox, day);
  house(paid.house, index);
  paid.amount = {amount_fen};
  paid.channel = channel;
  if (channel == Channel::wechat || channel == Channel::alipay) {
    paid.channel_fee = channel_fee(amount_fen);
    write_trade_number(paid.trade_number.emplace(), day, outbox.last());
  }
  const bool names_period = item.open_fen > 0 && item.open_fen == item.newest_open_fen;
  if (names_period && random_.chance(10)) {
    paid.for_period = assessed_.at(static_cast<std::size_t>(item.use));
  }
  in_transit_fen_.at(static_cast<std::size_t>(channel)) +=
      amount_fen - paid.channel_fee.value_or(Money{}).fen;
  credit(index, amount_fen);
}

void SyntheticCommunity::pay_and_bounce(std::uint32_t index, Day day, Outbox& outbox) {
  const SyntheticHouse& item = houses_[index];
  const std::int32_t amount = item.open_fen;
  if (amount == 0 || amount != item.newest_open_fen) return pay(index, day, outbox);
  receive(index, amount, Channel::bank, day, outbox);
  follow_ups_.push_back({{day.since_1970 + 3}, true, index, outbox.last(), amount});
}

void SyntheticCommunity::pay_unidentified(std::uint32_t index, Day day, Outbox& outbox) {
  const std::int32_t amount = houses_[index].open_fen;
  if (amount == 0) return;
  auto& received = add<SuspenseReceived>(outbox, day);
  received.amount = {amount};
  received.channel = Channel::bank;
  write_trade_number(received.trade_number, day, outbox.last());
  follow_ups_.push_back({{day.since_1970 + 6}, false, index, outbox.last(), amount});
}

void SyntheticCommunity::follow(const FollowUp& item, Day day, Outbox& outbox) {
  if (item.reverses) {
    auto& reversed = add<EventReversed>(outbox, day);
    reversed.sequence = item.of;
    reversed.reason.value = "银行退票";
    houses_[item.house].open_fen += item.amount_fen;
    houses_[item.house].newest_open_fen += item.amount_fen;
    return receive(item.house, item.amount_fen, Channel::bank, day, outbox);
  }
  auto& matched = add<SuspenseMatched>(outbox, day);
  matched.sequence = item.of;
  house(matched.house, item.house);
  credit(item.house, item.amount_fen);
}

void SyntheticCommunity::settle_channels(Day day, Outbox& outbox) {
  for (const Channel channel : {Channel::cash, Channel::wechat, Channel::alipay}) {
    std::int64_t& waiting = in_transit_fen_.at(static_cast<std::size_t>(channel));
    if (waiting == 0) continue;
    auto& settled = add<ChannelSettled>(outbox, day);
    settled.channel = channel;
    settled.amount = {std::exchange(waiting, 0)};
    if (channel != Channel::cash) {
      write_trade_number(settled.trade_number.emplace(), day, outbox.last());
    }
  }
}

void SyntheticCommunity::work_off(std::uint32_t index, Day day, Outbox& outbox) {
  constexpr std::int64_t rate_fen = 1500;
  SyntheticHouse& item = houses_[index];
  const std::int32_t amount = item.newest_open_fen;
  if (amount == 0) return;
  auto& offset = add<WorkOffsetGranted>(outbox, day);
  house(offset.house, index);
  offset.worker.value = "公益岗";
  const std::int64_t half_hours = (amount * std::int64_t{2} + rate_fen - 1) / rate_fen;
  offset.hours = {half_hours * 50};
  offset.rate = {rate_fen};
  offset.amount = {amount};
  offset.period = assessed_.at(static_cast<std::size_t>(item.use));
  item.open_fen -= amount;
  item.newest_open_fen = 0;
}

void SyntheticCommunity::refund(std::uint32_t index, Day day, Outbox& outbox) {
  SyntheticHouse& item = houses_[index];
  if (item.prepaid_fen < 3 * item.fee_fen) return;
  const std::int32_t returned_fen = 2 * item.fee_fen;
  auto& refunded = add<FeeRefunded>(outbox, day);
  house(refunded.house, index);
  refunded.period = month_;
  refunded.amount = {returned_fen};
  refunded.reason.value = "房屋出售，退还预缴费用";
  item.prepaid_fen -= returned_fen;
}

void SyntheticCommunity::write_off(Day day, Outbox& outbox) {
  if (!bad_debt_) return;
  const Debt debt = *std::exchange(bad_debt_, std::nullopt);
  auto& written_off = add<FeeWrittenOff>(outbox, day, "approver");
  house(written_off.house, debt.house);
  written_off.period = debt.period;
  written_off.amount = {debt.amount_fen};
  written_off.reason.value = "业主失联，经业主大会同意核销";
  houses_[debt.house].open_fen -= debt.amount_fen;
}

/// Date and position: never the same twice.
void SyntheticCommunity::write_trade_number(Name& out, Day day, Sequence sequence) const {
  std::array<char, 24> digits{};
  const auto number = static_cast<std::uint64_t>(day.since_1970) * 100'000'000'000U;
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), number + sequence.value).ptr;
  out.value.assign(digits.data(), end);
}

}  // namespace mingzhang
