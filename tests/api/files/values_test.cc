#include "api/files/values.h"

#include <gtest/gtest.h>

namespace mingzhang {
namespace {

struct MoneyCase {
  const char* text;
  std::int64_t fen;
};

TEST(ParseMoney, TheFormsThatFilesUse) {
  const MoneyCase cases[] = {
      {"28.16", 2816},
      {"¥28.16", 2816},
      {"￥０．３５", 35},
      {"1,234.56", 123456},
      {"-1,000.00", -100000},
      {"¥50.0", 5000},
      {"500", 50000},
      {" 12.00 元 ", 1200},
      {"¥1,234,567.89", 123456789},
      {"-¥3.00", -300},
      {"+3", 300},
      {".5", 0},
      {"92233720368547758.07", 9223372036854775807},
  };
  for (const auto& c : cases) {
    const auto parsed = parse_money_fen({c.text, SheetCellKind::text});
    if (std::string(c.text) == ".5") {
      EXPECT_EQ(parsed.error(), ValueFault::not_a_number);
      continue;
    }
    ASSERT_TRUE(parsed) << c.text;
    EXPECT_EQ(*parsed, c.fen) << c.text;
  }
}

struct FaultCase {
  const char* text;
  ValueFault fault;
};

TEST(ParseMoney, EveryRefusalIsNamed) {
  const FaultCase cases[] = {
      {"", ValueFault::empty},
      {" ", ValueFault::empty},
      {"¥", ValueFault::empty},
      {"/", ValueFault::not_a_number},
      {"1.", ValueFault::not_a_number},
      {"--1", ValueFault::not_a_number},
      {"1e3", ValueFault::not_a_number},
      {"1.234", ValueFault::too_many_decimals},
      {"1.230", ValueFault::too_many_decimals},
      {"12,34", ValueFault::bad_thousands},
      {"1,2345.00", ValueFault::bad_thousands},
      {",123", ValueFault::bad_thousands},
      {"1234,567", ValueFault::bad_thousands},
      {"92233720368547758.08", ValueFault::out_of_range},
  };
  for (const auto& c : cases) {
    const auto parsed = parse_money_fen({c.text, SheetCellKind::text});
    ASSERT_FALSE(parsed) << c.text;
    EXPECT_EQ(parsed.error(), c.fault) << c.text;
    EXPECT_FALSE(sentence(c.fault).zh.empty());
    EXPECT_FALSE(sentence(c.fault).en.empty());
  }
  EXPECT_EQ(parse_money_fen({"12.00", SheetCellKind::merged}).error(), ValueFault::merged);
}

TEST(ParseArea, WithAndWithoutUnits) {
  for (const char* text : {"94.56", "94.56㎡", "94.56 平方米", "９４．５６m2", "94.56m²"}) {
    const auto parsed = parse_area_hundredths({text, SheetCellKind::text});
    ASSERT_TRUE(parsed) << text;
    EXPECT_EQ(*parsed, 9456) << text;
  }
  EXPECT_EQ(parse_area_hundredths({"94.567", SheetCellKind::number}).error(),
            ValueFault::too_many_decimals);
}

std::string time_text(std::string_view text, bool date_1904 = false) {
  const auto parsed = parse_time({std::string(text), SheetCellKind::text}, date_1904);
  return parsed ? to_text(*parsed) : "refused";
}

TEST(ParseTime, TheFormsThatFilesUse) {
  EXPECT_EQ(time_text("2019-09-26 12:45:27"), "2019-09-26 12:45:27");
  EXPECT_EQ(time_text("2024/1/2"), "2024-01-02");
  EXPECT_EQ(time_text("2024.1.2"), "2024-01-02");
  EXPECT_EQ(time_text("2024年1月2日 9:05"), "2024-01-02 09:05:00");
  EXPECT_EQ(time_text("２０２４－０１－０２"), "2024-01-02");
  EXPECT_EQ(time_text("20240102"), "2024-01-02");
  EXPECT_EQ(time_text("2024-01-02T09:05:07.250"), "2024-01-02 09:05:07");
  EXPECT_EQ(time_text("2023-05-02 \t"), "2023-05-02");
  EXPECT_EQ(time_text("42370"), "2016-01-01");
  EXPECT_EQ(time_text("40908", true), "2016-01-01");
  EXPECT_EQ(time_text("46295.84104166667"), "2026-09-30 20:11:06");
}

TEST(ParseTime, RefusesWhatIsNoDate) {
  for (const char* text : {"2023-02-29", "2024-13-01", "24-01-02", "2024-01-02 25:00", "12:00",
                           "2024-01-02 x", "1001", "合计", "2024-01-02 12:00:60"}) {
    EXPECT_EQ(time_text(text), "refused") << text;
  }
  EXPECT_EQ(parse_time({"", SheetCellKind::text}, false).error(), ValueFault::empty);
}

TEST(LostDigits, OrderNumbersThatASpreadsheetRounded) {
  EXPECT_TRUE(lost_digits({"4200002168402410000000000000", SheetCellKind::number}));
  EXPECT_TRUE(lost_digits({"4.2E+27", SheetCellKind::text}));
  EXPECT_FALSE(lost_digits({"4200002168202406076349888061\t", SheetCellKind::text}));
  EXPECT_FALSE(lost_digits({"3985734", SheetCellKind::number}));
}

}  // namespace
}  // namespace mingzhang
