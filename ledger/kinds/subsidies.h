#pragma once

// Policy money, 四(七).
// Field names and order are those of schemas/subsidies.fbs; see fields.h.

#include "ledger/base/dates.h"
#include "ledger/kinds/fields.h"
#include "ledger/kinds/kind.h"

namespace mingzhang {

/// Public money for a purpose arrives, 四(七).
struct SubsidyReceived {
  static constexpr EventKind kind = EventKind::subsidy_received;
  Title programme;
  Money amount;
  Title purpose;
  Decided<Subject> number;  ///< of (programme, purpose) in the community

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("programme", self.programme);
    visit("amount", self.amount);
    visit("purpose", self.purpose);
    visit("number", self.number);
  }
  bool operator==(const SubsidyReceived&) const = default;
};

/// Subsidy is used for its purpose in a period.
struct SubsidyApplied {
  static constexpr EventKind kind = EventKind::subsidy_applied;
  Title programme;
  Money amount;
  Title purpose;
  Period period;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("programme", self.programme);
    visit("amount", self.amount);
    visit("purpose", self.purpose);
    visit("period", self.period);
  }
  bool operator==(const SubsidyApplied&) const = default;
};

/// Unused subsidy goes back.
struct SubsidyReturned {
  static constexpr EventKind kind = EventKind::subsidy_returned;
  Title programme;
  Money amount;
  Title purpose;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("programme", self.programme);
    visit("amount", self.amount);
    visit("purpose", self.purpose);
  }
  bool operator==(const SubsidyReturned&) const = default;
};

}  // namespace mingzhang
