#include "ledger/base/dates.h"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <chrono>

namespace mingzhang {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::int64_t us_per_second = 1'000'000;
constexpr std::int64_t us_per_day = 86'400 * us_per_second;
constexpr std::int64_t shanghai_offset_us = std::int64_t{8} * 3'600 * us_per_second;

/// Reads exactly `width` digits at `position`; -1 when they are not digits.
int digits_at(std::string_view text, std::size_t position, std::size_t width) {
  if (position + width > text.size()) return -1;
  int value = 0;
  for (std::size_t i = position; i < position + width; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

year_month_day civil(Day day) { return year_month_day{sys_days{days{day.since_1970}}}; }

std::int64_t floor_divide(std::int64_t value, std::int64_t by) {
  return value >= 0 ? value / by : -((-value + by - 1) / by);
}

/// "Z" or "+08:00"; none when malformed.
std::optional<std::int64_t> offset_us(std::string_view zone) {
  if (zone == "Z" || zone == "z") return 0;
  const int hours = digits_at(zone, 1, 2);
  const int minutes = digits_at(zone, 4, 2);
  if (zone.size() != 6 || zone[3] != ':' || hours < 0 || hours > 23 || minutes < 0 ||
      minutes > 59) {
    return std::nullopt;
  }
  if (zone[0] != '+' && zone[0] != '-') return std::nullopt;
  const std::int64_t offset = (hours * 60LL + minutes) * 60 * us_per_second;
  return zone[0] == '+' ? offset : -offset;
}

}  // namespace

std::optional<Day> parse_calendar_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int year = digits_at(text, 0, 4);
  const int month = digits_at(text, 5, 2);
  const int day = digits_at(text, 8, 2);
  if (year < 0 || month < 0 || day < 0) return std::nullopt;
  const year_month_day date{std::chrono::year{year},
                            std::chrono::month{static_cast<unsigned>(month)},
                            std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return std::nullopt;
  return Day{static_cast<std::int32_t>(sys_days{date}.time_since_epoch().count())};
}

std::optional<Day> parse_day(std::string_view text) {
  const std::optional<Day> day = parse_calendar_date(text);
  return day && *day >= first_day && *day <= last_day ? day : std::nullopt;
}

std::optional<Period> parse_period(std::string_view text) {
  if (text.size() != 7 || text[4] != '-') return std::nullopt;
  const int year = digits_at(text, 0, 4);
  const int month = digits_at(text, 5, 2);
  if (year < 1990 || year > 2149 || month < 1 || month > 12) return std::nullopt;
  return Period{static_cast<std::uint16_t>(year * 12 + month - 1)};
}

std::optional<Instant> parse_instant(std::string_view text) {
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't')) return std::nullopt;
  const std::optional<Day> day = parse_day(text.substr(0, 10));
  const int hour = digits_at(text, 11, 2);
  const int minute = digits_at(text, 14, 2);
  const int second = digits_at(text, 17, 2);
  if (!day || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60 ||
      text[13] != ':' || text[16] != ':') {
    return std::nullopt;
  }
  std::size_t position = 19;
  std::int64_t fraction_us = 0;
  if (text[position] == '.') {
    std::int64_t unit = us_per_second;
    for (++position; position < text.size() && text[position] >= '0' && text[position] <= '9';
         ++position) {
      unit /= 10;
      fraction_us += unit * (text[position] - '0');
    }
    if (position == 20) return std::nullopt;  // a point and no digit
  }
  const std::optional<std::int64_t> offset = offset_us(text.substr(position));
  if (!offset) return std::nullopt;
  const std::int64_t seconds = (hour * 60LL + minute) * 60 + second;
  return Instant{day->since_1970 * us_per_day + seconds * us_per_second + fraction_us - *offset};
}

std::string to_string(Day day) {
  const year_month_day date = civil(day);
  return fmt::format(FMT_COMPILE("{:04}-{:02}-{:02}"), static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string to_string(Period period) {
  return fmt::format(FMT_COMPILE("{:04}-{:02}"), period.months / 12, period.months % 12 + 1);
}

std::string to_string(Instant instant) {
  const std::int64_t local_us = instant.us + shanghai_offset_us;
  const std::int64_t day = floor_divide(local_us, us_per_day);
  const std::int64_t in_day_us = local_us - day * us_per_day;
  const std::int64_t seconds = in_day_us / us_per_second;
  const std::int64_t fraction_us = in_day_us % us_per_second;
  return fmt::format("{}T{:02}:{:02}:{:02}{}+08:00", to_string(Day{static_cast<std::int32_t>(day)}),
                     seconds / 3600, seconds / 60 % 60, seconds % 60,
                     fraction_us == 0 ? std::string{} : fmt::format(".{:06}", fraction_us));
}

Period period_of(Day day) {
  const year_month_day date = civil(day);
  return Period{static_cast<std::uint16_t>(static_cast<int>(date.year()) * 12 +
                                           static_cast<int>(static_cast<unsigned>(date.month())) -
                                           1)};
}

Day first_day_of(Period period) {
  const sys_days first{year_month_day{std::chrono::year{period.months / 12},
                                      std::chrono::month{period.months % 12 + 1U},
                                      std::chrono::day{1}}};
  return Day{static_cast<std::int32_t>(first.time_since_epoch().count())};
}

Day last_day_of(Period period) { return Day{first_day_of(add_months(period, 1)).since_1970 - 1}; }

Period add_months(Period period, int months) {
  return Period{static_cast<std::uint16_t>(period.months + months)};
}

Day day_in_shanghai(Instant instant) {
  return Day{static_cast<std::int32_t>(floor_divide(instant.us + shanghai_offset_us, us_per_day))};
}

}  // namespace mingzhang
