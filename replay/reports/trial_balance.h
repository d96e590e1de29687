#pragma once

// 科目余额表: every account in every fund, opening + movements = closing (domain.md section 7).

#include <optional>
#include <vector>

#include "ledger/chart.h"
#include "replay/books.h"
#include "replay/reports/head.h"
#include "replay/reports/ranges.h"

namespace mingzhang {

struct TrialBalanceLine {
  AccountRef account;
  Money opening;  ///< debit positive
  Money debit;
  Money credit;
  Money closing;  ///< debit positive
  bool operator==(const TrialBalanceLine&) const = default;
};

struct TrialBalance {
  std::optional<PeriodRange> range;
  ReportHead head;
  std::vector<TrialBalanceLine> accounts;  ///< by code, then fund; those that were ever used
  TrialBalanceLine total;                  ///< opening and closing 0, debit = credit
};

/// Movements with a business date in the range of months; opening = everything before. Without a
/// range everything is a movement.
TrialBalance trial_balance(const Books& books, const std::optional<PeriodRange>& range);

}  // namespace mingzhang
