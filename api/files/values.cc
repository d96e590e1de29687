#include "api/files/values.h"

#include <array>
#include <charconv>
#include <chrono>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "api/files/text.h"

namespace mingzhang {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "1,234,567" to "1234567"; nothing if a comma stands where no thousands end.
std::optional<std::string> without_thousands(std::string_view whole) {
  std::string out;
  const std::size_t first = whole.find(',');
  if (first == whole.npos) return std::string(whole);
  if (first == 0 || first > 3) return std::nullopt;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    const bool comma_due = i >= first && (i - first) % 4 == 0;
    if ((whole[i] == ',') != comma_due) return std::nullopt;
    if (whole[i] != ',') out += whole[i];
  }
  if ((whole.size() - first) % 4 != 0) return std::nullopt;
  return out;
}

// REQUIRES: half-width text without units or spaces.
ValueResult<std::int64_t> parse_hundredths(std::string_view text) {
  if (text.empty()) return ValueFault::empty;
  const bool negative = text[0] == '-';
  if (text[0] == '-' || text[0] == '+') text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view fraction = point < text.size() ? text.substr(point + 1) : "";
  const auto digits = without_thousands(text.substr(0, point));
  if (!digits) return ValueFault::bad_thousands;
  if (digits->empty() || (point < text.size() && fraction.empty())) return ValueFault::not_a_number;
  std::string all = *digits + std::string(fraction);
  for (const char c : all) {
    if (!is_digit(c)) return ValueFault::not_a_number;
  }
  if (fraction.size() > 2) return ValueFault::too_many_decimals;
  all.append(2 - fraction.size(), '0');
  std::int64_t value = 0;
  const auto parsed = std::from_chars(all.data(), all.data() + all.size(), value);
  if (parsed.ec != std::errc()) return ValueFault::out_of_range;
  return negative ? -value : value;
}

ValueResult<std::int64_t> parse_quantity(const SheetCell& cell, std::string_view prefix,
                                         const std::vector<std::string_view>& units) {
  if (cell.kind == SheetCellKind::merged) return ValueFault::merged;
  std::string text = half_width(cell.text);
  std::erase(text, ' ');
  const bool negative = text.starts_with('-');
  if (negative) text.erase(0, 1);
  if (!prefix.empty() && text.starts_with(prefix)) text.erase(0, prefix.size());
  text = without_ending(std::move(text), units);
  return parse_hundredths(negative ? "-" + text : text);
}

// Reads digits from the front of `text`; nothing unless there are `least` to `most` of them.
std::optional<int> take_number(std::string_view& text, std::size_t least, std::size_t most) {
  std::size_t digits = 0;
  while (digits < text.size() && digits < most && is_digit(text[digits])) ++digits;
  int value = 0;
  if (digits < least) return std::nullopt;
  std::from_chars(text.data(), text.data() + digits, value);
  text.remove_prefix(digits);
  return value;
}

bool take_any(std::string_view& text, std::initializer_list<std::string_view> choices) {
  for (const std::string_view choice : choices) {
    if (!text.starts_with(choice)) continue;
    text.remove_prefix(choice.size());
    return true;
  }
  return false;
}

std::optional<std::int64_t> take_date(std::string_view& text) {
  const bool compact = text.size() >= 8 && text.find_first_not_of("0123456789") >= 8;
  const auto year = take_number(text, 4, 4);
  if (!year || (!compact && !take_any(text, {"-", "/", ".", "年"}))) return std::nullopt;
  const auto month = take_number(text, compact ? 2 : 1, 2);
  if (!month || (!compact && !take_any(text, {"-", "/", ".", "月"}))) return std::nullopt;
  const auto day = take_number(text, compact ? 2 : 1, 2);
  if (!day) return std::nullopt;
  take_any(text, {"日"});
  const std::chrono::year_month_day date(std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok() || *year < 1900) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count();
}

// " 12:45:27", "T09:05", " 12:45:27.000"; nothing if it is not wholly a time of day.
std::optional<int> take_time(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('T')) text.remove_prefix(1);
  const auto hour = take_number(text, 1, 2);
  if (!hour || !take_any(text, {":"})) return std::nullopt;
  const auto minute = take_number(text, 2, 2);
  const bool seconds_follow = take_any(text, {":"});
  const auto second = seconds_follow ? take_number(text, 2, 2) : std::optional<int>(0);
  if (take_any(text, {"."}) && !take_number(text, 1, 9)) return std::nullopt;
  if (!minute || !second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  if (!text.empty()) return std::nullopt;
  return *hour * 3600 + *minute * 60 + *second;
}

// A plain number in a date column: five digits of days with an optional fraction.
std::optional<FileTime> from_serial(std::string_view text, bool date_1904) {
  const std::size_t whole = std::min(text.find('.'), text.size());
  if (whole != 5) return std::nullopt;
  const auto serial = serial_time(text, date_1904);
  if (!serial) return std::nullopt;
  const bool with_time = whole < text.size();
  return FileTime{serial->days_since_1970, with_time ? serial->second_of_day : -1};
}

}  // namespace

Sentence sentence(ValueFault fault) {
  switch (fault) {
    case ValueFault::empty:
      return {"没有填写", "is empty"};
    case ValueFault::not_a_number:
      return {"不是数字", "is not a number"};
    case ValueFault::too_many_decimals:
      return {"最多只能有两位小数", "may have at most two decimals"};
    case ValueFault::bad_thousands:
      return {"的千分位逗号位置不对", "has a comma where no thousands end"};
    case ValueFault::out_of_range:
      return {"数值太大", "is too large"};
    case ValueFault::merged:
      return {"是合并单元格，几行共用一个数；请取消合并，逐行填写",
              "is one merged cell for several rows; unmerge it and fill in each row"};
    case ValueFault::not_a_date:
      return {"不是日期（写作 2024-01-31 或 2024-01-31 12:45:27）",
              "is not a date (write 2024-01-31 or 2024-01-31 12:45:27)"};
  }
  return {};
}

ValueResult<std::int64_t> parse_money_fen(const SheetCell& cell) {
  return parse_quantity(cell, "¥", {"元"});
}

ValueResult<std::int64_t> parse_area_hundredths(const SheetCell& cell) {
  return parse_quantity(cell, "", {"㎡", "m²", "m2", "平方米", "平米"});
}

ValueResult<FileTime> parse_time(const SheetCell& cell, bool date_1904) {
  const std::string clean = trimmed(half_width(cell.text));
  if (clean.empty()) return ValueFault::empty;
  if (const auto serial = from_serial(clean, date_1904)) return *serial;
  std::string_view text = clean;
  const auto days = take_date(text);
  if (!days) return ValueFault::not_a_date;
  if (text.empty()) return FileTime{*days, -1};
  const auto second = take_time(text);
  if (!second) return ValueFault::not_a_date;
  return FileTime{*days, *second};
}

std::string to_text(const FileTime& time) {
  const std::chrono::year_month_day date{
      std::chrono::sys_days(std::chrono::days(time.days_since_1970))};
  std::string out = fmt::format("{:04}-{:02}-{:02}", int(date.year()), unsigned(date.month()),
                                unsigned(date.day()));
  if (!time.has_time()) return out;
  const int minutes = time.second_of_day / 60;
  return out +
         fmt::format(" {:02}:{:02}:{:02}", minutes / 60, minutes % 60, time.second_of_day % 60);
}

std::string to_text(const SerialTime& time) {
  return to_text(FileTime{time.days_since_1970, time.second_of_day > 0 ? time.second_of_day : -1});
}

bool lost_digits(const SheetCell& cell) {
  constexpr std::size_t digits_of_a_spreadsheet_number = 15;
  const bool long_number =
      cell.kind == SheetCellKind::number && cell.text.size() > digits_of_a_spreadsheet_number;
  return long_number || is_scientific(trimmed(cell.text));
}

}  // namespace mingzhang
