#pragma once

// Exact quantities as integers (domain.md rule 3.1): no binary floating point ever touches money,
// prices or areas. Text forms are decimal strings.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mingzhang {

/// An amount in fen (0.01 yuan), signed. Plain sums cannot overflow because every single amount is
/// at most `max_amount` and the rules refuse an entry that would carry a balance past
/// `max_balance`.
struct Money {
  std::int64_t fen = 0;
  auto operator<=>(const Money&) const = default;
  Money operator-() const { return {-fen}; }
  Money& operator+=(Money other) { return fen += other.fen, *this; }
  Money& operator-=(Money other) { return fen -= other.fen, *this; }
  friend Money operator+(Money left, Money right) { return {left.fen + right.fen}; }
  friend Money operator-(Money left, Money right) { return {left.fen - right.fen}; }
};

/// 100 billion yuan: above any real amount, far below what would overflow in sums.
inline constexpr Money max_amount{10'000'000'000'000};
inline constexpr Money max_balance{1'000'000'000'000'000'000};

/// A floor area in 0.01 square metre (one square decimetre).
struct Area {
  std::int64_t dm2 = 0;
  auto operator<=>(const Area&) const = default;
};
inline constexpr Area max_area{1'000'000'000};

/// A price in 0.0001 yuan (0.01 fen) per month, or per month and square metre.
struct Price {
  std::int64_t centifen = 0;
  auto operator<=>(const Price&) const = default;
};
inline constexpr Price max_price{1'000'000'000'000};

/// Working time in 0.01 hour.
struct Hours {
  std::int64_t centihours = 0;
  auto operator<=>(const Hours&) const = default;
};

enum class DecimalFault : std::uint8_t { none, malformed, too_many_decimals, too_large };

/// Reads `-?digits[.digits]` with at most `decimals` decimals into units of 10^-decimals.
/// No spaces, plus signs, exponents or thousands separators.
DecimalFault parse_decimal(std::string_view text, int decimals, std::int64_t max_abs,
                           std::int64_t& out);
/// Writes units of 10^-decimals with exactly `decimals` decimals; drops trailing zeros down to
/// `least_decimals`.
std::string format_decimal(std::int64_t value, int decimals, int least_decimals);

std::string to_string(Money money);  ///< "156.02", "-3.00"
std::string to_string(Area area);    ///< "94.56"
std::string to_string(Price price);  ///< "0.55", "0.5525"
std::string to_string(Hours hours);  ///< "12.50"

/// numerator / denominator rounded half up (away from zero for halves of negative values is not
/// needed: both are >= 0), in 128 bits. REQUIRES: numerator >= 0, denominator > 0.
std::int64_t divide_half_up(__int128 numerator, __int128 denominator);

/// price x area x months, rounded once, at the end, half up (rule 3.1).
Money area_fee(Price price, Area area, int months);
/// price x months, rounded once, half up.
Money flat_fee(Price price, int months);

/// numerator / denominator with four decimals, rounded half up, such as "0.8200"; none when the
/// denominator is zero (collection rates, domain.md section 4). Negative ratios round half away
/// from zero.
std::optional<std::string> ratio4(Money numerator, Money denominator);
std::optional<std::string> ratio4(std::int64_t numerator, std::int64_t denominator);  ///< of counts

}  // namespace mingzhang
