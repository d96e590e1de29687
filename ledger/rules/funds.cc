#include "ledger/rules/funds.h"

#include <algorithm>

namespace mingzhang {

Refused check_bank(const CommunityState& state, Fund fund, Money amount) {
  const Money there = state.balance(Account::bank, fund);
  if (amount <= std::max(there, Money{})) return std::nullopt;
  return reject(Code::insufficient_funds, "amount", to_string(AccountRef{Account::bank, fund}),
                fund_name_zh(fund), to_string(there), to_string(amount));
}

Refused check_common_revenue(const CommunityState& state, Money amount) {
  const Money earned = -state.balance(Account::common_revenue, Fund::common_revenue);
  if (amount > earned) {
    return reject(Code::revenue_exceeded, "amount", to_string(amount),
                  to_string(std::max(earned, Money{})));
  }
  return check_bank(state, Fund::common_revenue, amount);
}

Money subsidy_left(const CommunityState& state, Subject programme) {
  // Applications are totalled by period and subject: add up over the periods. Totals are few (tens
  // per month), and subsidies are rarer still.
  Money left;
  state.totals.each([&](const TotalKey& key, Money sum) {
    const bool is_subsidy = key.flow == Flow::subsidy_received ||
                            key.flow == Flow::subsidy_applied || key.flow == Flow::subsidy_returned;
    if (is_subsidy && key.subject == programme) left -= sum;
  });
  return left;
}

Refused check_subsidy(const CommunityState& state, Subject programme, Money amount) {
  const Money left = subsidy_left(state, programme);
  if (amount > left) {
    return reject(Code::subsidy_exceeded, "amount", to_string(amount),
                  to_string(std::max(left, Money{})));
  }
  return check_bank(state, Fund::subsidy, amount);
}

}  // namespace mingzhang
