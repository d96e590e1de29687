#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "ledger/laws/laws.h"
#include "ledger/rules/allocation.h"

namespace mingzhang {
namespace {

/// Both sides of an equation that must hold; wide, so that a broken state cannot overflow it.
Breach differ(std::string_view left_name, __int128 left, std::string_view right_name,
              __int128 right) {
  if (left == right) return std::nullopt;
  const auto text = [](__int128 fen) { return to_string(Money{static_cast<std::int64_t>(fen)}); };
  return fmt::format("{} {}, {} {}", left_name, text(left), right_name, text(right));
}

Breach balance_is(const CommunityState& state, Account account, Fund fund, std::string_view name,
                  __int128 expected) {
  return differ(to_string(AccountRef{account, fund}), state.balance(account, fund).fen, name,
                expected);
}

template <class Amount>
__int128 sum_of_houses(const CommunityState& state, Amount amount) {
  __int128 sum = 0;
  for (const House& house : state.houses) sum += amount(house);
  return sum;
}

template <class Visit>
void each_fee(const CommunityState& state, const Visit& visit) {
  for (std::uint32_t house = 1; house <= state.houses.size(); ++house) {
    state.fees.each({house}, visit);
  }
}

__int128 total_of(const CommunityState& state, std::initializer_list<Flow> flows, Period period) {
  __int128 sum = 0;
  for (const Flow flow : flows) sum += state.total(flow, period).fen;
  return sum;
}

/// Over all periods. Totals without a subject hold those with one too.
__int128 total_of(const CommunityState& state, std::initializer_list<Flow> flows) {
  __int128 sum = 0;
  state.totals.each([&](const TotalKey& key, Money amount) {
    const bool whole = !key.subject && !key.in_trust;
    if (whole && std::ranges::find(flows, key.flow) != flows.end()) sum += amount.fen;
  });
  return sum;
}

__int128 total_in_trust(const CommunityState& state, Flow flow) {
  __int128 sum = 0;
  state.totals.each([&](const TotalKey& key, Money amount) {
    if (key.in_trust && key.flow == flow) sum += amount.fen;
  });
  return sum;
}

Breach funds_balance(const CommunityState& state) {
  for (std::size_t fund = 0; fund < fund_count; ++fund) {
    __int128 sum = 0;
    for (std::size_t index = fund; index < account_slots; index += fund_count) {
      sum += state.balances.at(index).fen;
    }
    const std::string_view code = fund_code(static_cast<Fund>(fund));
    if (Breach breach = differ(code, sum, "sum", 0)) return breach;
  }
  return std::nullopt;
}

/// Accounts that stand in one fund only; the others may stand in any.
Breach accounts_keep_to_their_fund(const CommunityState& state) {
  constexpr std::array homes{
      AccountRef{Account::fee_receivable, Fund::operations},
      AccountRef{Account::prepayment, Fund::operations},
      AccountRef{Account::deferred_subsidy, Fund::subsidy},
      AccountRef{Account::common_revenue, Fund::common_revenue},
      AccountRef{Account::maintenance_fund, Fund::maintenance},
      AccountRef{Account::fee_income, Fund::operations},
      AccountRef{Account::gap_filled, Fund::operations},
      AccountRef{Account::subsidy_income, Fund::operations},
      AccountRef{Account::service_cost, Fund::operations},
      AccountRef{Account::bad_debt, Fund::operations},
  };
  for (std::size_t index = 0; index < account_slots; ++index) {
    const AccountRef ref = account_in_slot(index);
    const auto home = std::ranges::find(homes, ref.account, &AccountRef::account);
    if (home == homes.end() || home->fund == ref.fund) continue;
    if (Breach breach = balance_is(state, ref.account, ref.fund, "expected", 0)) return breach;
  }
  return std::nullopt;
}

Breach fee_items_are_the_receivable(const CommunityState& state) {
  __int128 open = 0;
  each_fee(state, [&open](const FeeItem& item) { open += item.open.fen + item.late_fee_open.fen; });
  return balance_is(state, Account::fee_receivable, Fund::operations, "houses", open);
}

Breach prepaid_is_the_prepayment(const CommunityState& state) {
  const __int128 prepaid =
      sum_of_houses(state, [](const House& house) { return house.prepaid.fen; });
  return balance_is(state, Account::prepayment, Fund::operations, "houses", -prepaid);
}

Breach repair_shares_are_the_receivable(const CommunityState& state) {
  __int128 open = 0;
  for (const auto& [key, share] : state.repair_shares) open += share.fen;
  const __int128 flows = total_of(state, {Flow::repair_billed, Flow::repair_collected});
  if (Breach breach = differ("houses", open, "flows", flows)) return breach;
  return balance_is(state, Account::other_receivable, Fund::trust, "houses", open);
}

/// What the houses' items say of a period is what the totals by flow say of it.
struct PeriodSums {
  Period period;
  __int128 assessed = 0;
  __int128 collected = 0;
  __int128 offset = 0;
  __int128 open = 0;
  __int128 late_fee_open = 0;
};

std::vector<PeriodSums> sums_by_period(const CommunityState& state) {
  std::map<Period, PeriodSums> sums;
  each_fee(state, [&sums](const FeeItem& item) {
    PeriodSums& sum = sums[item.period];
    sum.period = item.period;
    sum.assessed += item.assessed.fen;
    sum.collected += item.collected.fen;
    sum.offset += item.offset.fen;
    sum.open += item.open.fen;
    sum.late_fee_open += item.late_fee_open.fen;
  });
  std::vector<PeriodSums> list;
  list.reserve(sums.size());
  for (const auto& [period, sum] : sums) list.push_back(sum);
  return list;
}

Breach fee_items_are_the_totals(const CommunityState& state) {
  for (const PeriodSums& sum : sums_by_period(state)) {
    const Period period = sum.period;
    const __int128 assessed = total_of(
        state, {Flow::fee_assessed, Flow::fee_discounted, Flow::fee_brought_forward}, period);
    const __int128 collected =
        total_of(state, {Flow::fee_collected, Flow::fee_collected_from_prepayment}, period);
    const __int128 offset = total_of(state, {Flow::fee_offset}, period);
    const __int128 written_off = total_of(state, {Flow::fee_written_off}, period);
    const __int128 late_fee =
        total_of(state, {Flow::late_fee_charged, Flow::late_fee_collected}, period);
    const auto agree = [&](std::string_view what, __int128 items, __int128 totals) {
      return differ(fmt::format("{} {}: houses", to_string(period), what), items, "total", totals);
    };
    if (Breach breach = agree("assessed", sum.assessed, assessed)) return breach;
    if (Breach breach = agree("collected", sum.collected, -collected)) return breach;
    if (Breach breach = agree("offset", sum.offset, -offset)) return breach;
    if (Breach breach = agree("open", sum.open, assessed + collected + offset + written_off)) {
      return breach;
    }
    if (Breach breach = agree("late fee", sum.late_fee_open, late_fee)) return breach;
  }
  return std::nullopt;
}

Breach fund_flows_are_the_fund(const CommunityState& state) {
  const __int128 flows =
      total_of(state, {Flow::fund_deposited, Flow::fund_interest, Flow::fund_top_up,
                       Flow::fund_brought_forward, Flow::repair_drawn});
  return balance_is(state, Account::maintenance_fund, Fund::maintenance, "flows", flows);
}

/// Each fund by itself: what is drawn on stands in MF, what is billed in TRUST.
Breach clearing_is_apportioned_less_invoiced(const CommunityState& state) {
  const __int128 invoiced = total_of(state, {Flow::repair_invoiced});
  const __int128 in_trust = total_in_trust(state, Flow::repair_invoiced);
  const __int128 drawn = total_of(state, {Flow::repair_drawn});
  const __int128 billed = total_of(state, {Flow::repair_billed});
  if (Breach breach = balance_is(state, Account::repair_clearing, Fund::maintenance, "flows",
                                 in_trust - invoiced - drawn)) {
    return breach;
  }
  return balance_is(state, Account::repair_clearing, Fund::trust, "flows", -in_trust - billed);
}

Breach suspense_is_what_is_unmatched(const CommunityState& state) {
  return balance_is(state, Account::suspense, Fund::operations, "flows",
                    total_of(state, {Flow::suspense_received, Flow::suspense_matched}));
}

Breach deferred_subsidy_is_what_is_open(const CommunityState& state) {
  return balance_is(
      state, Account::deferred_subsidy, Fund::subsidy, "flows",
      total_of(state, {Flow::subsidy_received, Flow::subsidy_applied, Flow::subsidy_returned}));
}

Breach transit_is_by_channel(const CommunityState& state) {
  for (std::size_t index = 0; index < fund_count; ++index) {
    const auto fund = static_cast<Fund>(index);
    __int128 sum = 0;
    for (const Channel channel : {Channel::wechat, Channel::alipay}) {
      sum += state.total(Flow::in_transit, {}, transit_subject(channel, fund)).fen;
    }
    if (Breach breach = balance_is(state, Account::channel_transit, fund, "channels", sum)) {
      return breach;
    }
  }
  return std::nullopt;
}

Breach service_cost_is_by_flow(const CommunityState& state) {
  return balance_is(state, Account::service_cost, Fund::operations, "flows",
                    total_of(state, {Flow::cost_incurred, Flow::cost_of_offset_labour}));
}

Breach months_close_in_order(const CommunityState& state) {
  for (std::size_t i = 1; i < state.closed.size(); ++i) {
    if (state.closed[i] != add_months(state.closed[i - 1], 1)) {
      return fmt::format("{} after {}", to_string(state.closed[i]), to_string(state.closed[i - 1]));
    }
  }
  return std::nullopt;
}

Breach houses_are_numbered(const CommunityState& state) {
  if (state.house_index.size() != state.houses.size()) {
    return fmt::format("{} codes, {} houses", state.house_index.size(), state.houses.size());
  }
  for (std::size_t i = 0; i < state.houses.size(); ++i) {
    if (state.house_number(state.houses[i].code).value != i + 1) {
      return fmt::format("house {} \"{}\"", i + 1, state.houses[i].code);
    }
  }
  return std::nullopt;
}

// clang-format off
constexpr StateLaw laws[] = {
    {"funds_balance", "每个资金的余额合计为零", "the balances of each fund sum to zero",
     funds_balance},
    {"accounts_keep_to_their_fund", "科目只在自己的资金内记账", "an account stays in its fund",
     accounts_keep_to_their_fund},
    {"fee_items_are_the_receivable", "各户欠费合计等于 1122.OPS", "the houses' debts are 1122.OPS",
     fee_items_are_the_receivable},
    {"fee_items_are_the_totals", "各户费用合计等于各账期合计",
     "the houses' fees are the totals of each period", fee_items_are_the_totals},
    {"prepaid_is_the_prepayment", "各户预收合计等于 2203.OPS",
     "the houses' prepayments are 2203.OPS", prepaid_is_the_prepayment},
    {"repair_shares_are_the_receivable", "各户维修分摊欠款合计等于 1221.TRUST",
     "the houses' repair shares are 1221.TRUST", repair_shares_are_the_receivable},
    {"fund_flows_are_the_fund", "维修资金余额等于存入、利息、补充减去支用",
     "2712.MF is what was deposited, earned and topped up less what was drawn",
     fund_flows_are_the_fund},
    {"clearing_is_apportioned_less_invoiced", "维修清算等于已分摊减去已开票",
     "repair clearing is what is apportioned less what is invoiced",
     clearing_is_apportioned_less_invoiced},
    {"suspense_is_what_is_unmatched", "待查款项余额等于未认领的款项",
     "2241.OPS is what is received and not matched", suspense_is_what_is_unmatched},
    {"deferred_subsidy_is_what_is_open", "递延补助余额等于未使用的补助",
     "2401.SUB is the subsidy received and not used or returned",
     deferred_subsidy_is_what_is_open},
    {"transit_is_by_channel", "在途支付款等于各渠道未结转的款项",
     "1012 is what each channel has not settled", transit_is_by_channel},
    {"service_cost_is_by_flow", "服务成本等于各项成本合计", "6401.OPS is the cost by its flows",
     service_cost_is_by_flow},
    {"months_close_in_order", "账期按月依次结账", "months are closed one after the other",
     months_close_in_order},
    {"houses_are_numbered", "房屋编号连续且唯一", "houses are numbered without holes",
     houses_are_numbered},
};
// clang-format on

}  // namespace

std::span<const StateLaw> state_laws() { return laws; }

std::vector<Violation> broken_laws(const CommunityState& state) {
  std::vector<Violation> violations;
  for (const StateLaw& law : laws) {
    if (const Breach breach = law.check(state)) {
      violations.push_back({law.name, fmt::format("{} / {}: {}", law.zh, law.en, *breach)});
    }
  }
  return violations;
}

}  // namespace mingzhang
