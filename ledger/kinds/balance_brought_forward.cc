#include <fmt/format.h>

#include "ledger/rules/rules.h"

namespace mingzhang {
namespace {

/// What an opening balance of an account has to name.
struct OpeningForm {
  bool by_house = false;
  bool house_required = false;
  bool by_period = false;
  Flow flow = Flow::plain;
};

/// None for an account whose opening state is more than a balance.
std::optional<OpeningForm> opening_form(AccountRef ref) {
  switch (ref.account) {
    case Account::cash:
    case Account::bank:
    case Account::payable:
      return OpeningForm{};
    case Account::fee_receivable:
      if (ref.fund != Fund::operations) return std::nullopt;
      return OpeningForm{true, true, true, Flow::fee_brought_forward};
    case Account::prepayment:
      if (ref.fund != Fund::operations) return std::nullopt;
      return OpeningForm{true, true, false, Flow::plain};
    case Account::common_revenue:
      if (ref.fund != Fund::common_revenue) return std::nullopt;
      return OpeningForm{};
    case Account::maintenance_fund:
      if (ref.fund != Fund::maintenance) return std::nullopt;
      return OpeningForm{true, false, false, Flow::fund_brought_forward};
    default:
      return std::nullopt;
  }
}

/// The way out for an account that takes no opening balance.
Description instead_of(AccountRef ref) {
  switch (ref.account) {
    case Account::channel_transit:
      return {"逐笔记收款 (payment_received)", "record the payments (payment_received)"};
    case Account::other_receivable:
    case Account::repair_clearing:
      return {"登记维修分摊 (repair_apportioned)", "record the repair (repair_apportioned)"};
    case Account::suspense:
      return {"逐笔登记待查款 (suspense_received)", "record each item (suspense_received)"};
    case Account::deferred_subsidy:
      return {"登记收到的补助 (subsidy_received)", "record the subsidy (subsidy_received)"};
    case Account::opening_balance:
      return {"登记另一方科目，期初余额科目自动配平",
              "bring the other account forward; this one follows by itself"};
    case Account::fee_receivable:
    case Account::prepayment:
      return {"使用物业经费的同一科目 (.OPS)", "use the same account in operations (.OPS)"};
    case Account::common_revenue:
      return {"使用 2711.COM", "use 2711.COM"};
    case Account::maintenance_fund:
      return {"使用 2712.MF", "use 2712.MF"};
    default:
      return {"逐笔登记（收入和成本从零开始）",
              "record the events (income and cost start at zero)"};
  }
}

}  // namespace

Refused decide(const Context&, BalanceBroughtForward& payload, Entry& entry) {
  const std::string account = to_string(payload.account);
  const std::optional<OpeningForm> form = opening_form(payload.account);
  if (!form) {
    const Description instead = instead_of(payload.account);
    return reject(Code::account_not_brought_forward, "account", account, instead.zh, instead.en);
  }
  if (form->house_required && !payload.house) return reject(Code::missing_field, "house", "house");
  if (form->by_period && !payload.period) return reject(Code::missing_field, "period", "period");
  if (payload.house && !form->by_house) {
    return reject(Code::field_not_taken, "house", "house", account);
  }
  if (payload.period && !form->by_period) {
    return reject(Code::field_not_taken, "period", "period", account);
  }
  if (payload.amount == Money{}) return reject(Code::zero_amount, "amount", "amount");

  const auto [ref, fund] = payload.account;
  const bool debit_side = chart_entry(ref).side == NormalSide::debit;
  const Money amount = debit_side ? payload.amount : -payload.amount;
  const HouseNumber house = payload.house ? payload.house->number : HouseNumber{};
  entry.debit(ref, fund, amount, {form->flow, house, payload.period.value_or(Period{}), {}});
  entry.credit(Account::opening_balance, fund, amount);
  return std::nullopt;
}

Description describe(const BalanceBroughtForward& payload) {
  const AccountEntry& account = chart_entry(payload.account.account);
  const std::string period = payload.period ? " " + to_string(*payload.period) : "";
  return {fmt::format("期初余额：{}{}", account.name_zh, period),
          fmt::format("opening balance: {}{}", account.name_en, period)};
}

}  // namespace mingzhang
