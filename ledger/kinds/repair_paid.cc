#include <fmt/format.h>

#include <algorithm>

#include "ledger/rules/funds.h"
#include "ledger/rules/repair_split.h"
#include "ledger/rules/rules.h"

namespace mingzhang {

Refused decide(const Context& context, RepairPaid& payload, Entry& entry) {
  const CommunityState& state = context.state;
  const std::string& repair = payload.repair.value;
  if (payload.amount <= Money{}) return reject(Code::not_positive, "amount", "amount");
  const Subject number = state.find_repair(repair);
  if (!number) return reject(Code::unknown_repair, "repair", repair);
  const RepairSums sums = repair_sums(state, number);
  const Money left = (sums.invoiced - sums.paid).sum();
  if (payload.amount > left) {
    return reject(Code::invoices_exceeded, "amount", to_string(payload.amount), repair,
                  to_string(std::max(left, Money{})));
  }
  const auto part = next_part(payload.amount, sums.invoiced, sums.paid);
  if (Refused refused = check_bank(state, Fund::maintenance, part.maintenance)) return refused;
  if (Refused refused = check_bank(state, Fund::trust, part.trust)) return refused;
  const auto pay = [&](Fund fund, Money amount) {
    entry.debit(Account::payable, fund, amount, {Flow::repair_paid, {}, {}, number});
    entry.credit(Account::bank, fund, amount);
  };
  pay(Fund::maintenance, part.maintenance);
  pay(Fund::trust, part.trust);
  return std::nullopt;
}

Description describe(const RepairPaid& payload) {
  const std::string& repair = payload.repair.value;
  return {fmt::format("支付维修 {} 的工程款", repair),
          fmt::format("contractor paid for repair {}", repair)};
}

}  // namespace mingzhang
