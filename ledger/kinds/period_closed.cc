#include "ledger/rules/rules.h"

namespace mingzhang {

Refused decide(const Context& context, PeriodClosed& payload, Entry&) {
  const CommunityState& state = context.state;
  const std::string period = to_string(payload.period);
  if (state.is_closed(payload.period)) return reject(Code::already_closed, "period", period);
  if (payload.period > period_of(context.today)) {
    return reject(Code::period_not_begun, "period", period, to_string(context.today));
  }
  if (!state.closed.empty() && payload.period != add_months(state.closed.back(), 1)) {
    return reject(Code::close_in_order, "period", period,
                  to_string(add_months(state.closed.back(), 1)));
  }
  if (state.closed.empty() && !state.vouchers.empty() && payload.period > state.vouchers.first()) {
    return reject(Code::close_in_order, "period", period, to_string(state.vouchers.first()));
  }
  return std::nullopt;
}

Description describe(const PeriodClosed& payload) {
  return {"结账 " + to_string(payload.period), to_string(payload.period) + " closed"};
}

}  // namespace mingzhang
