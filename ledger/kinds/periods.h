#pragma once

// Opening balances, reversals and the closing of months.
// Field names and order are those of schemas/periods.fbs; see fields.h.

#include <optional>

#include "ledger/base/dates.h"
#include "ledger/chart.h"
#include "ledger/kinds/fields.h"
#include "ledger/kinds/kind.h"

namespace mingzhang {

/// An opening balance, against the opening-balance account.
struct BalanceBroughtForward {
  static constexpr EventKind kind = EventKind::balance_brought_forward;
  AccountRef account;  ///< account id x 256 + fund
  std::optional<HouseRef> house;
  std::optional<Period> period;
  Money amount;  ///< positive on the account's normal side

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("account", self.account);
    visit("house", self.house);
    visit("period", self.period);
    visit("amount", self.amount);
  }
  bool operator==(const BalanceBroughtForward&) const = default;
};

/// A mistake is undone: the exact negation (rule 3.7).
struct EventReversed {
  static constexpr EventKind kind = EventKind::event_reversed;
  Sequence sequence;  ///< of the original
  Text reason;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("sequence", self.sequence);
    visit("reason", self.reason);
  }
  bool operator==(const EventReversed&) const = default;
};

/// A month is closed, in order (rule 3.9).
struct PeriodClosed {
  static constexpr EventKind kind = EventKind::period_closed;
  Period period;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("period", self.period);
  }
  bool operator==(const PeriodClosed&) const = default;
};

/// The newest closed month is opened again (rule 3.9).
struct PeriodReopened {
  static constexpr EventKind kind = EventKind::period_reopened;
  Period period;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("period", self.period);
  }
  bool operator==(const PeriodReopened&) const = default;
};

}  // namespace mingzhang
