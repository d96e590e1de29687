#include "ledger/rules/rules.h"

namespace mingzhang {

Refused decide(const Context&, FundDeposited& payload, Entry& entry) {
  if (payload.amount <= Money{}) return reject(Code::not_positive, "amount", "amount");
  entry.debit(Account::bank, Fund::maintenance, payload.amount);
  entry.credit(Account::maintenance_fund, Fund::maintenance, payload.amount,
               {Flow::fund_deposited, payload.house.number, {}, {}});
  return std::nullopt;
}

Description describe(const FundDeposited&) {
  return {"交存专项维修资金", "deposit to the maintenance fund"};
}

}  // namespace mingzhang
