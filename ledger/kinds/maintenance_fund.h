#pragma once

// The owners' maintenance fund and repairs, 四(八).
// Field names and order are those of schemas/maintenance_fund.fbs; see fields.h.

#include <optional>
#include <vector>

#include "ledger/kinds/fields.h"
#include "ledger/kinds/kind.h"
#include "ledger/kinds/words.h"

namespace mingzhang {

/// A house's deposit to the maintenance fund.
struct FundDeposited {
  static constexpr EventKind kind = EventKind::fund_deposited;
  HouseRef house;
  Money amount;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("house", self.house);
    visit("amount", self.amount);
  }
  bool operator==(const FundDeposited&) const = default;
};

/// Interest is shared out over the houses' cards.
struct FundInterestCredited {
  static constexpr EventKind kind = EventKind::fund_interest_credited;
  Money amount;
  InterestBasis basis{};
  Decided<std::vector<ShareLine>> lines;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("amount", self.amount);
    visit("basis", self.basis);
    visit("lines", self.lines);
  }
  bool operator==(const FundInterestCredited&) const = default;
};

/// A repair's cost is split over the houses in scope, 四(八).
struct RepairApportioned {
  static constexpr EventKind kind = EventKind::repair_apportioned;
  Name repair;
  Money amount;
  Name resolution;
  std::optional<Name> building;
  std::optional<Name> entrance;
  std::optional<std::vector<HouseRef>> houses;
  Decided<std::vector<ShareLine>> lines;
  Decided<Subject> number;  ///< repair in the community

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("repair", self.repair);
    visit("amount", self.amount);
    visit("resolution", self.resolution);
    visit("building", self.building);
    visit("entrance", self.entrance);
    visit("houses", self.houses);
    visit("lines", self.lines);
    visit("number", self.number);
  }
  bool operator==(const RepairApportioned&) const = default;
};

/// The contractor's invoice for a repair.
struct RepairInvoiced {
  static constexpr EventKind kind = EventKind::repair_invoiced;
  Name repair;
  Text payee;
  Money amount;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("repair", self.repair);
    visit("payee", self.payee);
    visit("amount", self.amount);
  }
  bool operator==(const RepairInvoiced&) const = default;
};

/// A billed house pays its share of a repair.
struct RepairSharePaid {
  static constexpr EventKind kind = EventKind::repair_share_paid;
  Name repair;
  HouseRef house;
  Money amount;
  Channel channel{};

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("repair", self.repair);
    visit("house", self.house);
    visit("amount", self.amount);
    visit("channel", self.channel);
  }
  bool operator==(const RepairSharePaid&) const = default;
};

/// The contractor is paid, each fund its part.
struct RepairPaid {
  static constexpr EventKind kind = EventKind::repair_paid;
  Name repair;
  Text payee;
  Money amount;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("repair", self.repair);
    visit("payee", self.payee);
    visit("amount", self.amount);
  }
  bool operator==(const RepairPaid&) const = default;
};

}  // namespace mingzhang
