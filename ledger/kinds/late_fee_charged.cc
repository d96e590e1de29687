#include "ledger/rules/rules.h"

namespace mingzhang {

Refused decide(const Context& context, LateFeeCharged& payload, Entry& entry) {
  const HouseNumber house = payload.house.number;
  const FeeItem item = context.state.fees.item(house, payload.period);
  if (payload.amount <= Money{}) return reject(Code::not_positive, "amount", "amount");
  if (item.assessed <= Money{}) {
    return reject(Code::nothing_assessed, "period", payload.house.code, to_string(payload.period));
  }
  entry.debit(Account::fee_receivable, Fund::operations, payload.amount,
              {Flow::late_fee_charged, house, payload.period, {}});
  entry.credit(Account::fee_income, Fund::operations, payload.amount,
               {Flow::plain, {}, payload.period, {}});
  return std::nullopt;
}

Description describe(const LateFeeCharged& payload) {
  return {"滞纳金 " + to_string(payload.period), "late fee for " + to_string(payload.period)};
}

}  // namespace mingzhang
