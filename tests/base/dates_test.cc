#include "ledger/base/dates.h"

#include <gtest/gtest.h>

#include <random>

namespace mingzhang::test {
namespace {

TEST(Day, ReadsCalendarDatesOnly) {
  EXPECT_EQ(parse_day("1970-01-01"), std::nullopt) << "before 1990";
  EXPECT_EQ(parse_day("1990-01-01"), first_day);
  EXPECT_EQ(parse_day("2024-02-29")->since_1970, 19'782);
  for (const char* text :
       {"", "2026-02-29", "2026-02-30", "2026-13-01", "2026-00-01", "2026-01-00", "2026-1-01",
        "2026-01-1", "2026/01/01", "20260101", "2026-01-01 ", " 2026-01-01", "-026-01-01",
        "2026-01-0x", "1989-12-31", "2150-01-01", "２０26-01-01"}) {
    EXPECT_EQ(parse_day(text), std::nullopt) << text;
  }
}

TEST(Day, EveryDayIsWrittenAndReadBackInOrder) {
  const Day last = *parse_day("2148-12-31");
  for (Day day = first_day; day <= last; ++day.since_1970) {
    const std::string text = to_string(day);
    ASSERT_EQ(parse_day(text), day) << text;
    const Period period = period_of(day);
    ASSERT_EQ(to_string(period), text.substr(0, 7));
    ASSERT_TRUE(first_day_of(period) <= day && day <= last_day_of(period)) << text;
  }
  EXPECT_LE(last.since_1970, 65'535) << "a posting keeps its day in 16 bits";
  EXPECT_EQ(parse_day("2149-01-01"), std::nullopt);
}

TEST(Period, ReadsCalendarMonthsOnly) {
  EXPECT_EQ(to_string(*parse_period("2026-03")), "2026-03");
  EXPECT_EQ(parse_period("2026-12")->months - parse_period("2026-01")->months, 11);
  for (const char* text : {"", "2026", "2026-0", "2026-00", "2026-13", "2026-3", "2026-03-01",
                           "2026/03", "1989-12", "2150-01", "20x6-03"}) {
    EXPECT_EQ(parse_period(text), std::nullopt) << text;
  }
}

TEST(Period, AddsMonthsAcrossYears) {
  const Period december = *parse_period("2025-12");
  EXPECT_EQ(to_string(add_months(december, 1)), "2026-01");
  EXPECT_EQ(to_string(add_months(december, 14)), "2027-02");
  EXPECT_EQ(to_string(add_months(december, -12)), "2024-12");
  EXPECT_EQ(to_string(last_day_of(*parse_period("2024-02"))), "2024-02-29");
  EXPECT_EQ(to_string(last_day_of(*parse_period("2100-02"))), "2100-02-28");
  EXPECT_EQ(to_string(first_day_of(*parse_period("2026-03"))), "2026-03-01");
}

TEST(Instant, ReadsRfc3339) {
  const std::optional<Instant> noon = parse_instant("2026-03-05T12:00:00+08:00");
  ASSERT_TRUE(noon.has_value());
  EXPECT_EQ(parse_instant("2026-03-05T04:00:00Z"), noon);
  EXPECT_EQ(parse_instant("2026-03-04t23:00:00-05:00"), noon);
  EXPECT_EQ(parse_instant("2026-03-05T04:00:00.000000z"), noon);
  EXPECT_EQ(parse_instant("2026-03-05T04:00:00.25Z")->us - noon->us, 250'000);
  EXPECT_EQ(parse_instant("2026-03-05T04:00:00.1234567Z")->us - noon->us, 123'456);
  for (const char* text :
       {"", "2026-03-05", "2026-03-05T12:00:00", "2026-03-05 12:00:00Z", "2026-03-05T24:00:00Z",
        "2026-03-05T12:60:00Z", "2026-03-05T12:00:61Z", "2026-03-05T12:00Z",
        "2026-03-05T12:00:00.Z", "2026-03-05T12:00:00+8:00", "2026-03-05T12:00:00+24:00",
        "2026-03-05T12:00:00+08:60", "2026-03-05T12:00:00 08:00", "2026-02-30T12:00:00Z"}) {
    EXPECT_EQ(parse_instant(text), std::nullopt) << text;
  }
}

TEST(Instant, IsWrittenInShanghaiTimeAndReadBack) {
  EXPECT_EQ(to_string(Instant{0}), "1970-01-01T08:00:00+08:00");
  EXPECT_EQ(to_string(Instant{-1}), "1970-01-01T07:59:59.999999+08:00");
  EXPECT_EQ(to_string(*parse_instant("2026-03-04T16:00:00Z")), "2026-03-05T00:00:00+08:00");
  std::mt19937_64 random(3);
  for (int round = 0; round < 10'000; ++round) {
    constexpr std::uint64_t century_us = 3'155'760'000'000'000;
    const Instant instant{631'152'000'000'000 + static_cast<std::int64_t>(random() % century_us)};
    ASSERT_EQ(parse_instant(to_string(instant)), instant) << to_string(instant);
    ASSERT_EQ(to_string(day_in_shanghai(instant)), to_string(instant).substr(0, 10));
  }
}

}  // namespace
}  // namespace mingzhang::test
