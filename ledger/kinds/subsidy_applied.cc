#include <fmt/format.h>

#include <tuple>

#include "ledger/rules/funds.h"
#include "ledger/rules/rules.h"

namespace mingzhang {

Refused decide(const Context& context, SubsidyApplied& payload, Entry& entry) {
  if (payload.amount <= Money{}) return reject(Code::not_positive, "amount", "amount");
  const auto& [programme, purpose] = std::tie(payload.programme.value, payload.purpose.value);
  const Subject number = context.state.find_programme(programme, purpose);
  if (!number) return reject(Code::unknown_subsidy, "programme", programme, purpose);
  if (Refused refused = check_subsidy(context.state, number, payload.amount)) return refused;
  entry.debit(Account::deferred_subsidy, Fund::subsidy, payload.amount,
              {Flow::subsidy_applied, {}, payload.period, number});
  entry.credit(Account::bank, Fund::subsidy, payload.amount);
  entry.debit(Account::bank, Fund::operations, payload.amount);
  entry.credit(Account::subsidy_income, Fund::operations, payload.amount,
               {Flow::plain, {}, payload.period, number});
  return std::nullopt;
}

Description describe(const SubsidyApplied& payload) {
  const auto& [programme, purpose] = std::tie(payload.programme.value, payload.purpose.value);
  const std::string period = to_string(payload.period);
  return {fmt::format("补助“{}”用于“{}”（{}）", programme, purpose, period),
          fmt::format("subsidy {} applied to {} ({})", programme, purpose, period)};
}

}  // namespace mingzhang
