#include <fmt/format.h>

#include <tuple>

#include "ledger/rules/rules.h"

namespace mingzhang {

Refused decide(const Context& context, SubsidyReceived& payload, Entry& entry) {
  const CommunityState& state = context.state;
  if (payload.amount <= Money{}) return reject(Code::not_positive, "amount", "amount");
  Subject& number = payload.number.value;
  number = state.find_programme(payload.programme.value, payload.purpose.value);
  if (!number) number = {static_cast<std::uint32_t>(state.programmes.size() + 1)};
  entry.debit(Account::bank, Fund::subsidy, payload.amount);
  entry.credit(Account::deferred_subsidy, Fund::subsidy, payload.amount,
               {Flow::subsidy_received, {}, {}, number});
  return std::nullopt;
}

Description describe(const SubsidyReceived& payload) {
  const auto& [programme, purpose] = std::tie(payload.programme.value, payload.purpose.value);
  return {fmt::format("收到补助“{}”，用于“{}”", programme, purpose),
          fmt::format("subsidy received: {}, for {}", programme, purpose)};
}

}  // namespace mingzhang
