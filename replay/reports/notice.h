#pragma once

// 公示: what is posted for everyone to see. Houses and amounts or totals, never a name, a phone or
// an employer (domain.md rule 3.11): this report has no access to the owners' directory.

#include <optional>
#include <string>
#include <vector>

#include "replay/reports/collection_rate.h"
#include "replay/reports/common_revenue_report.h"
#include "replay/reports/head.h"
#include "replay/reports/shortfall_report.h"

namespace mingzhang {

/// A house that was charged for the periods, or paid for them.
struct NoticeHouse {
  std::string house;
  Money assessed;
  Money paid;  ///< in money
  Money offset;
  Money open;  ///< late fees apart
};

struct Notice {
  PeriodRange range;
  ReportHead head;
  std::vector<NoticeHouse> houses;
  NoticeHouse total;
  CollectionRate rate;
  ShortfallReport shortfall;
  CommonRevenueReport revenue;
};

/// Error: as the lookup's.
StoreResult<Notice> notice(const Books& books, const PeriodRange& range, const EventLookup& lookup);

}  // namespace mingzhang
