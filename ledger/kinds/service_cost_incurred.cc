#include <fmt/format.h>

#include "ledger/rules/rules.h"

namespace mingzhang {

Refused decide(const Context&, ServiceCostIncurred& payload, Entry& entry) {
  if (payload.amount <= Money{}) return reject(Code::not_positive, "amount", "amount");
  entry.debit(Account::service_cost, Fund::operations, payload.amount,
              {Flow::cost_incurred, {}, payload.period, {}});
  entry.credit(Account::payable, Fund::operations, payload.amount);
  return std::nullopt;
}

Description describe(const ServiceCostIncurred& payload) {
  const std::string period = to_string(payload.period);
  return {fmt::format("{} 服务成本：{}", period, payload.category.value),
          fmt::format("cost of service for {}: {}", period, payload.category.value)};
}

}  // namespace mingzhang
