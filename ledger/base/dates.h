#pragma once

// Calendar dates in Asia/Shanghai and fee periods. Pure: the current time is always an argument.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mingzhang {

/// A calendar date (no time zone): days since 1970-01-01. Business dates lie in 1990..2148, so a
/// posting keeps them in 16 bits.
struct Day {
  std::int32_t since_1970 = 0;
  auto operator<=>(const Day&) const = default;
};

/// A calendar month: year x 12 + month - 1. 0 = none.
struct Period {
  std::uint16_t months = 0;
  auto operator<=>(const Period&) const = default;
  explicit operator bool() const { return months != 0; }
};

/// Microseconds since 1970-01-01T00:00:00Z.
struct Instant {
  std::int64_t us = 0;
  auto operator<=>(const Instant&) const = default;
};

inline constexpr Day first_day{7305};  ///< 1990-01-01, the earliest date that is accepted
inline constexpr Day last_day{65378};  ///< 2148-12-31

/// "2026-03-31" of any year; the dates that the books take are fewer.
std::optional<Day> parse_calendar_date(std::string_view text);
std::optional<Day> parse_day(std::string_view text);          ///< the same, in 1990..2148
std::optional<Period> parse_period(std::string_view text);    ///< "2026-03"
std::optional<Instant> parse_instant(std::string_view text);  ///< RFC 3339, "Z" or an offset
std::string to_string(Day day);
std::string to_string(Period period);
std::string to_string(Instant instant);  ///< RFC 3339 in +08:00, microseconds only when not zero

Period period_of(Day day);
Day first_day_of(Period period);
Day last_day_of(Period period);
Period add_months(Period period, int months);
Day day_in_shanghai(
    Instant instant);  ///< the date at UTC+8 (China has had no other offset since 1991)

}  // namespace mingzhang
