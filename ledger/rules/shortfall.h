#pragma once

// The shortfall of a fee period (物业费缺口, domain.md section 5) as the books stand now.

#include "ledger/state/community_state.h"

namespace mingzhang {

struct Shortfall {
  Money cost;            ///< all of 6401 for the period, the labour of work offsets included
  Money collected;       ///< fees collected for it in money, without offsets
  Money common_revenue;  ///< common revenue applied to it
  Money subsidy;         ///< subsidy applied to it
  Money work_offsets;    ///< fees of the period settled by work

  Money cash() const { return cost - collected; }
  /// What is still uncovered; negative when the period has more than it cost.
  Money residual() const { return cash() - common_revenue - subsidy - work_offsets; }
};

Shortfall shortfall_of(const CommunityState& state, Period period);

}  // namespace mingzhang
