#pragma once

// The owners' consent (rule 3.3; Civil Code 278): how a vote comes out, and the gate through which
// every use of common money passes. Integers only: shares are compared by multiplying out.

#include <optional>
#include <string>

#include "ledger/kinds/consents.h"
#include "ledger/rejection.h"
#include "ledger/state/community_state.h"

namespace mingzhang {

/// Quorum: at least 2/3 of the owners by heads and by area take part. Majority, of those who take
/// part, by heads and by area: at least 3/4 for business_on_common_parts, raise_fund and rebuild,
/// more than 1/2 for use_fund and other. The first that is missed is the outcome.
/// REQUIRES: for <= voting <= total, totals > 0.
ResolutionOutcome outcome_of(const ResolutionTallied& vote);

/// What an entry needs a resolution for.
struct ConsentNeeded {
  AllowedUse use{};
  std::optional<Matter> matter;  ///< none = of any matter
};

/// First fault, or nothing: unknown_resolution, resolution_failed, resolution_not_in_force (on the
/// business date), resolution_matter_mismatch, use_not_allowed. The field is "resolution".
Refused check_consent(const CommunityState& state, const std::string& resolution, Day business_date,
                      const ConsentNeeded& needed);

/// Whether the owners of a house took part in what a vote of this scope decides.
bool covers(const std::optional<Scope>& scope, const House& house);

}  // namespace mingzhang
