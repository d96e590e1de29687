#pragma once

// 欠费清册: what each house owes, how old it is, what it has paid ahead; what stands negative; and
// money that waits to be identified (rule 3.14: listed until it is, never dropped).

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/kinds/words.h"
#include "replay/books.h"
#include "replay/reports/fee_figures.h"
#include "replay/reports/head.h"

namespace mingzhang {

/// An open fee's age is counted in months from its fee period to the month of the as-of date.
/// Bucket i holds ages below arrears_age_months[i], the last one everything older: three years is
/// the limitation of Civil Code 188.
inline constexpr std::array arrears_age_months{3, 6, 12, 36};
inline constexpr std::size_t arrears_ages = arrears_age_months.size() + 1;
using ArrearsAges = std::array<Money, arrears_ages>;

struct PeriodArrears {
  Period period;
  FeeFigures figures;
};

struct RepairArrears {
  std::string repair;
  Money open;
};

/// A house whose accounts are not all zero. A position on the wrong side lowers no other one: it
/// stands in `overpaid`.
struct HouseArrears {
  HouseNumber number;
  std::string house;
  std::string building;
  std::vector<PeriodArrears> periods;  ///< where a fee or a late fee is open, oldest first
  std::vector<RepairArrears> repairs;  ///< shares billed and not yet paid
  Money fees_open;
  Money late_fees_open;
  Money repairs_open;
  Money overpaid;  ///< the sum of its negative fees, late fees and repair shares, above zero
  Money prepaid;
  ArrearsAges ages{};  ///< of fees_open

  Money owed() const { return fees_open + late_fees_open + repairs_open; }
};

enum class NegativeWhat : std::uint8_t { fee, late_fee, repair_share, prepayment };

/// A position on the wrong side: more paid than assessed (a reversal, or an as-of date between a
/// payment and the assessment that it was recorded after), or more prepayment used than there was.
/// It is put right by a refund, a new payment or a new assessment.
struct NegativePosition {
  std::string house;
  NegativeWhat what{};
  Period period;       ///< of a fee or late fee
  std::string repair;  ///< of a repair share
  Money amount;        ///< below zero
};

struct SuspenseItem {
  Sequence sequence;  ///< what suspense_matched names
  Day business_date;
  Channel channel{};
  std::string trade_number;
  Money received;
  Money open;
};

struct ArrearsTotals {
  std::uint32_t houses_owing = 0;
  Money fees_open;
  Money late_fees_open;
  Money repairs_open;
  Money overpaid;
  Money prepaid;
  Money suspense_open;
  ArrearsAges ages{};
};

struct ArrearsReport {
  ReportHead head;
  std::vector<HouseArrears> houses;  ///< in the order of registration
  std::vector<NegativePosition> negative;
  std::vector<SuspenseItem> suspense;  ///< still open
  ArrearsTotals totals;
};

ArrearsReport arrears_report(const Books& books);

}  // namespace mingzhang
