#pragma once

// Amounts, areas, dates and times as they stand in exported files. Integers only. Pure functions,
// safe on any thread.

#include <cstdint>
#include <string_view>

#include <boost/system/result.hpp>

#include "api/files/decimal.h"
#include "api/files/table.h"

namespace mingzhang {

enum class ValueFault : std::uint8_t {
  empty,
  not_a_number,
  too_many_decimals,
  bad_thousands,  // "12,34": a comma that separates no thousands
  out_of_range,
  merged,  // one value for several rows cannot be an amount of each
  not_a_date,
};

template <class T>
using ValueResult = boost::system::result<T, ValueFault>;

// "must have at most two decimals" and so on, to follow a field's name.
Sentence sentence(ValueFault fault);

// Hundredths of the number: fen of an amount in yuan, 0.01 ㎡ of an area. At most two decimals,
// thousands commas, a sign, full-width forms; "¥ 1,234.5" and "12元", "94.56㎡" and "94.56平方米".
ValueResult<std::int64_t> parse_money_fen(const SheetCell& cell);
ValueResult<std::int64_t> parse_area_hundredths(const SheetCell& cell);

// A calendar date with the time of day if the file gives one (Asia/Shanghai throughout).
struct FileTime {
  std::int64_t days_since_1970 = 0;
  int second_of_day = -1;  // -1: a date alone

  [[nodiscard]] bool has_time() const { return second_of_day >= 0; }
  friend bool operator==(const FileTime&, const FileTime&) = default;
};

// 2019-09-26 12:45:27, 2024/1/2, 2024.1.2, 2024年1月2日 9:05, 20240102, spreadsheet serials.
ValueResult<FileTime> parse_time(const SheetCell& cell, bool date_1904);

// "2019-09-26" or "2019-09-26 12:45:27".
std::string to_text(const FileTime& time);
// The same for a serial: the time only if it is not midnight; 0 to 1 alone is a time of day.
std::string to_text(const SerialTime& time);

// True for an order number that a spreadsheet turned into a number with its last digits gone.
bool lost_digits(const SheetCell& cell);

}  // namespace mingzhang
