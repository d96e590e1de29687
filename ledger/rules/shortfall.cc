#include "ledger/rules/shortfall.h"

namespace mingzhang {

Shortfall shortfall_of(const CommunityState& state, Period period) {
  const auto debits = [&](Flow flow) { return state.total(flow, period); };
  const auto credits = [&](Flow flow) { return -state.total(flow, period); };
  return {
      debits(Flow::cost_incurred) + debits(Flow::cost_of_offset_labour),
      credits(Flow::fee_collected) + credits(Flow::fee_collected_from_prepayment),
      debits(Flow::revenue_to_shortfall),
      debits(Flow::subsidy_applied),
      credits(Flow::fee_offset),
  };
}

}  // namespace mingzhang
