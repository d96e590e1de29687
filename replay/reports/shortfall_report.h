#pragma once

// 物业费缺口, domain.md section 5: three figures and what each source contributed.

#include <optional>
#include <string>
#include <vector>

#include "ledger/rules/shortfall.h"
#include "replay/books.h"
#include "replay/reports/head.h"
#include "replay/reports/ranges.h"

namespace mingzhang {

enum class ShortfallSource : std::uint8_t { fees, common_revenue, subsidy, work_offsets };
std::string_view shortfall_source_name(ShortfallSource source);  ///< "common_revenue"

/// One step down from the cost: what a source contributed, and what is then still uncovered.
struct ShortfallStep {
  ShortfallSource source{};
  std::string programme;  ///< of a subsidy
  std::string purpose;    ///< of a subsidy
  Money amount;
  Money uncovered;
};

struct ShortfallReport {
  PeriodRange range;
  ReportHead head;
  Shortfall figures;  ///< cost, collected, applied; cash() and residual()
  Money assessed;     ///< fees, net of discounts
  /// Fees, common revenue as a whole (the nine sources are one pool by then), each subsidy that was
  /// applied, work offsets. The first starts at the cost, the last leaves the residual.
  std::vector<ShortfallStep> waterfall;

  Money structural() const { return figures.cost - assessed; }
};

/// Everything *for* the fee periods of the range, whenever it was recorded.
ShortfallReport shortfall_report(const Books& books, const PeriodRange& range);

}  // namespace mingzhang
