#pragma once

// The closed vocabularies of event fields. Their numbers are those of the enums in
// schemas/words.fbs and are written for ever; their names are the words of the API.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace mingzhang {

enum class HouseUse : std::uint8_t { dwelling = 0, shop = 1, parking = 2, other = 3 };
enum class TariffBasis : std::uint8_t { area = 0, household = 1, fixed = 2 };
enum class BillingCycle : std::uint8_t { month = 0, quarter = 1, half_year = 2, year = 3 };
/// What a resolution decides (Civil Code 278).
enum class Matter : std::uint8_t {
  business_on_common_parts = 0,
  use_fund = 1,
  raise_fund = 2,
  rebuild = 3,
  other = 4,
};
enum class AllowedUse : std::uint8_t {
  earn = 0,
  fill_shortfall = 1,
  top_up_fund = 2,
  credit_owners = 3,
  repair = 4,
};
enum class ResolutionOutcome : std::uint8_t {
  passed = 0,
  failed_quorum_heads = 1,
  failed_quorum_area = 2,
  failed_majority_heads = 3,
  failed_majority_area = 4,
};
enum class Channel : std::uint8_t { bank = 0, cash = 1, wechat = 2, alipay = 3 };
/// The nine sources of common revenue, 四(一) to 四(四). From 1, so that a subject 0 stays "none".
enum class RevenueSource : std::uint8_t {
  lift_advertising = 1,
  gate_advertising = 2,
  wall_advertising = 3,
  water_vending = 4,
  parcel_locker = 5,
  courier_station = 6,
  shared_house = 7,
  parking = 8,
  promotion = 9,
};
enum class RevenueUse : std::uint8_t { shortfall = 0, maintenance_fund = 1, owners = 2 };
/// What fund interest is shared out by.
enum class InterestBasis : std::uint8_t { balance = 0, area = 1 };

/// Names of an enum's values, in order of their numbers; the first number is `word_base`.
template <class Enum>
struct Words;

#define MINGZHANG_WORDS(Enum, base, ...)                                          \
  template <>                                                                     \
  struct Words<Enum> {                                                            \
    static constexpr std::uint8_t first = base;                                   \
    static constexpr auto names = std::to_array<std::string_view>({__VA_ARGS__}); \
  }

MINGZHANG_WORDS(HouseUse, 0, "dwelling", "shop", "parking", "other");
MINGZHANG_WORDS(TariffBasis, 0, "area", "household", "fixed");
MINGZHANG_WORDS(BillingCycle, 0, "month", "quarter", "half_year", "year");
MINGZHANG_WORDS(Matter, 0, "business_on_common_parts", "use_fund", "raise_fund", "rebuild",
                "other");
MINGZHANG_WORDS(AllowedUse, 0, "earn", "fill_shortfall", "top_up_fund", "credit_owners", "repair");
MINGZHANG_WORDS(ResolutionOutcome, 0, "passed", "failed_quorum_heads", "failed_quorum_area",
                "failed_majority_heads", "failed_majority_area");
MINGZHANG_WORDS(Channel, 0, "bank", "cash", "wechat", "alipay");
MINGZHANG_WORDS(RevenueSource, 1, "lift_advertising", "gate_advertising", "wall_advertising",
                "water_vending", "parcel_locker", "courier_station", "shared_house", "parking",
                "promotion");
MINGZHANG_WORDS(RevenueUse, 0, "shortfall", "maintenance_fund", "owners");
MINGZHANG_WORDS(InterestBasis, 0, "balance", "area");
#undef MINGZHANG_WORDS

template <class Enum>
std::string_view word(Enum value) {
  return Words<Enum>::names.at(static_cast<std::size_t>(value) - Words<Enum>::first);
}

/// The word as prose: "maintenance fund".
template <class Enum>
std::string plain_words(Enum value) {
  std::string text(word(value));
  std::ranges::replace(text, '_', ' ');
  return text;
}

template <class Enum>
std::optional<Enum> parse_word(std::string_view name) {
  for (std::size_t i = 0; i < Words<Enum>::names.size(); ++i) {
    if (Words<Enum>::names[i] == name) return static_cast<Enum>(i + Words<Enum>::first);
  }
  return std::nullopt;
}

constexpr int months_of(BillingCycle cycle) {
  constexpr std::array months{1, 3, 6, 12};
  return months.at(static_cast<std::size_t>(cycle));
}

}  // namespace mingzhang
