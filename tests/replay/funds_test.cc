#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "replay/reports/common_revenue_report.h"
#include "replay/reports/fund_report.h"
#include "replay/reports/notice.h"
#include "replay/reports/subsidies.h"
#include "tests/kinds/consented_community.h"
#include "tests/kinds/table.h"
#include "tests/replay/books_of.h"

namespace mingzhang::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

const PeriodRange march{period("2026-03"), period("2026-03")};

const std::string earning = consented_community() + R"(
  2026-01-01 balance_brought_forward account=2711.COM amount=500.00
  2026-01-01 balance_brought_forward account=1002.COM amount=500.00
  2026-03-01 common_revenue_received source=parking amount=90.00 counterparty=王五
    resolution=revenue
  2026-03-02 common_revenue_received source=water_vending amount=10.00 counterparty=李四
    resolution=revenue
  2026-03-06 reasonable_cost_paid source=parking amount=15.00 counterparty=王五
  2026-03-07 service_cost_incurred period=2026-03 amount=200.00 category=保洁 payee=赵六
  filled: 2026-03-08 common_revenue_applied to=shortfall amount=30.00 period=2026-03
    resolution=spend
  2026-04-01 common_revenue_applied to=owners amount=20.00 period=2026-03 resolution=revenue
)";

CommonRevenueReport revenue_of(const Table& table, const std::optional<PeriodRange>& range) {
  return common_revenue_report(books_of(table.events()), range, lookup_of(table.events())).value();
}

std::vector<std::string> consent_names(const CommonRevenueReport& report) {
  std::vector<std::string> names;
  for (const Consent& consent : report.consents) names.push_back(consent.resolution);
  return names;
}

TEST(CommonRevenueReport, GoesFromOpeningThroughSourcesAndUsesToClosing) {
  Table table;
  table.run(earning);
  const CommonRevenueReport report = revenue_of(table, march);
  EXPECT_EQ(report.opening, yuan("500.00"));
  ASSERT_THAT(report.sources, SizeIs(2));
  EXPECT_EQ(report.sources[0].source, RevenueSource::water_vending);
  EXPECT_EQ(report.sources[1].gross, yuan("90.00"));
  EXPECT_EQ(report.sources[1].cost, yuan("15.00"));
  EXPECT_EQ(report.sources[1].net(), yuan("75.00"));
  EXPECT_EQ(report.used.shortfall, yuan("30.00"));
  EXPECT_EQ(report.used.sum(), yuan("30.00"));
  EXPECT_EQ(report.closing, yuan("555.00"));
  EXPECT_THAT(consent_names(report), ElementsAre("revenue", "spend"));
}

TEST(CommonRevenueReport, WithoutARangeEverythingIsAMovement) {
  Table table;
  table.run(earning);
  const CommonRevenueReport report = revenue_of(table, std::nullopt);
  EXPECT_EQ(report.opening, Money{});
  EXPECT_EQ(report.brought_forward, yuan("500.00"));
  EXPECT_EQ(report.used.owners, yuan("20.00"));
  EXPECT_EQ(report.closing, yuan("535.00"));
}

TEST(CommonRevenueReport, AReversedUseNamesTheConsentOfItsOriginal) {
  Table table;
  table.run(earning);
  table.run("2026-03-09 event_reversed sequence=filled reason=x");
  const CommonRevenueReport report = revenue_of(table, march);
  ASSERT_THAT(report.uses, SizeIs(2));
  EXPECT_EQ(report.uses[0].amount, yuan("30.00"));
  EXPECT_EQ(report.uses[1].amount, yuan("-30.00"));
  EXPECT_EQ(report.uses[1].resolution, "spend");
  EXPECT_EQ(report.used.shortfall, Money{});
}

FundReport fund_of(const Table& table, const AsOf& question = {}) {
  return fund_report(books_of(table.events(), question));
}

/// A card brought forward, and then drawn down to `left`.
FundCard drawn_down_to(const std::string& left) {
  Table table;
  table.run(consented_community());
  const std::string cost = to_string(yuan("9456.00") - yuan(left));
  table.run(
      "2026-01-02 fund_deposited house=2-1-301 amount=9456.00\n2026-01-03 repair_apportioned "
      "repair=wall amount=" +
      cost + " resolution=repairs houses=2-1-301");
  return fund_of(table).cards.at(0);
}

TEST(FundReport, FlagsACardBelow30PercentOfItsFirstDeposit) {
  EXPECT_EQ(drawn_down_to("2836.80").balance, yuan("2836.80"));
  EXPECT_FALSE(drawn_down_to("2836.80").below_30_percent);
  EXPECT_TRUE(drawn_down_to("2836.79").below_30_percent);
}

TEST(FundReport, TheFirstDepositIsTheFirstThatStands) {
  Table table;
  table.run(consented_community());
  table.run(R"(
    wrong: 2026-01-02 fund_deposited house=1-1-101 amount=9000.00
    2026-01-05 fund_deposited house=1-1-101 amount=40.00
    2026-01-04 fund_deposited house=1-1-101 amount=60.00
    2026-02-01 event_reversed sequence=wrong reason=x
  )");
  const FundCard now = fund_of(table).cards.at(0);
  EXPECT_EQ(now.first_deposit, yuan("60.00"));
  EXPECT_EQ(now.balance, yuan("100.00"));
  EXPECT_FALSE(now.below_30_percent);
  EXPECT_EQ(fund_of(table, {day("2026-01-31"), {}}).cards.at(0).first_deposit, yuan("9000.00"));
}

TEST(FundReport, CardsAndUndistributedMakeTheBank) {
  Table table;
  table.run(consented_community());
  table.run(R"(
    2026-01-01 balance_brought_forward account=2712.MF house=1-1-101 amount=50.00
    2026-01-01 balance_brought_forward account=2712.MF amount=7.00
    2026-01-01 balance_brought_forward account=1002.MF amount=57.00
    2026-01-02 fund_deposited house=1-1-102 amount=80.00
    2026-01-03 fund_interest_credited amount=3.00 basis=balance
    2026-01-04 repair_apportioned repair=roof amount=100.00 resolution=entrance-1-1 building=1
      entrance=1
    2026-01-05 repair_invoiced repair=roof payee=x amount=60.00
    2026-01-06 repair_paid repair=roof payee=x amount=40.00
  )");
  const FundReport report = fund_of(table);
  EXPECT_EQ(report.check.undistributed, yuan("7.00"));
  EXPECT_EQ(report.check.unpaid_repairs, yuan("60.00"));
  EXPECT_EQ(report.check.bank, yuan("100.00"));
  EXPECT_EQ(report.check.difference(), Money{});
  EXPECT_EQ(report.total.brought_forward, yuan("50.00"));
  EXPECT_EQ(report.total.deposits, yuan("80.00"));
  EXPECT_EQ(report.total.interest, yuan("3.00"));
  EXPECT_EQ(report.total.drawn, yuan("100.00"));
  EXPECT_EQ(report.total.balance, report.check.cards);
}

TEST(FundReport, UnmatchedOpeningBalancesShowAsTheDifference) {
  Table table;
  table.run(small_community);
  table.run("2026-01-01 balance_brought_forward account=1002.MF amount=5.00");
  EXPECT_EQ(fund_of(table).check.difference(), yuan("5.00"));
}

TEST(SubsidyReport, AccountsForEachProgrammeAndPurpose) {
  Table table;
  table.run(small_community);
  table.run(R"(
    2026-03-01 subsidy_received programme=党群 purpose=保洁 amount=50.00
    2026-03-01 subsidy_received programme=党群 purpose=绿化 amount=9.00
    2026-03-02 subsidy_received programme=党群 purpose=保洁 amount=10.00
    2026-03-10 subsidy_applied programme=党群 purpose=保洁 amount=20.00 period=2026-03
    2026-03-11 subsidy_returned programme=党群 purpose=保洁 amount=5.00
  )");
  const SubsidyReport report = subsidy_report(books_of(table.events()));
  ASSERT_THAT(report.programmes, SizeIs(2));
  EXPECT_EQ(report.programmes[0].purpose, "保洁");
  EXPECT_EQ(report.programmes[0].received, yuan("60.00"));
  EXPECT_EQ(report.programmes[0].applied, yuan("20.00"));
  EXPECT_EQ(report.programmes[0].returned, yuan("5.00"));
  EXPECT_EQ(report.programmes[0].left(), yuan("35.00"));
  EXPECT_EQ(report.programmes[1].left(), yuan("9.00"));
  EXPECT_EQ(report.total.left(), yuan("44.00"));
}

/// domain.md rule 3.3.
TEST(Consents, SayWhyAVotePassedOrFailed) {
  Table table;
  table.run(small_community);
  table.run(R"(
    2026-01-05 resolution_tallied resolution=r1 matter=business_on_common_parts
      owners_total=120 area_total=9600.00 owners_voting=84 area_voting=6480.00 owners_for=62
      area_for=4900.00 allows=earn valid_from=2026-01-05 valid_until=2026-06-30
    2026-01-06 resolution_tallied resolution=r2 matter=use_fund
      owners_total=120 area_total=9600.00 owners_voting=84 area_voting=6480.00 owners_for=62
      area_for=4900.00 allows=repair valid_from=2026-01-05 valid_until=2026-06-30
  )");
  const std::vector<Consent> all = consents(books_of(table.events()));
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_FALSE(all[0].passed());
  EXPECT_FALSE(all[0].in_force(day("2026-03-01")));
  EXPECT_EQ(
      all[0].why.zh,
      "参与 84/120 (70.00%) 人、6480.00/9600.00 ㎡ (67.50%)，均须达三分之二；同意 62/84 "
      "(73.81%) 人、4900.00/6480.00 ㎡ (75.62%)，均须达参与者的四分之三；未通过：同意人数不足");
  EXPECT_TRUE(all[1].in_force(day("2026-06-30")));
  EXPECT_FALSE(all[1].in_force(day("2026-07-01")));
  EXPECT_THAT(all[1].why.en, HasSubstr("each more than 1/2 of those voting; passed"));
  EXPECT_THAT(consents(books_of(table.events(), {day("2026-01-05"), {}})), SizeIs(1));
}

TEST(Notice, ShowsHousesAmountsAndTotals) {
  Table table;
  table.run(consented_community());
  table.run(R"(
    2026-03-01 common_revenue_received source=parking amount=90.00 counterparty=王五
      resolution=revenue
    2026-03-07 service_cost_incurred period=2026-03 amount=200.00 category=保洁 payee=赵六
    2026-03-01 fee_assessed house=1-1-101 period=2026-03 amount=100.00 reason=x
    2026-03-01 fee_assessed house=1-1-102 period=2026-03 amount=50.00 reason=x
    2026-02-01 fee_assessed house=2-1-301 period=2026-02 amount=70.00 reason=x
    2026-03-09 payment_received house=1-1-101 amount=80.00 channel=bank
  )");
  const Notice posted = notice(books_of(table.events()), march, lookup_of(table.events())).value();
  ASSERT_THAT(posted.houses, SizeIs(2));
  EXPECT_EQ(posted.houses[0].house, "1-1-101");
  EXPECT_EQ(posted.houses[0].paid, yuan("80.00"));
  EXPECT_EQ(posted.houses[0].open, yuan("20.00"));
  EXPECT_EQ(posted.total.assessed, yuan("150.00"));
  EXPECT_EQ(posted.total.open, yuan("70.00"));
  EXPECT_EQ(posted.rate.total.current(), "0.5333");
  EXPECT_EQ(posted.revenue.closing, yuan("90.00"));
  EXPECT_EQ(posted.shortfall.figures.cost, yuan("200.00"));
}

}  // namespace
}  // namespace mingzhang::test
