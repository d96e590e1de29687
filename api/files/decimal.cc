#include "api/files/decimal.h"

#include <algorithm>
#include <charconv>

namespace mingzhang {
namespace {

constexpr std::size_t most_digits = 15;
constexpr int most_exponent = 40;
constexpr std::size_t most_length = 80;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view s) { return std::all_of(s.begin(), s.end(), is_digit); }

// value = 0.digits × 10^exponent
struct Scientific {
  bool negative = false;
  std::string digits;  // no leading zeros
  int exponent = 0;
};

std::optional<Scientific> parse(std::string_view raw) {
  Scientific out;
  if (!raw.empty() && (raw[0] == '-' || raw[0] == '+')) {
    out.negative = raw[0] == '-';
    raw.remove_prefix(1);
  }
  const std::size_t e = raw.find_first_of("eE");
  if (e != raw.npos) {
    std::string_view power = raw.substr(e + 1);
    if (power.starts_with('+')) power.remove_prefix(1);
    const auto end = power.data() + power.size();
    const auto parsed = std::from_chars(power.data(), end, out.exponent);
    if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
    raw = raw.substr(0, e);
  }
  if (out.exponent > most_exponent || out.exponent < -most_exponent) return std::nullopt;
  const std::size_t point = std::min(raw.find('.'), raw.size());
  const std::string_view whole = raw.substr(0, point);
  const std::string_view fraction = point < raw.size() ? raw.substr(point + 1) : "";
  if (whole.size() + fraction.size() == 0 || raw.size() > most_length) return std::nullopt;
  if (!all_digits(whole) || !all_digits(fraction)) return std::nullopt;
  out.digits.append(whole).append(fraction);
  out.exponent += static_cast<int>(whole.size());
  const std::size_t zeros = std::min(out.digits.find_first_not_of('0'), out.digits.size());
  out.digits.erase(0, zeros);
  out.exponent -= static_cast<int>(zeros);
  return out;
}

void round_to(Scientific& number, std::size_t digits) {
  if (number.digits.size() <= digits) return;
  const bool up = number.digits[digits] >= '5';
  number.digits.resize(digits);
  std::size_t at = digits;
  for (bool carry = up; carry && at > 0; --at) {
    char& digit = number.digits[at - 1];
    carry = digit == '9';
    digit = carry ? '0' : static_cast<char>(digit + 1);
    if (carry && at == 1) {
      number.digits.insert(0, "1");
      ++number.exponent;
    }
  }
}

}  // namespace

std::optional<std::string> shown_decimal(std::string_view raw) {
  auto number = parse(raw);
  if (!number) return std::nullopt;
  round_to(*number, most_digits);
  while (number->digits.ends_with('0')) number->digits.pop_back();
  if (number->digits.empty()) return "0";
  std::string out = number->negative ? "-" : "";
  if (number->exponent <= 0) {
    out.append("0.").append(static_cast<std::size_t>(-number->exponent), '0');
    return out + number->digits;
  }
  const auto whole = static_cast<std::size_t>(number->exponent);
  if (number->digits.size() <= whole) {
    return out + number->digits + std::string(whole - number->digits.size(), '0');
  }
  return out + number->digits.substr(0, whole) + "." + number->digits.substr(whole);
}

bool is_scientific(std::string_view text) {
  return text.find_first_of("eE") != text.npos && parse(text).has_value();
}

std::optional<SerialTime> serial_time(std::string_view decimal, bool date_1904) {
  const auto number = parse(decimal);
  if (!number || number->negative || number->exponent > 7) return std::nullopt;
  const std::size_t whole = number->exponent > 0 ? static_cast<std::size_t>(number->exponent) : 0;
  const std::size_t zeros = number->exponent < 0 ? static_cast<std::size_t>(-number->exponent) : 0;
  std::string digits = std::string(zeros, '0') + number->digits;
  constexpr std::size_t places = 11;  // 10^-11 day is below a microsecond
  digits.resize(whole + places, '0');
  std::int64_t days = 0;
  for (std::size_t i = 0; i < whole; ++i) days = days * 10 + (digits[i] - '0');
  std::int64_t fraction = 0;
  std::int64_t scale = 1;
  for (std::size_t i = whole; i < digits.size(); ++i, scale *= 10) {
    fraction = fraction * 10 + (digits[i] - '0');
  }
  std::int64_t seconds = (fraction * 86'400 + scale / 2) / scale;
  days += seconds / 86'400;
  seconds %= 86'400;
  constexpr std::int64_t day_1904 = -24'107;
  constexpr std::int64_t day_before_1900 = -25'568;  // 1899-12-31
  constexpr std::int64_t last_day = 2'932'896;       // 9999-12-31
  if (!date_1904 && days == 60) return std::nullopt;
  const std::int64_t leap_that_never_was = !date_1904 && days > 60 ? 1 : 0;
  const std::int64_t start = date_1904 ? day_1904 : day_before_1900;
  const std::int64_t since_1970 = start + days - leap_that_never_was;
  if (since_1970 > last_day) return std::nullopt;
  return SerialTime{since_1970, static_cast<int>(seconds)};
}

}  // namespace mingzhang
