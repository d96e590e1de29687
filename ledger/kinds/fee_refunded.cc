#include <algorithm>

#include "ledger/rules/rules.h"

namespace mingzhang {

Refused decide(const Context& context, FeeRefunded& payload, Entry& entry) {
  const HouseNumber house = payload.house.number;
  const Money prepaid = std::max(context.state.house(house).prepaid, Money{});
  if (payload.amount <= Money{}) return reject(Code::not_positive, "amount", "amount");
  if (payload.amount > prepaid) {
    return reject(Code::more_than_prepaid, "amount", to_string(payload.amount), to_string(prepaid));
  }
  entry.debit(Account::prepayment, Fund::operations, payload.amount, {Flow::plain, house, {}, {}});
  entry.credit(Account::bank, Fund::operations, payload.amount);
  return std::nullopt;
}

Description describe(const FeeRefunded& payload) {
  return {"退还预收款 " + to_string(payload.period),
          "prepayment refunded, " + to_string(payload.period)};
}

}  // namespace mingzhang
