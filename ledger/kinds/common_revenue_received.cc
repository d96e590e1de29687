#include <fmt/format.h>

#include "ledger/rules/consent.h"
#include "ledger/rules/rules.h"
#include "ledger/rules/words_zh.h"

namespace mingzhang {

Refused decide(const Context& context, CommonRevenueReceived& payload, Entry& entry) {
  if (payload.amount <= Money{}) return reject(Code::not_positive, "amount", "amount");
  if (Refused refused =
          check_consent(context.state, payload.resolution.value, context.header.business_date,
                        {AllowedUse::earn, Matter::business_on_common_parts})) {
    return refused;
  }
  const Subject source{static_cast<std::uint32_t>(payload.source)};
  entry.debit(Account::bank, Fund::common_revenue, payload.amount);
  entry.credit(Account::common_revenue, Fund::common_revenue, payload.amount,
               {Flow::revenue_received, {}, {}, source});
  return std::nullopt;
}

Description describe(const CommonRevenueReceived& payload) {
  return {fmt::format("公共收益收入（{}）", word_zh(payload.source)),
          fmt::format("common revenue received ({})", plain_words(payload.source))};
}

}  // namespace mingzhang
