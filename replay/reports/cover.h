#pragma once

// What covers the cost of a fee period: the sums that the shortfall is made of.

#include "ledger/posting.h"
#include "ledger/rules/shortfall.h"

namespace mingzhang {

/// Adds what a posting to another account than 1122.OPS says of its period's cost and cover.
inline void add_cover(Shortfall& figures, const Posting& posting) {
  switch (posting.flow) {
    case Flow::cost_incurred:
    case Flow::cost_of_offset_labour:
      figures.cost += posting.amount();
      return;
    case Flow::revenue_to_shortfall:
      figures.common_revenue += posting.amount();
      return;
    case Flow::subsidy_applied:
      figures.subsidy += posting.amount();
      return;
    default:
      return;
  }
}

}  // namespace mingzhang
