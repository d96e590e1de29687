#pragma once

// Numbers as a spreadsheet file writes them ("548.58000000000004", "7.0000000000000007E-2") turned
// into what the program shows (548.58, 0.07), digit by digit: no floating point. Pure functions.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mingzhang {

// Plain decimals with at most 15 significant digits, rounded half up: a spreadsheet keeps binary
// doubles, writes 17 digits and shows at most 15. Nothing if `raw` is no number or beyond 10^±40.
std::optional<std::string> shown_decimal(std::string_view raw);

// "4.2E+27": how a spreadsheet writes a long order number into CSV, digits lost for good.
bool is_scientific(std::string_view text);

// A day and a time of day counted the way spreadsheets do.
struct SerialTime {
  std::int64_t days_since_1970 = 0;
  int second_of_day = 0;
};

// Serial day numbers with the time as a fraction. `date_1904`: day 0 is 1904-01-01, otherwise day 1
// is 1900-01-01 with the 1900-02-29 that never was. Nothing for what is no number, that
// day, negative, or past the year 9999. Seconds are rounded half up.
std::optional<SerialTime> serial_time(std::string_view decimal, bool date_1904);

}  // namespace mingzhang
