#include <fmt/format.h>

#include "ledger/rules/apportionment.h"
#include "ledger/rules/rules.h"
#include "ledger/rules/words_zh.h"

namespace mingzhang {
namespace {

/// Interest by balance goes to the houses whose card has one.
std::vector<HouseWeight> weights_by_balance(const CommunityState& state) {
  std::vector<HouseWeight> weights;
  for (std::uint32_t number = 1; number <= state.houses.size(); ++number) {
    const Money balance = state.house({number}).fund_balance;
    if (balance > Money{}) weights.push_back({{number}, balance.fen});
  }
  return weights;
}

}  // namespace

Refused decide(const Context& context, FundInterestCredited& payload, Entry& entry) {
  if (payload.amount <= Money{}) return reject(Code::not_positive, "amount", "amount");
  const std::vector<HouseWeight> weights = payload.basis == InterestBasis::balance
                                               ? weights_by_balance(context.state)
                                               : weights_by_area(context.state);
  if (weights.empty()) {
    return reject(Code::nobody_to_share, "basis", word_zh(payload.basis), word(payload.basis));
  }
  payload.lines.value =
      share_lines(context.state, payload.amount, weights,
                  apportionment_seed(context.header.community, context.header.idempotency_key));
  entry.debit(Account::bank, Fund::maintenance, payload.amount);
  for (const ShareLine& line : payload.lines.value) {
    entry.credit(Account::maintenance_fund, Fund::maintenance, line.amount,
                 {Flow::fund_interest, line.house, {}, {}});
  }
  return std::nullopt;
}

Description describe(const FundInterestCredited& payload) {
  return {fmt::format("维修资金利息（按{}分配）", word_zh(payload.basis)),
          fmt::format("interest of the maintenance fund (by {})", plain_words(payload.basis))};
}

}  // namespace mingzhang
