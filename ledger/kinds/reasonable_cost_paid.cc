#include <fmt/format.h>

#include "ledger/rules/funds.h"
#include "ledger/rules/rules.h"
#include "ledger/rules/words_zh.h"

namespace mingzhang {

Refused decide(const Context& context, ReasonableCostPaid& payload, Entry& entry) {
  if (payload.amount <= Money{}) return reject(Code::not_positive, "amount", "amount");
  if (Refused refused = check_common_revenue(context.state, payload.amount)) return refused;
  const Subject source{static_cast<std::uint32_t>(payload.source)};
  entry.debit(Account::common_revenue, Fund::common_revenue, payload.amount,
              {Flow::revenue_cost, {}, {}, source});
  entry.credit(Account::bank, Fund::common_revenue, payload.amount);
  return std::nullopt;
}

Description describe(const ReasonableCostPaid& payload) {
  return {fmt::format("公共收益的合理成本（{}）", word_zh(payload.source)),
          fmt::format("reasonable cost of common revenue ({})", plain_words(payload.source))};
}

}  // namespace mingzhang
