#include <fmt/format.h>

#include <algorithm>

#include "ledger/rules/repair_split.h"
#include "ledger/rules/rules.h"

namespace mingzhang {

Refused decide(const Context& context, RepairInvoiced& payload, Entry& entry) {
  const std::string& repair = payload.repair.value;
  if (payload.amount <= Money{}) return reject(Code::not_positive, "amount", "amount");
  const Subject number = context.state.find_repair(repair);
  if (!number) return reject(Code::unknown_repair, "repair", repair);
  const RepairSums sums = repair_sums(context.state, number);
  const Money left = (sums.apportioned - sums.invoiced).sum();
  if (payload.amount > left) {
    return reject(Code::apportionment_exceeded, "amount", to_string(payload.amount), repair,
                  to_string(std::max(left, Money{})));
  }
  const auto part = next_part(payload.amount, sums.apportioned, sums.invoiced);
  const auto owe = [&](Fund fund, Money amount) {
    entry.debit(Account::repair_clearing, fund, amount);
    entry.credit(Account::payable, fund, amount, {Flow::repair_invoiced, {}, {}, number});
  };
  owe(Fund::maintenance, part.maintenance);
  owe(Fund::trust, part.trust);
  return std::nullopt;
}

Description describe(const RepairInvoiced& payload) {
  const std::string& repair = payload.repair.value;
  return {fmt::format("维修 {} 的施工发票", repair),
          fmt::format("contractor's invoice for repair {}", repair)};
}

}  // namespace mingzhang
