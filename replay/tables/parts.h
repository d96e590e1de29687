#pragma once

// What the tables of several reports share.

#include <string>

#include "replay/report_table.h"
#include "replay/reports/head.h"
#include "replay/reports/ranges.h"

namespace mingzhang::tables {

std::string title_of(const ReportHead& head, std::string_view name);  ///< "和平小区 科目余额表"
std::string as_of_note(const ReportHead& head);
std::string range_note(const PeriodRange& range);  ///< "账期：2026-01 至 2026-03"
std::string days_note(const DayRange& days);       ///< "发生日：2026-01-01 至 2026-03-31"

}  // namespace mingzhang::tables
