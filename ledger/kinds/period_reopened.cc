#include "ledger/rules/rules.h"

namespace mingzhang {

Refused decide(const Context& context, PeriodReopened& payload, Entry&) {
  const CommunityState& state = context.state;
  const std::string period = to_string(payload.period);
  if (!state.is_closed(payload.period)) return reject(Code::not_closed, "period", period);
  if (payload.period != state.closed.back()) {
    return reject(Code::reopen_newest_first, "period", period, to_string(state.closed.back()));
  }
  return std::nullopt;
}

Description describe(const PeriodReopened& payload) {
  return {"重新打开账期 " + to_string(payload.period), to_string(payload.period) + " reopened"};
}

}  // namespace mingzhang
