#include "ledger/base/money.h"

#include <fmt/format.h>

#include "ledger/base/ensure.h"

namespace mingzhang {
namespace {

constexpr std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

bool is_digit(char character) { return character >= '0' && character <= '9'; }

}  // namespace

DecimalFault parse_decimal(std::string_view text, int decimals, std::int64_t max_abs,
                           std::int64_t& out) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view part =
      point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
  if (whole.empty() || (point != std::string_view::npos && part.empty())) {
    return DecimalFault::malformed;
  }
  for (const char character : whole) {
    if (!is_digit(character)) return DecimalFault::malformed;
  }
  for (const char character : part) {
    if (!is_digit(character)) return DecimalFault::malformed;
  }
  if (part.size() > static_cast<std::size_t>(decimals)) return DecimalFault::too_many_decimals;
  __int128 value = 0;
  for (const char character : whole) {
    value = value * 10 + (character - '0');
    if (value > max_abs) return DecimalFault::too_large;
  }
  value *= power_of_ten(decimals);
  std::int64_t unit = power_of_ten(decimals);
  for (const char character : part) {
    unit /= 10;
    value += static_cast<__int128>(unit) * (character - '0');
  }
  if (value > max_abs) return DecimalFault::too_large;
  out = static_cast<std::int64_t>(negative ? -value : value);
  return DecimalFault::none;
}

std::string format_decimal(std::int64_t value, int decimals, int least_decimals) {
  const std::int64_t unit = power_of_ten(decimals);
  const auto bits = static_cast<std::uint64_t>(value);
  const std::uint64_t magnitude = value < 0 ? 0 - bits : bits;
  const auto unsigned_unit = static_cast<std::uint64_t>(unit);
  std::string text = value < 0 ? "-" : "";
  text += fmt::format_int(magnitude / unsigned_unit).c_str();
  text += '.';
  std::uint64_t rest = magnitude % unsigned_unit;
  for (std::uint64_t digit = unsigned_unit / 10; digit != 0; digit /= 10) {
    text += static_cast<char>('0' + rest / digit);
    rest %= digit;
  }
  for (int shown = decimals; shown > least_decimals && text.back() == '0'; --shown) {
    text.pop_back();
  }
  return text;
}

std::string to_string(Money money) { return format_decimal(money.fen, 2, 2); }
std::string to_string(Area area) { return format_decimal(area.dm2, 2, 2); }
std::string to_string(Price price) { return format_decimal(price.centifen, 4, 2); }
std::string to_string(Hours hours) { return format_decimal(hours.centihours, 2, 2); }

std::int64_t divide_half_up(__int128 numerator, __int128 denominator) {
  ensure(numerator >= 0 && denominator > 0, "divide_half_up takes non-negative / positive");
  return static_cast<std::int64_t>((2 * numerator + denominator) / (2 * denominator));
}

Money area_fee(Price price, Area area, int months) {
  // 0.0001 yuan x 0.01 square metre = 0.0001 fen.
  return {divide_half_up(static_cast<__int128>(price.centifen) * area.dm2 * months, 10'000)};
}

Money flat_fee(Price price, int months) {
  return {divide_half_up(static_cast<__int128>(price.centifen) * months, 100)};
}

std::optional<std::string> ratio4(Money numerator, Money denominator) {
  return ratio4(numerator.fen, denominator.fen);
}

std::optional<std::string> ratio4(std::int64_t numerator, std::int64_t denominator) {
  if (denominator == 0) return std::nullopt;
  const bool negative = (numerator < 0) != (denominator < 0);
  const __int128 top = numerator < 0 ? -static_cast<__int128>(numerator) : numerator;
  const __int128 bottom = denominator < 0 ? -static_cast<__int128>(denominator) : denominator;
  const std::int64_t rounded = divide_half_up(top * 10'000, bottom);
  return format_decimal(negative ? -rounded : rounded, 4, 4);
}

}  // namespace mingzhang
