#include "replay/reports/arrears.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/kinds/consented_community.h"
#include "tests/kinds/table.h"
#include "tests/replay/books_of.h"

namespace mingzhang::test {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

ArrearsReport report_of(const Table& table, const AsOf& question = {}) {
  return arrears_report(books_of(table.events(), question));
}

TEST(Arrears, ListsWhatEachHouseOwesByPeriod) {
  Table table;
  table.run(small_community);
  table.run(R"(
    2026-01-01 balance_brought_forward account=1122.OPS house=1-1-102 period=2025-06 amount=70.00
    2026-01-31 fee_assessed house=1-1-101 period=2026-01 amount=100.00 reason=x
    2026-02-28 fee_assessed house=1-1-101 period=2026-02 amount=80.00 reason=x
    2026-03-01 late_fee_charged house=1-1-101 period=2026-01 amount=1.50 reason=x
    2026-03-02 payment_received house=1-1-101 amount=30.00 channel=bank
    2026-03-03 payment_received house=2-1-301 amount=25.00 channel=bank
  )");
  const ArrearsReport report = report_of(table);
  ASSERT_THAT(report.houses, SizeIs(3));
  const HouseArrears& first = report.houses[0];
  EXPECT_EQ(first.house, "1-1-101");
  ASSERT_THAT(first.periods, SizeIs(2));
  EXPECT_EQ(first.periods[0].period, period("2026-01"));
  EXPECT_EQ(first.periods[0].figures.open(), yuan("70.00"));
  EXPECT_EQ(first.periods[0].figures.late_fee_open, yuan("1.50"));
  EXPECT_EQ(first.fees_open, yuan("150.00"));
  EXPECT_EQ(first.owed(), yuan("151.50"));
  EXPECT_EQ(report.houses[1].fees_open, yuan("70.00"));
  EXPECT_EQ(report.houses[2].house, "2-1-301");
  EXPECT_EQ(report.houses[2].prepaid, yuan("25.00"));
  EXPECT_EQ(report.totals.houses_owing, 2U);
  EXPECT_EQ(report.totals.fees_open, yuan("220.00"));
  EXPECT_EQ(report.totals.late_fees_open, yuan("1.50"));
}

TEST(Arrears, AgesAreCountedFromTheFeePeriodToTheAsOfDate) {
  Table table;
  table.run(small_community);
  table.run(R"(
    2026-06-01 fee_assessed house=1-1-101 period=2023-06 amount=1.00 reason=x
    2026-06-01 fee_assessed house=1-1-101 period=2023-07 amount=2.00 reason=x
    2026-06-01 fee_assessed house=1-1-101 period=2025-06 amount=4.00 reason=x
    2026-06-01 fee_assessed house=1-1-101 period=2025-07 amount=8.00 reason=x
    2026-06-01 fee_assessed house=1-1-101 period=2025-12 amount=16.00 reason=x
    2026-06-01 fee_assessed house=1-1-101 period=2026-01 amount=32.00 reason=x
    2026-06-01 fee_assessed house=1-1-101 period=2026-03 amount=64.00 reason=x
    2026-06-01 fee_assessed house=1-1-101 period=2026-04 amount=128.00 reason=x
    2026-06-01 fee_assessed house=1-1-101 period=2026-07 amount=256.00 reason=x
  )");
  // Below 3, 6, 12 and 36 months, and older.
  const ArrearsAges expected{yuan("384.00"), yuan("96.00"), yuan("24.00"), yuan("6.00"),
                             yuan("1.00")};
  EXPECT_EQ(report_of(table, {day("2026-06-30"), {}}).totals.ages, expected);
  EXPECT_EQ(report_of(table, {day("2026-07-01"), {}}).totals.ages.back(), yuan("3.00"));
}

TEST(Arrears, WhatAReversalLeavesNegativeIsReported) {
  Table table;
  table.run(small_community);
  table.run(R"(
    fee: 2026-01-31 fee_assessed house=1-1-101 period=2026-01 amount=100.00 reason=x
    2026-02-01 payment_received house=1-1-101 amount=100.00 channel=bank
    2026-02-02 event_reversed sequence=fee reason=x
    ahead: 2026-02-03 payment_received house=1-1-102 amount=60.00 channel=bank
    2026-02-04 fee_assessed house=1-1-102 period=2026-02 amount=60.00 reason=x
    2026-02-05 event_reversed sequence=ahead reason=x
  )");
  const ArrearsReport report = report_of(table);
  ASSERT_THAT(report.negative, SizeIs(2));
  EXPECT_EQ(report.negative[0].house, "1-1-101");
  EXPECT_EQ(report.negative[0].what, NegativeWhat::fee);
  EXPECT_EQ(report.negative[0].period, period("2026-01"));
  EXPECT_EQ(report.negative[0].amount, yuan("-100.00"));
  EXPECT_EQ(report.negative[1].house, "1-1-102");
  EXPECT_EQ(report.negative[1].what, NegativeWhat::prepayment);
  EXPECT_EQ(report.negative[1].amount, yuan("-60.00"));
}

TEST(Arrears, RepairSharesStandUnderTheirRepair) {
  Table table;
  table.run(consented_community());
  table.run(R"(
    2026-03-01 repair_apportioned repair=roof amount=106.90 resolution=entrance-1-1 building=1
      entrance=1
    2026-03-02 repair_share_paid repair=roof house=1-1-101 amount=50.12 channel=bank
  )");
  const ArrearsReport report = report_of(table);
  ASSERT_THAT(report.houses, SizeIs(1));
  ASSERT_THAT(report.houses[0].repairs, SizeIs(1));
  EXPECT_EQ(report.houses[0].repairs[0].repair, "roof");
  EXPECT_EQ(report.houses[0].repairs_open, yuan("56.78"));
  EXPECT_EQ(report.totals.repairs_open, yuan("56.78"));
}

TEST(Arrears, SuspenseIsListedUntilItIsMatched) {
  Table table;
  table.run(small_community);
  table.run(R"(
    one: 2026-03-01 suspense_received amount=10.00 channel=wechat trade_number=T1
    two: 2026-03-02 suspense_received amount=20.00 channel=bank trade_number=T2
    2026-03-05 suspense_matched sequence=one house=1-1-101
  )");
  const ArrearsReport now = report_of(table);
  ASSERT_THAT(now.suspense, SizeIs(1));
  EXPECT_EQ(now.suspense[0].trade_number, "T2");
  EXPECT_EQ(now.suspense[0].open, yuan("20.00"));
  EXPECT_EQ(now.suspense[0].business_date, day("2026-03-02"));
  EXPECT_THAT(report_of(table, {day("2026-03-04"), {}}).suspense, SizeIs(2));
  EXPECT_EQ(report_of(table, {day("2026-03-01"), {}}).totals.suspense_open, yuan("10.00"));
}

TEST(Arrears, ASettledCommunityHasNone) {
  Table table;
  table.run(small_community);
  table.run(R"(
    2026-01-31 fee_assessed house=1-1-101 period=2026-01 amount=100.00 reason=x
    2026-02-01 payment_received house=1-1-101 amount=100.00 channel=bank
  )");
  EXPECT_THAT(report_of(table).houses, IsEmpty());
  EXPECT_THAT(report_of(table, {day("2026-01-31"), {}}).houses, SizeIs(1));
}

}  // namespace
}  // namespace mingzhang::test
