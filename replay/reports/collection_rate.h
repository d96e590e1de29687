#pragma once

// 收缴率, domain.md section 4. Late fees and repair shares count in none of its figures; all sums
// are signed, so a reversal changes the rate of the period that the fee was for.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "replay/books.h"
#include "replay/reports/head.h"
#include "replay/reports/ranges.h"

namespace mingzhang {

/// Numerators and denominators of a range of fee periods. Those of several buildings, communities
/// or providers add up; the rates are made from the sums.
struct CollectionFigures {
  Money assessed;         ///< for the range, net of discounts, opening debts for it included
  Money collected;        ///< for the range in money, whenever it came in, prepayment used included
  Money work_offsets;     ///< for the range
  Money opening_arrears;  ///< open for earlier periods at the end of the day before the range
  Money arrears_recovered;  ///< for earlier periods, with a business date inside the range
  Money cash_received;      ///< fees and prepayments from owners inside the range, less refunds
  std::uint32_t houses_charged = 0;  ///< with something assessed for the range
  std::uint32_t houses_paid = 0;     ///< of these: owe nothing for the range, however settled
  bool operator==(const CollectionFigures&) const = default;
  CollectionFigures& operator+=(const CollectionFigures& other);

  /// Four decimals, rounded half up; none where the denominator is zero.
  std::optional<std::string> current() const;
  std::optional<std::string> current_with_offsets() const;
  std::optional<std::string> clearance() const;
  std::optional<std::string> composite() const;
  std::optional<std::string> household() const;
};

struct BuildingCollection {
  std::string building;
  CollectionFigures figures;
};

struct CollectionRate {
  PeriodRange range;
  ReportHead head;
  CollectionFigures total;
  std::vector<BuildingCollection> buildings;  ///< in the order of their first house
};

CollectionRate collection_rate(const Books& books, const PeriodRange& range);

}  // namespace mingzhang
