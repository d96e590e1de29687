#pragma once

// The reports by name: the one table behind the API's routes and the command line, so that both
// give the same answers.

#include <span>
#include <string>
#include <string_view>

#include "replay/books.h"
#include "replay/event_lookup.h"
#include "replay/report_table.h"
#include "replay/reports/ranges.h"

namespace mingzhang {

/// What is asked beside the books, which are already cut by as_of and recorded_by.
struct ReportQuestion {
  std::optional<PeriodRange> range;
  bool by_building = false;  ///< of a collection rate
  HouseNumber house;         ///< of a house statement; registered in the books
  DayRange days;             ///< of a house statement
};

enum class RangeUse : std::uint8_t {
  required,
  optional,
  end_only,  ///< whole life through the as_of, which is the range's last day when not given
};

/// Errors of both: as the lookup's. REQUIRES: a question with what the report needs.
struct Report {
  std::string_view name;  ///< "collection-rate", as in the API's paths
  RangeUse range{};
  StoreResult<std::string> (*json)(const Books&, const ReportQuestion&, const EventLookup&);
  StoreResult<ReportTables> (*tables)(const Books&, const ReportQuestion&, const EventLookup&);
};

/// Those of a community.
std::span<const Report> community_reports();
/// nullptr when no report of a community has that name.
const Report* find_report(std::string_view name);

/// The statement of one house.
const Report& house_statement_report();

}  // namespace mingzhang
