#include <fmt/format.h>

#include "ledger/rules/rules.h"

namespace mingzhang {

// OPS is the one fund that may be overdrawn: a community that is behind still pays its cleaners.
Refused decide(const Context&, ServiceCostPaid& payload, Entry& entry) {
  if (payload.amount <= Money{}) return reject(Code::not_positive, "amount", "amount");
  entry.debit(Account::payable, Fund::operations, payload.amount);
  entry.credit(Account::bank, Fund::operations, payload.amount);
  return std::nullopt;
}

Description describe(const ServiceCostPaid& payload) {
  const std::string period = to_string(payload.period);
  return {fmt::format("支付 {} 服务费用：{}", period, payload.category.value),
          fmt::format("service paid for {}: {}", period, payload.category.value)};
}

}  // namespace mingzhang
