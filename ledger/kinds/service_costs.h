#pragma once

// What the community's services cost.
// Field names and order are those of schemas/service_costs.fbs; see fields.h.

#include "ledger/base/dates.h"
#include "ledger/kinds/fields.h"
#include "ledger/kinds/kind.h"

namespace mingzhang {

/// A service was rendered and is owed for.
struct ServiceCostIncurred {
  static constexpr EventKind kind = EventKind::service_cost_incurred;
  Period period;
  Money amount;
  Title category;
  Text payee;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("period", self.period);
    visit("amount", self.amount);
    visit("category", self.category);
    visit("payee", self.payee);
  }
  bool operator==(const ServiceCostIncurred&) const = default;
};

/// What was owed for a service is paid.
struct ServiceCostPaid {
  static constexpr EventKind kind = EventKind::service_cost_paid;
  Period period;
  Money amount;
  Title category;
  Text payee;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("period", self.period);
    visit("amount", self.amount);
    visit("category", self.category);
    visit("payee", self.payee);
  }
  bool operator==(const ServiceCostPaid&) const = default;
};

}  // namespace mingzhang
