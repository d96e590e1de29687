#pragma once

// What the JSON of several reports shares.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <string>

#include "replay/reports/common_revenue_report.h"
#include "replay/reports/head.h"
#include "replay/reports/ranges.h"

namespace mingzhang::parts {

/// "community", "name", "as_of", "sequence".
boost::json::object head(const ReportHead& head);
/// Adds "period" and "through".
void add_range(boost::json::object& out, const PeriodRange& range);
/// Adds "from" and "to"; null = open.
void add_days(boost::json::object& out, const DayRange& days);

boost::json::value or_null(const std::optional<std::string>& text);
boost::json::value or_null(const std::string& text);  ///< null when empty

/// Calls `render` with each element.
template <class List, class Render>
boost::json::array array_of(const List& list, const Render& render) {
  boost::json::array out;
  out.reserve(list.size());
  for (const auto& element : list) out.emplace_back(render(element));
  return out;
}

/// A vote as it was tallied, and how it came out.
boost::json::object consent(const Consent& consent);

}  // namespace mingzhang::parts
