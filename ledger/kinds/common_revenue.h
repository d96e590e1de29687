#pragma once

// Revenue that belongs to the owners: 四(一) to 四(四), Civil Code 282.
// Field names and order are those of schemas/common_revenue.fbs; see fields.h.

#include <vector>

#include "ledger/base/dates.h"
#include "ledger/kinds/fields.h"
#include "ledger/kinds/kind.h"
#include "ledger/kinds/words.h"

namespace mingzhang {

/// Income from common parts, 四(一) to 四(四).
struct CommonRevenueReceived {
  static constexpr EventKind kind = EventKind::common_revenue_received;
  RevenueSource source{};
  Money amount;
  Text counterparty;
  Name resolution;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("source", self.source);
    visit("amount", self.amount);
    visit("counterparty", self.counterparty);
    visit("resolution", self.resolution);
  }
  bool operator==(const CommonRevenueReceived&) const = default;
};

/// A reasonable cost of earning (Civil Code 282).
struct ReasonableCostPaid {
  static constexpr EventKind kind = EventKind::reasonable_cost_paid;
  RevenueSource source{};
  Money amount;
  Text counterparty;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("source", self.source);
    visit("amount", self.amount);
    visit("counterparty", self.counterparty);
  }
  bool operator==(const ReasonableCostPaid&) const = default;
};

/// Earned revenue is used as a resolution allows (rule 3.4).
struct CommonRevenueApplied {
  static constexpr EventKind kind = EventKind::common_revenue_applied;
  RevenueUse to{};
  Money amount;
  Period period;
  Name resolution;
  Decided<std::vector<ShareLine>> lines;  ///< shares by area, none for the shortfall

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("to", self.to);
    visit("amount", self.amount);
    visit("period", self.period);
    visit("resolution", self.resolution);
    visit("lines", self.lines);
  }
  bool operator==(const CommonRevenueApplied&) const = default;
};

}  // namespace mingzhang
