#include <algorithm>

#include "ledger/rules/rules.h"

namespace mingzhang {

Refused decide(const Context& context, DiscountGranted& payload, Entry& entry) {
  const HouseNumber house = payload.house.number;
  const Period period = payload.period;
  const FeeItem item = context.state.fees.item(house, period);
  if (payload.amount <= Money{}) return reject(Code::not_positive, "amount", "amount");
  if (item.assessed <= Money{}) {
    return reject(Code::nothing_assessed, "period", payload.house.code, to_string(period));
  }
  if (payload.amount > item.assessed) {
    return reject(Code::more_than_assessed, "amount", to_string(payload.amount),
                  to_string(item.assessed));
  }
  // What is discounted though it was paid already turns into prepayment (rule 3.14).
  const Money excess = std::max(payload.amount - std::max(item.open, Money{}), Money{});
  if (excess > item.collected) {
    return reject(Code::discount_beyond_money, "amount", to_string(payload.amount),
                  to_string(payload.amount - excess + std::max(item.collected, Money{})));
  }
  const Fund fund = Fund::operations;
  entry.debit(Account::fee_income, fund, payload.amount, {Flow::plain, {}, period, {}});
  entry.credit(Account::fee_receivable, fund, payload.amount,
               {Flow::fee_discounted, house, period, {}});
  entry.debit(Account::fee_receivable, fund, excess,
              {Flow::fee_collected_from_prepayment, house, period, {}});
  entry.credit(Account::prepayment, fund, excess, {Flow::plain, house, {}, {}});
  return std::nullopt;
}

Description describe(const DiscountGranted& payload) {
  return {"物业费减免 " + to_string(payload.period),
          "discount on the fee for " + to_string(payload.period)};
}

}  // namespace mingzhang
