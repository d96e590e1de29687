#pragma once

// 公共收益表: what each source earned and cost, what it was used for, and which consent of the
// owners allowed it (Civil Code 278, 282; domain.md rule 3.4).

#include <optional>
#include <string>
#include <vector>

#include "ledger/kinds/words.h"
#include "replay/books.h"
#include "replay/event_lookup.h"
#include "replay/reports/consents.h"
#include "replay/reports/head.h"
#include "replay/reports/ranges.h"

namespace mingzhang {

struct RevenueSourceLine {
  RevenueSource source{};
  Money gross;
  Money cost;  ///< reasonable costs (Civil Code 282)
  Money net() const { return gross - cost; }
};

/// One use of common revenue, or the reversal of one (amount below zero).
struct RevenueUseLine {
  Sequence sequence;
  std::string voucher;
  Day business_date;
  RevenueUse use{};
  Period period;  ///< that it was used for
  Money amount;
  std::string resolution;
};

struct RevenueUses {
  Money shortfall;
  Money maintenance_fund;
  Money owners;
  Money sum() const { return shortfall + maintenance_fund + owners; }
};

/// opening + brought_forward + net of all sources - used = closing, of 2711.COM.
struct CommonRevenueReport {
  DayRange days;
  ReportHead head;
  Money opening;
  Money brought_forward;                   ///< opening balances recorded inside the range
  std::vector<RevenueSourceLine> sources;  ///< those with any movement in the range
  RevenueUses used;
  Money closing;
  std::vector<RevenueUseLine> uses;  ///< in sequence order
  std::vector<Consent> consents;     ///< that allowed an income or a use in the range
};

/// By business date; no range = everything. Error: as the lookup's.
StoreResult<CommonRevenueReport> common_revenue_report(const Books& books,
                                                       const std::optional<PeriodRange>& range,
                                                       const EventLookup& lookup);

}  // namespace mingzhang
