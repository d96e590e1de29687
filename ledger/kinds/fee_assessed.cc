#include "ledger/rules/allocation.h"
#include "ledger/rules/rules.h"

namespace mingzhang {

Refused decide(const Context& context, FeeAssessed& payload, Entry& entry) {
  if (payload.amount <= Money{}) return reject(Code::not_positive, "amount", "amount");
  assess_house(entry, context.state, payload.house.number, payload.period, payload.amount, {});
  entry.credit(Account::fee_income, Fund::operations, payload.amount,
               {Flow::plain, {}, payload.period, {}});
  return std::nullopt;
}

Description describe(const FeeAssessed& payload) {
  return {"应收物业费 " + to_string(payload.period),
          "fee assessed for " + to_string(payload.period)};
}

}  // namespace mingzhang
