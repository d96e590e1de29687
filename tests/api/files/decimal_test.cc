#include "api/files/decimal.h"

#include <gtest/gtest.h>

namespace mingzhang {
namespace {

TEST(ShownDecimal, TakesBackWhatBinaryDoublesAdded) {
  EXPECT_EQ(shown_decimal("548.58000000000004"), "548.58");
  EXPECT_EQ(shown_decimal("7.0000000000000007E-2"), "0.07");
  EXPECT_EQ(shown_decimal("94.560000000000002"), "94.56");
  EXPECT_EQ(shown_decimal("0.99999999999999989"), "1");
  EXPECT_EQ(shown_decimal("2834.9999999999995"), "2835");
  EXPECT_EQ(shown_decimal("-1E-3"), "-0.001");
}

TEST(ShownDecimal, KeepsWhatIsExact) {
  EXPECT_EQ(shown_decimal("18999999999"), "18999999999");
  EXPECT_EQ(shown_decimal("1001"), "1001");
  EXPECT_EQ(shown_decimal("1001.10"), "1001.1");
  EXPECT_EQ(shown_decimal("0"), "0");
  EXPECT_EQ(shown_decimal("-0.0"), "0");
  EXPECT_EQ(shown_decimal("1.2E+5"), "120000");
}

TEST(ShownDecimal, LongNumbersShowWhatASpreadsheetKeeps) {
  EXPECT_EQ(shown_decimal("4.2000021684024061E+27"), "4200002168402410000000000000");
}

TEST(ShownDecimal, RefusesWhatIsNoNumber) {
  for (const char* raw : {"", "-", "abc", "1.2.3", "1E", "1E+999", "0x10", "1,000", " 1"}) {
    EXPECT_FALSE(shown_decimal(raw)) << raw;
  }
}

TEST(Scientific, OnlyNumbersWithAnExponent) {
  EXPECT_TRUE(is_scientific("4.2E+27"));
  EXPECT_FALSE(is_scientific("42000021684024061"));
  EXPECT_FALSE(is_scientific("SE2024"));
}

TEST(SerialTime, BothDateSystems) {
  EXPECT_EQ(serial_time("42370", false)->days_since_1970, 16801);  // 2016-01-01
  EXPECT_EQ(serial_time("40908", true)->days_since_1970, 16801);
  EXPECT_EQ(serial_time("1", false)->days_since_1970, -25567);   // 1900-01-01
  EXPECT_EQ(serial_time("61", false)->days_since_1970, -25508);  // 1900-03-01
  EXPECT_EQ(serial_time("59", false)->days_since_1970, -25509);  // 1900-02-28
  EXPECT_FALSE(serial_time("60", false));                        // 1900-02-29 never was
}

TEST(SerialTime, TimeOfDayToTheSecond) {
  const auto time = serial_time("46295.84104166667", false);
  ASSERT_TRUE(time);
  EXPECT_EQ(time->second_of_day, 20 * 3600 + 11 * 60 + 6);
  EXPECT_EQ(serial_time("46295.5", false)->second_of_day, 43'200);
  const auto rounded_up = serial_time("46295.999999999", false);
  EXPECT_EQ(rounded_up->second_of_day, 0);
  EXPECT_EQ(rounded_up->days_since_1970, serial_time("46296", false)->days_since_1970);
}

TEST(SerialTime, RefusesWhatIsNoDay) {
  for (const char* raw : {"-1", "2958466", "99999999", "", "soon"}) {
    EXPECT_FALSE(serial_time(raw, false)) << raw;
  }
  EXPECT_TRUE(serial_time("2958465", false));
}

}  // namespace
}  // namespace mingzhang
