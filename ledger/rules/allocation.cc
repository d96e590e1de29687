#include "ledger/rules/allocation.h"

#include <algorithm>

namespace mingzhang {
namespace {

/// Clears what is open in one period, as far as `rest` reaches.
void clear_item(Entry& entry, HouseNumber number, const FeeItem& item, Money& rest) {
  const auto clear = [&](Money open, Flow flow) {
    const Money part = std::min(rest, std::max(open, Money{}));
    entry.credit(Account::fee_receivable, Fund::operations, part, {flow, number, item.period, {}});
    rest -= part;
  };
  clear(item.open, Flow::fee_collected);
  clear(item.late_fee_open, Flow::late_fee_collected);
}

/// Moves a channel's account by a signed amount; only transit is totalled by channel.
void move_channel(Entry& entry, Fund fund, Channel channel, Money amount) {
  const Account account = money_account(channel);
  const bool in_transit = account == Account::channel_transit;
  entry.debit(account, fund, amount,
              in_transit ? Tags{Flow::in_transit, {}, {}, transit_subject(channel, fund)} : Tags{});
}

}  // namespace

Account money_account(Channel channel) {
  switch (channel) {
    case Channel::bank:
      return Account::bank;
    case Channel::cash:
      return Account::cash;
    case Channel::wechat:
    case Channel::alipay:
      break;
  }
  return Account::channel_transit;
}

void debit_money(Entry& entry, Fund fund, Channel channel, Money amount, Money channel_fee) {
  move_channel(entry, fund, channel, amount - channel_fee);
  entry.debit(Account::channel_fee, fund, channel_fee,
              {Flow::channel_fee_charged, {}, {}, {static_cast<std::uint32_t>(channel)}});
}

void credit_channel(Entry& entry, Fund fund, Channel channel, Money amount) {
  move_channel(entry, fund, channel, -amount);
}

Subject transit_subject(Channel channel, Fund fund) {
  return {static_cast<std::uint32_t>(channel) + 16 * static_cast<std::uint32_t>(fund)};
}

Money open_fee(const CommunityState& state, HouseNumber house, Period period) {
  return std::max(state.fees.item(house, period).open, Money{});
}

void credit_house(Entry& entry, const CommunityState& state, HouseNumber house, Money amount,
                  std::optional<Period> for_period) {
  Money rest = amount;
  if (for_period) {
    clear_item(entry, house, state.fees.item(house, *for_period), rest);
  } else {
    state.fees.each(house, [&](const FeeItem& item) { clear_item(entry, house, item, rest); });
  }
  entry.credit(Account::prepayment, Fund::operations, rest, {Flow::plain, house, {}, {}});
}

void assess_house(Entry& entry, const CommunityState& state, HouseNumber house, Period period,
                  Money fee, Subject tariff) {
  entry.debit(Account::fee_receivable, Fund::operations, fee,
              {Flow::fee_assessed, house, period, tariff});
  const FeeItem before = state.fees.item(house, period);
  const Money due = fee + std::min(before.open, Money{});
  const Money from_prepayment = std::clamp(due, -std::max(before.collected, Money{}),
                                           std::max(state.house(house).prepaid, Money{}));
  entry.debit(Account::prepayment, Fund::operations, from_prepayment, {Flow::plain, house, {}, {}});
  entry.credit(Account::fee_receivable, Fund::operations, from_prepayment,
               {Flow::fee_collected_from_prepayment, house, period, {}});
}

}  // namespace mingzhang
