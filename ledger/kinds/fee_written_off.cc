#include "ledger/rules/allocation.h"
#include "ledger/rules/rules.h"

namespace mingzhang {

Refused decide(const Context& context, FeeWrittenOff& payload, Entry& entry) {
  const HouseNumber house = payload.house.number;
  const Money open = open_fee(context.state, house, payload.period);
  if (payload.amount <= Money{}) return reject(Code::not_positive, "amount", "amount");
  if (payload.amount > open) {
    return reject(Code::more_than_open, "amount", to_string(payload.amount), to_string(open));
  }
  entry.debit(Account::bad_debt, Fund::operations, payload.amount,
              {Flow::plain, {}, payload.period, {}});
  entry.credit(Account::fee_receivable, Fund::operations, payload.amount,
               {Flow::fee_written_off, house, payload.period, {}});
  return std::nullopt;
}

Description describe(const FeeWrittenOff& payload) {
  return {"核销坏账 " + to_string(payload.period),
          "fee for " + to_string(payload.period) + " written off"};
}

}  // namespace mingzhang
