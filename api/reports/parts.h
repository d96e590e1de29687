#pragma once

// What the JSON of several reports shares. Each adds members to the object that is being written.

#include <string>

#include "api/json/json_writer.h"
#include "replay/reports/common_revenue_report.h"
#include "replay/reports/head.h"
#include "replay/reports/ranges.h"

namespace mingzhang::parts {

/// "community", "name", "as_of", "sequence".
void add_head(JsonWriter& out, const ReportHead& head);
/// "period" and "through".
void add_range(JsonWriter& out, const PeriodRange& range);
/// "from" and "to"; null = open.
void add_days(JsonWriter& out, const DayRange& days);
/// Null when empty.
void add_or_null(JsonWriter& out, std::string_view name, std::string_view text);

/// "consents": each vote as it was tallied, and how it came out.
void add_consents(JsonWriter& out, const std::vector<Consent>& consents);

}  // namespace mingzhang::parts
