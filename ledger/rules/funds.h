#pragma once

// What is there to be spent. Common revenue, subsidies, the maintenance fund and trust money belong
// to other people than the one who spends it, so none of them is ever overdrawn.

#include "ledger/rejection.h"
#include "ledger/state/community_state.h"

namespace mingzhang {

/// The bank account of a fund holds `amount`, else insufficient_funds. The field is "amount".
Refused check_bank(const CommunityState& state, Fund fund, Money amount);

/// The common revenue balance (2711.COM) and the money received for it (1002.COM) hold `amount`
/// (rule 3.4, section 6), else revenue_exceeded or insufficient_funds.
Refused check_common_revenue(const CommunityState& state, Money amount);

/// What was received of a subsidy and neither applied nor returned.
Money subsidy_left(const CommunityState& state, Subject programme);

/// What is left of a subsidy, and its bank account, hold `amount`, else subsidy_exceeded or
/// insufficient_funds.
Refused check_subsidy(const CommunityState& state, Subject programme, Money amount);

}  // namespace mingzhang
