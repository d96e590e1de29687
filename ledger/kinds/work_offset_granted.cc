#include "ledger/rules/allocation.h"
#include "ledger/rules/rules.h"

namespace mingzhang {

Refused decide(const Context& context, WorkOffsetGranted& payload, Entry& entry) {
  const HouseNumber house = payload.house.number;
  const Money open = open_fee(context.state, house, payload.period);
  if (payload.rate <= Money{}) return reject(Code::not_positive, "rate", "rate");
  if (payload.amount <= Money{}) return reject(Code::not_positive, "amount", "amount");
  // 0.01 hour x 1 fen per hour = 0.01 fen.
  const __int128 worth = static_cast<__int128>(payload.hours.centihours) * payload.rate.fen;
  if (static_cast<__int128>(payload.amount.fen) * 100 > worth) {
    return reject(Code::more_than_worked, "amount", to_string(payload.amount),
                  to_string(payload.hours), to_string(payload.rate));
  }
  if (payload.amount > open) {
    return reject(Code::more_than_open, "amount", to_string(payload.amount), to_string(open));
  }
  entry.debit(Account::service_cost, Fund::operations, payload.amount,
              {Flow::cost_of_offset_labour, {}, payload.period, {}});
  entry.credit(Account::fee_receivable, Fund::operations, payload.amount,
               {Flow::fee_offset, house, payload.period, {}});
  return std::nullopt;
}

Description describe(const WorkOffsetGranted& payload) {
  return {"以工抵费 " + to_string(payload.period),
          "work in place of the fee for " + to_string(payload.period)};
}

}  // namespace mingzhang
