#include "ledger/base/money.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace mingzhang::test {
namespace {

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

DecimalFault fault(std::string_view text, int decimals = 2, std::int64_t max_abs = 100'000) {
  std::int64_t out = 42;
  const DecimalFault result = parse_decimal(text, decimals, max_abs, out);
  EXPECT_EQ(result == DecimalFault::none, out != 42) << text << ": a fault leaves `out` alone";
  return result;
}

std::int64_t value(std::string_view text, int decimals = 2) {
  std::int64_t out = 0;
  EXPECT_EQ(parse_decimal(text, decimals, largest, out), DecimalFault::none) << text;
  return out;
}

TEST(ParseDecimal, ReadsUnitsOfTheLastDecimal) {
  EXPECT_EQ(value("156.02"), 15602);
  EXPECT_EQ(value("156.2"), 15620);
  EXPECT_EQ(value("156"), 15600);
  EXPECT_EQ(value("0.05"), 5);
  EXPECT_EQ(value("-3.00"), -300);
  EXPECT_EQ(value("-0.00"), 0);
  EXPECT_EQ(value("007.10"), 710);
  EXPECT_EQ(value("0.5525", 4), 5525);
  EXPECT_EQ(value("12", 0), 12);
}

TEST(ParseDecimal, RefusesWhatIsNotAPlainDecimal) {
  for (const char* text : {"", "-", ".", "1.", ".5", "+1", " 1", "1 ", "1e2", "1,000", "1.2.3",
                           "--1", "1.-2", "0x10", "１", "nan"}) {
    EXPECT_EQ(fault(text), DecimalFault::malformed) << text;
  }
}

TEST(ParseDecimal, RefusesTooManyDecimalsEvenZeros) {
  EXPECT_EQ(fault("1.001"), DecimalFault::too_many_decimals);
  EXPECT_EQ(fault("1.100"), DecimalFault::too_many_decimals);
  EXPECT_EQ(fault("1.0", 0), DecimalFault::too_many_decimals);
}

TEST(ParseDecimal, RefusesWhatIsTooLargeEitherWay) {
  EXPECT_EQ(fault("1000.00"), DecimalFault::none);
  EXPECT_EQ(fault("1000.01"), DecimalFault::too_large);
  EXPECT_EQ(fault("-1000.00"), DecimalFault::none);
  EXPECT_EQ(fault("-1000.01"), DecimalFault::too_large);
  EXPECT_EQ(fault("9999999999999999999999999999999999999999999999"), DecimalFault::too_large);
}

TEST(FormatDecimal, WritesAndReadsBackAnyNumber) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 10'000; ++round) {
    const auto magnitude = static_cast<std::int64_t>(random() >> (1 + random() % 62));
    const std::int64_t number = random() % 2 == 0 ? magnitude : -magnitude;
    const int decimals = 1 + static_cast<int>(random() % 4);
    const std::string text = format_decimal(number, decimals, 1);
    ASSERT_EQ(value(text, decimals), number) << text;
    ASSERT_EQ(value(format_decimal(number, 4, 4), 4), number);
  }
}

TEST(FormatDecimal, KeepsTheLeastDecimals) {
  EXPECT_EQ(to_string(Money{15602}), "156.02");
  EXPECT_EQ(to_string(Money{-300}), "-3.00");
  EXPECT_EQ(to_string(Money{-5}), "-0.05");
  EXPECT_EQ(to_string(Money{}), "0.00");
  EXPECT_EQ(to_string(Price{5500}), "0.55");
  EXPECT_EQ(to_string(Price{5525}), "0.5525");
  EXPECT_EQ(to_string(Price{10'000}), "1.00");
  EXPECT_EQ(to_string(Area{9456}), "94.56");
  EXPECT_EQ(to_string(Hours{1250}), "12.50");
  EXPECT_EQ(to_string(Money{largest}), "92233720368547758.07");
  EXPECT_EQ(to_string(Money{std::numeric_limits<std::int64_t>::min()}), "-92233720368547758.08");
}

TEST(Rounding, IsHalfUp) {
  EXPECT_EQ(divide_half_up(0, 3), 0);
  EXPECT_EQ(divide_half_up(1, 2), 1);
  EXPECT_EQ(divide_half_up(3, 2), 2);
  EXPECT_EQ(divide_half_up(49, 100), 0);
  EXPECT_EQ(divide_half_up(50, 100), 1);
  EXPECT_EQ(divide_half_up(149, 100), 1);
}

// 94.56 square metres at 0.55 yuan (domain.md rule 3.1): once, at the end.
TEST(Rounding, OfAFeeHappensOnceAtTheEnd) {
  const Price price{5500};
  const Area area{9456};
  EXPECT_EQ(to_string(area_fee(price, area, 1)), "52.01");
  EXPECT_EQ(to_string(area_fee(price, area, 3)), "156.02");
  EXPECT_EQ(to_string(area_fee(price, area, 6)), "312.05");
  EXPECT_EQ(to_string(area_fee(price, area, 12)), "624.10");
  EXPECT_EQ(to_string(flat_fee(Price{105'050}, 1)), "10.51");
  EXPECT_EQ(to_string(flat_fee(Price{105'050}, 3)), "31.52");
}

// The rounded fee is within half a fen of the exact one, and halves go up.
TEST(Rounding, OfAnyFeeIsTheNearestFen) {
  std::mt19937_64 random(2);
  for (int round = 0; round < 10'000; ++round) {
    const Price price{static_cast<std::int64_t>(random() % 1'000'000)};
    const Area area{static_cast<std::int64_t>(random() % 1'000'000)};
    const int months = 1 + static_cast<int>(random() % 12);
    const __int128 exact = static_cast<__int128>(price.centifen) * area.dm2 * months;
    const __int128 twice_off =
        2 * (exact - static_cast<__int128>(10'000) * area_fee(price, area, months).fen);
    ASSERT_TRUE(twice_off >= -10'000 && twice_off < 10'000);
  }
}

TEST(Rounding, OfTheLargestFeeDoesNotOverflow) {
  EXPECT_EQ(area_fee(max_price, max_area, 12).fen, 1'200'000'000'000'000'000);
}

TEST(Ratio4, HasFourDecimalsHalfUp) {
  const auto ratio = [](std::int64_t numerator, std::int64_t denominator) {
    return ratio4(Money{numerator}, Money{denominator}).value_or("none");
  };
  EXPECT_EQ(ratio(82'000, 100'000), "0.8200");
  EXPECT_EQ(ratio(88'000, 130'000), "0.6769");
  EXPECT_EQ(ratio(6'000, 30'000), "0.2000");
  EXPECT_EQ(ratio(1, 20'000), "0.0001") << "a half goes up";
  EXPECT_EQ(ratio(1, 20'001), "0.0000");
  EXPECT_EQ(ratio(0, 5), "0.0000");
  EXPECT_EQ(ratio(3, 2), "1.5000");
  EXPECT_EQ(ratio(5, 0), "none");
  EXPECT_EQ(ratio(-1, 3), "-0.3333");
  EXPECT_EQ(ratio(1, -3), "-0.3333");
  EXPECT_EQ(ratio(-1, -3), "0.3333");
  EXPECT_EQ(ratio(max_balance.fen, max_balance.fen), "1.0000");
}

}  // namespace
}  // namespace mingzhang::test
