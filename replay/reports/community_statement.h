#pragma once

// 小区收支表: where the money of each fund came from and went, for the months of a range, and every
// money account with its lines.

#include <optional>
#include <string>
#include <vector>

#include "replay/reports/head.h"
#include "replay/reports/statement.h"

namespace mingzhang {

/// Cash, bank or channel in transit of one fund.
struct MoneyAccountStatement {
  AccountRef account;
  Statement statement;
};

enum class SummarySide : std::uint8_t { income, cost };

/// What came in or went out under one name in one fund, in words an owner understands.
struct SummaryLine {
  Fund fund{};
  SummarySide side{};
  Description what;
  Money amount;  ///< signed: a reversal lowers it
};

struct CommunityStatement {
  PeriodRange range;
  ReportHead head;
  std::vector<MoneyAccountStatement> accounts;  ///< by fund, then account; those ever used
  std::vector<SummaryLine> summary;             ///< by fund, income first
};

/// By business date (what happened in those months), not by fee period.
CommunityStatement community_statement(const Books& books, const PeriodRange& range);

/// The summary alone: reads no event.
std::vector<SummaryLine> summary_of(const Books& books, const PeriodRange& range);

}  // namespace mingzhang
