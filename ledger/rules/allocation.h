#pragma once

// Where a house's money goes (rule 3.14; Civil Code 560, 561).

#include "ledger/rules/entry.h"
#include "ledger/state/community_state.h"

namespace mingzhang {

/// The account that receives money coming in through a channel.
Account money_account(Channel channel);

/// What money in transit is totalled by: channel and fund, so that each fund's part can be settled.
Subject transit_subject(Channel channel, Fund fund);

/// Credits the account of a channel: the money has gone to the bank.
void credit_channel(Entry& entry, Fund fund, Channel channel, Money amount);

/// Debits what came in: bank or cash at once, WeChat and Alipay in transit; the channel's fee is a
/// cost, so the house is credited in full.
void debit_money(Entry& entry, Fund fund, Channel channel, Money amount, Money channel_fee);

/// What a house still owes of a period's fee, late fees apart; zero when it owes nothing.
Money open_fee(const CommunityState& state, HouseNumber house, Period period);

/// Credits `amount` to a house in OPS: to the debt of `for_period` when it is named, else to the
/// oldest debt first (in each period the fee before the late fee); the rest becomes prepayment.
void credit_house(Entry& entry, const CommunityState& state, HouseNumber house, Money amount,
                  std::optional<Period> for_period);

/// Debits a fee of a period and clears as much of it as the house has paid ahead. What a reversed
/// fee left as paid too much in the period pays it first; money that it does not need turns into
/// prepayment (rule 3.14). The caller credits the income.
void assess_house(Entry& entry, const CommunityState& state, HouseNumber house, Period period,
                  Money fee, Subject tariff);

}  // namespace mingzhang
