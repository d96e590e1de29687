#pragma once

// The stretches of time that reports are asked for.

#include <optional>

#include "ledger/base/dates.h"

namespace mingzhang {

/// Fee periods or months, both ends included. REQUIRES: first <= through.
struct PeriodRange {
  Period first;
  Period through;
  bool operator==(const PeriodRange&) const = default;

  bool contains(Period period) const { return first <= period && period <= through; }
  Day first_day() const { return first_day_of(first); }
  Day last_day() const { return last_day_of(through); }
};

/// Business dates, both ends included; an end left out is open.
struct DayRange {
  std::optional<Day> from;
  std::optional<Day> to;
  bool operator==(const DayRange&) const = default;

  bool is_before(Day day) const { return from && day < *from; }
  bool is_after(Day day) const { return to && day > *to; }
  bool contains(Day day) const { return !is_before(day) && !is_after(day); }
};

/// The business dates of a range of months.
inline DayRange days_of(const PeriodRange& range) { return {range.first_day(), range.last_day()}; }
/// No range of months = all business dates.
inline DayRange days_of(const std::optional<PeriodRange>& range) {
  return range ? days_of(*range) : DayRange{};
}

}  // namespace mingzhang
