#include <fmt/format.h>

#include <tuple>

#include "ledger/rules/funds.h"
#include "ledger/rules/rules.h"

namespace mingzhang {

Refused decide(const Context& context, SubsidyReturned& payload, Entry& entry) {
  if (payload.amount <= Money{}) return reject(Code::not_positive, "amount", "amount");
  const auto& [programme, purpose] = std::tie(payload.programme.value, payload.purpose.value);
  const Subject number = context.state.find_programme(programme, purpose);
  if (!number) return reject(Code::unknown_subsidy, "programme", programme, purpose);
  if (Refused refused = check_subsidy(context.state, number, payload.amount)) return refused;
  entry.debit(Account::deferred_subsidy, Fund::subsidy, payload.amount,
              {Flow::subsidy_returned, {}, {}, number});
  entry.credit(Account::bank, Fund::subsidy, payload.amount);
  return std::nullopt;
}

Description describe(const SubsidyReturned& payload) {
  const auto& [programme, purpose] = std::tie(payload.programme.value, payload.purpose.value);
  return {fmt::format("退回补助“{}”（{}）", programme, purpose),
          fmt::format("subsidy returned: {}, for {}", programme, purpose)};
}

}  // namespace mingzhang
