#include "replay/reports/collection_rate.h"

#include <gtest/gtest.h>

#include "tests/replay/small_books.h"

namespace mingzhang::test {
namespace {

const PeriodRange march{period("2026-03"), period("2026-03")};

CollectionFigures rate(const SmallBooks& small, const PeriodRange& range = march,
                       const AsOf& question = {}) {
  return collection_rate(small.books(question), range).total;
}

/// domain.md section 4: assessed 100,000.00, collected 82,000.00; arrears 30,000.00, recovered
/// 6,000.00; prepaid 5,000.00.
SmallBooks check_values() {
  SmallBooks small;
  small.assess("2025-12-01", "1-1-101", "2025-12", "20000.00");
  small.assess("2026-02-01", "1-1-102", "2026-02", "10000.00");
  small.assess("2026-03-01", "1-1-101", "2026-03", "40000.00");
  small.assess("2026-03-01", "1-1-102", "2026-03", "60000.00");
  small.pay("2026-03-05", "1-1-101", "2025-12", "6000.00");
  small.pay("2026-03-10", "1-1-101", "2026-03", "40000.00");
  small.pay("2026-03-20", "1-1-102", "2026-03", "42000.00");
  small.pay("2026-03-31", "2-1-101", "", "5000.00");
  return small;
}

TEST(CollectionRate, GivesTheCheckValues) {
  const CollectionFigures figures = rate(check_values());
  EXPECT_EQ(figures.assessed, yuan("100000.00"));
  EXPECT_EQ(figures.collected, yuan("82000.00"));
  EXPECT_EQ(figures.opening_arrears, yuan("30000.00"));
  EXPECT_EQ(figures.arrears_recovered, yuan("6000.00"));
  EXPECT_EQ(figures.cash_received, yuan("93000.00"));
  EXPECT_EQ(figures.current(), "0.8200");
  EXPECT_EQ(figures.clearance(), "0.2000");
  EXPECT_EQ(figures.composite(), "0.6769");
  EXPECT_EQ(figures.household(), "0.5000");
  EXPECT_EQ(figures.houses_charged, 2U);
  EXPECT_EQ(figures.houses_paid, 1U);
}

TEST(CollectionRate, BuildingsAddUpToTheCommunity) {
  const CollectionRate report = collection_rate(check_values().books(), march);
  ASSERT_EQ(report.buildings.size(), 2U);
  EXPECT_EQ(report.buildings[0].building, "1");
  EXPECT_EQ(report.buildings[0].figures.assessed, yuan("100000.00"));
  EXPECT_EQ(report.buildings[1].figures.cash_received, yuan("5000.00"));
  CollectionFigures sum;
  for (const BuildingCollection& building : report.buildings) sum += building.figures;
  EXPECT_EQ(sum, report.total);
}

TEST(CollectionRate, NothingAssessedGivesNoRate) {
  const CollectionFigures figures = rate(SmallBooks{});
  EXPECT_EQ(figures.current(), std::nullopt);
  EXPECT_EQ(figures.clearance(), std::nullopt);
  EXPECT_EQ(figures.composite(), std::nullopt);
  EXPECT_EQ(figures.household(), std::nullopt);
}

TEST(CollectionRate, MoneyCountsForItsPeriodWheneverItComesIn) {
  SmallBooks small;
  small.assess("2026-03-01", "1-1-101", "2026-03", "100.00");
  small.pay("2026-05-02", "1-1-101", "2026-03", "100.00");
  EXPECT_EQ(rate(small).current(), "1.0000");
  EXPECT_EQ(rate(small).cash_received, Money{}) << "the money came in outside the range";
  EXPECT_EQ(rate(small, march, {day("2026-04-30"), {}}).current(), "0.0000");
  const PeriodRange may{period("2026-05"), period("2026-05")};
  EXPECT_EQ(rate(small, may).opening_arrears, yuan("100.00"));
  EXPECT_EQ(rate(small, may).clearance(), "1.0000");
}

TEST(CollectionRate, ArrearsRecoveredAfterTheRangeDoNotCount) {
  SmallBooks small;
  small.assess("2026-02-01", "1-1-101", "2026-02", "100.00");
  small.pay("2026-02-28", "1-1-101", "2026-02", "10.00");
  small.pay("2026-03-01", "1-1-101", "2026-02", "20.00");
  small.pay("2026-03-31", "1-1-101", "2026-02", "20.00");
  small.pay("2026-04-01", "1-1-101", "2026-02", "50.00");
  EXPECT_EQ(rate(small).opening_arrears, yuan("90.00"));
  EXPECT_EQ(rate(small).arrears_recovered, yuan("40.00"));
  EXPECT_EQ(rate(small, march, {day("2026-03-30"), {}}).arrears_recovered, yuan("20.00"));
}

TEST(CollectionRate, AReversalLowersTheRateOfThePeriodTheFeeWasFor) {
  SmallBooks small;
  small.assess("2026-03-01", "1-1-101", "2026-03", "100.00");
  const Sequence paid = small.pay("2026-03-02", "1-1-101", "2026-03", "100.00");
  small.reverse("2026-06-15", paid);
  EXPECT_EQ(rate(small).current(), "0.0000");
  EXPECT_EQ(rate(small).houses_paid, 0U);
  EXPECT_EQ(rate(small, march, {day("2026-06-14"), {}}).current(), "1.0000");
  const PeriodRange june{period("2026-06"), period("2026-06")};
  EXPECT_EQ(rate(small, june).arrears_recovered, yuan("-100.00"));
  EXPECT_EQ(rate(small, june).cash_received, yuan("-100.00"));
}

TEST(CollectionRate, DiscountsLowerWhatIsAssessed) {
  SmallBooks small;
  small.assess("2026-03-01", "1-1-101", "2026-03", "100.00");
  small.pay("2026-03-02", "1-1-101", "2026-03", "100.00");
  // A discount on what is paid turns into prepayment.
  small.record("2026-03-03", DiscountGranted{},
               {{"6001.OPS", "20.00", Flow::plain, "", "2026-03"},
                {"1122.OPS", "-20.00", Flow::fee_discounted, "1-1-101", "2026-03"},
                {"1122.OPS", "20.00", Flow::fee_collected_from_prepayment, "1-1-101", "2026-03"},
                {"2203.OPS", "-20.00", Flow::plain, "1-1-101"}});
  const CollectionFigures figures = rate(small);
  EXPECT_EQ(figures.assessed, yuan("80.00"));
  EXPECT_EQ(figures.collected, yuan("80.00"));
  EXPECT_EQ(figures.cash_received, yuan("100.00"));
  EXPECT_EQ(figures.houses_paid, 1U);
}

TEST(CollectionRate, APrepaymentCountsForThePeriodThatUsesIt) {
  SmallBooks small;
  small.pay("2026-01-15", "1-1-101", "", "150.00");
  EXPECT_EQ(rate(small).collected, Money{});
  small.record("2026-03-01", FeeAssessed{},
               {{"1122.OPS", "100.00", Flow::fee_assessed, "1-1-101", "2026-03"},
                {"2203.OPS", "100.00", Flow::plain, "1-1-101"},
                {"1122.OPS", "-100.00", Flow::fee_collected_from_prepayment, "1-1-101", "2026-03"},
                {"6001.OPS", "-100.00", Flow::plain, "", "2026-03"}});
  EXPECT_EQ(rate(small).current(), "1.0000");
  EXPECT_EQ(rate(small).household(), "1.0000");
  EXPECT_EQ(rate(small).cash_received, Money{}) << "the money came in in January";
}

TEST(CollectionRate, WorkOffsetsStandApart) {
  SmallBooks small;
  small.assess("2026-03-01", "1-1-101", "2026-03", "100.00");
  small.pay("2026-03-02", "1-1-101", "2026-03", "90.00");
  small.record("2026-03-05", WorkOffsetGranted{},
               {{"6401.OPS", "10.00", Flow::cost_of_offset_labour, "", "2026-03"},
                {"1122.OPS", "-10.00", Flow::fee_offset, "1-1-101", "2026-03"}});
  const CollectionFigures figures = rate(small);
  EXPECT_EQ(figures.current(), "0.9000");
  EXPECT_EQ(figures.current_with_offsets(), "1.0000");
  EXPECT_EQ(figures.work_offsets, yuan("10.00"));
  EXPECT_EQ(figures.cash_received, yuan("90.00"));
  EXPECT_EQ(figures.household(), "1.0000");
}

TEST(CollectionRate, LateFeesAndRepairSharesCountInNoFigure) {
  SmallBooks small;
  small.assess("2026-02-01", "1-1-101", "2026-02", "100.00");
  small.assess("2026-03-01", "1-1-101", "2026-03", "100.00");
  const CollectionFigures before = rate(small);
  small.record(
      "2026-02-20", LateFeeCharged{},
      {{"1122.OPS", "5.00", Flow::late_fee_charged, "1-1-101", "2026-02"}, {"6001.OPS", "-5.00"}},
      "2026-03-02");
  small.record("2026-03-03", PaymentReceived{},
               {{"1002.OPS", "5.00"},
                {"1122.OPS", "-5.00", Flow::late_fee_collected, "1-1-101", "2026-02"}});
  RepairApportioned repair;
  repair.number.value = {1};
  small.record("2026-03-04", repair,
               {{"1221.TRUST", "686.63", Flow::repair_billed, "1-1-101", "", 1},
                {"2299.TRUST", "-686.63", Flow::plain, "", "", 1}});
  small.record("2026-03-05", RepairSharePaid{},
               {{"1002.TRUST", "686.63"},
                {"1221.TRUST", "-686.63", Flow::repair_collected, "1-1-101", "", 1}});
  EXPECT_EQ(rate(small), before);
}

TEST(CollectionRate, DebtsBroughtForwardForThePeriodsAreAssessed) {
  SmallBooks small;
  small.record("2026-01-01", BalanceBroughtForward{},
               {{"1122.OPS", "70.00", Flow::fee_brought_forward, "1-1-101", "2025-12"},
                {"4999.OPS", "-70.00"}});
  const PeriodRange december{period("2025-12"), period("2025-12")};
  EXPECT_EQ(rate(small, december).assessed, yuan("70.00"));
  EXPECT_EQ(rate(small, december).cash_received, Money{});
  EXPECT_EQ(rate(small).opening_arrears, yuan("70.00"));
}

TEST(CollectionRate, CashIsWhatOwnersPaidLessRefunds) {
  SmallBooks small;
  small.record("2026-03-01", BalanceBroughtForward{},
               {{"4999.OPS", "30.00"}, {"2203.OPS", "-30.00", Flow::plain, "1-1-101"}});
  small.record("2026-03-02", FeeRefunded{},
               {{"2203.OPS", "10.00", Flow::plain, "1-1-101"}, {"1002.OPS", "-10.00"}});
  small.record("2026-03-03", CommonRevenueApplied{},
               {{"2711.COM", "50.00", Flow::revenue_to_owners, "", "2026-03"},
                {"1002.COM", "-50.00"},
                {"1002.OPS", "50.00"},
                {"2203.OPS", "-50.00", Flow::plain, "1-1-101"}});
  small.record("2026-03-04", PaymentReceived{},
               {{"1012.OPS", "99.40", Flow::in_transit, "", "", 2},
                {"6603.OPS", "0.60", Flow::channel_fee_charged, "", "", 2},
                {"2203.OPS", "-100.00", Flow::plain, "1-1-101"}});
  small.record("2026-03-05", SuspenseMatched{},
               {{"2241.OPS", "7.00", Flow::suspense_matched, "", "", 1},
                {"2203.OPS", "-7.00", Flow::plain, "1-1-101"}});
  EXPECT_EQ(rate(small).cash_received, yuan("97.00"));
}

TEST(CollectionRate, AnswersWhatWasKnownThen) {
  SmallBooks small;
  small.assess("2026-03-01", "1-1-101", "2026-03", "100.00");
  small.pay("2026-03-10", "1-1-101", "2026-03", "60.00", "2026-03-10");
  // Paid in March, recorded in April.
  small.pay("2026-03-20", "1-1-101", "2026-03", "40.00", "2026-04-02");
  const AsOf march_as_known_then{day("2026-03-31"), noon("2026-03-31")};
  const AsOf march_as_known_now{day("2026-03-31"), {}};
  EXPECT_EQ(rate(small, march, march_as_known_then).current(), "0.6000");
  EXPECT_EQ(rate(small, march, march_as_known_now).current(), "1.0000");
  const CollectionRate report = collection_rate(small.books(march_as_known_then), march);
  EXPECT_EQ(report.head.as_of, day("2026-03-31"));
  EXPECT_EQ(report.head.through, Sequence{6});
}

}  // namespace
}  // namespace mingzhang::test
