#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "replay/reports/community_statement.h"
#include "replay/reports/house_statement.h"
#include "tests/kinds/consented_community.h"
#include "tests/kinds/table.h"
#include "tests/replay/books_of.h"

namespace mingzhang::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// "debit credit balance" of each line.
std::vector<std::string> figures(const Statement& statement) {
  std::vector<std::string> lines;
  for (const StatementLine& line : statement.lines) {
    lines.push_back(to_string(line.debit) + " " + to_string(line.credit) + " " +
                    to_string(line.balance));
  }
  return lines;
}

HouseStatement statement_of(const Table& table, const std::string& house,
                            const DayRange& days = {}) {
  const Books books = books_of(table.events());
  return house_statement(books, books.registry().house_number(house), days);
}

const std::string one_house = std::string(small_community) + R"(
  2026-01-31 fee_assessed house=1-1-101 period=2026-01 amount=100.00 reason=x
  paid: 2026-02-10 payment_received house=1-1-101 amount=150.00 channel=bank
  2026-02-28 fee_assessed house=1-1-101 period=2026-02 amount=80.00 reason=x
  2026-02-05 late_fee_charged house=1-1-101 period=2026-01 amount=2.00 reason=x
)";

TEST(HouseStatement, OneLinePerEventByBusinessDate) {
  Table table;
  table.run(one_house);
  const HouseStatement statement = statement_of(table, "1-1-101");
  // The late fee was recorded last, and the fee of February used the prepayment.
  EXPECT_THAT(figures(statement.owed), ElementsAre("100.00 0.00 100.00", "2.00 0.00 102.00",
                                                   "0.00 150.00 -48.00", "80.00 0.00 32.00"));
  EXPECT_EQ(statement.owed.opening, Money{});
  EXPECT_EQ(statement.owed.closing, yuan("32.00"));
  EXPECT_EQ(statement.owed.debit, yuan("182.00"));
  EXPECT_EQ(statement.owed.lines[2].voucher, "2026-02-0001");
  EXPECT_EQ(statement.owed.lines[2].kind, EventKind::payment_received);
  EXPECT_EQ(statement.owed.lines[2].description->zh, "缴费（银行）");
}

TEST(HouseStatement, OpeningIsWhatHappenedBefore) {
  Table table;
  table.run(one_house);
  const HouseStatement february =
      statement_of(table, "1-1-101", {day("2026-02-01"), day("2026-02-10")});
  EXPECT_EQ(february.owed.opening, yuan("100.00"));
  EXPECT_THAT(figures(february.owed), ElementsAre("2.00 0.00 102.00", "0.00 150.00 -48.00"));
  EXPECT_EQ(february.owed.closing, yuan("-48.00"));
}

TEST(HouseStatement, AReversalStandsOnTheOtherSide) {
  Table table;
  table.run(one_house);
  table.run("2026-03-01 event_reversed sequence=paid reason=x");
  const HouseStatement statement = statement_of(table, "1-1-101", {day("2026-03-01"), {}});
  EXPECT_THAT(figures(statement.owed), ElementsAre("150.00 0.00 182.00"));
}

TEST(HouseStatement, TheFundCardStandsApart) {
  Table table;
  table.run(consented_community());
  table.run(R"(
    2026-01-05 fund_deposited house=1-1-101 amount=30.00
    2026-02-01 repair_apportioned repair=roof amount=106.90 resolution=entrance-1-1 building=1
      entrance=1
    2026-02-03 repair_share_paid repair=roof house=1-1-101 amount=20.12 channel=cash
  )");
  const HouseStatement statement = statement_of(table, "1-1-101");
  EXPECT_THAT(figures(statement.fund_card), ElementsAre("0.00 30.00 30.00", "30.00 0.00 0.00"));
  EXPECT_THAT(figures(statement.owed), ElementsAre("20.12 0.00 20.12", "0.00 20.12 0.00"));
}

const PeriodRange march{period("2026-03"), period("2026-03")};

CommunityStatement community_of(const Table& table, const PeriodRange& range = march) {
  return community_statement(books_of(table.events()), range);
}

/// "OPS income 120.00 fees charged"
std::vector<std::string> summary(const CommunityStatement& statement) {
  std::vector<std::string> lines;
  for (const SummaryLine& line : statement.summary) {
    lines.push_back(std::string(fund_code(line.fund)) +
                    (line.side == SummarySide::income ? " income " : " cost ") +
                    to_string(line.amount) + " " + line.what.en);
  }
  return lines;
}

TEST(CommunityStatement, EveryMoneyAccountHasItsLines) {
  Table table;
  table.run(consented_community());
  table.run(R"(
    2026-02-01 payment_received house=1-1-101 amount=40.00 channel=cash
    2026-03-02 payment_received house=1-1-101 amount=100.00 channel=wechat channel_fee=0.60
    2026-03-05 channel_settled channel=wechat amount=99.40
    2026-03-09 channel_settled channel=cash amount=40.00
    2026-04-01 payment_received house=1-1-102 amount=7.00 channel=bank
  )");
  const CommunityStatement statement = community_of(table);
  ASSERT_THAT(statement.accounts, SizeIs(3));
  EXPECT_EQ(to_string(statement.accounts[0].account), "1001.OPS");
  EXPECT_EQ(statement.accounts[0].statement.opening, yuan("40.00"));
  EXPECT_THAT(figures(statement.accounts[0].statement), ElementsAre("0.00 40.00 0.00"));
  EXPECT_EQ(to_string(statement.accounts[1].account), "1002.OPS");
  EXPECT_THAT(figures(statement.accounts[1].statement),
              ElementsAre("99.40 0.00 99.40", "40.00 0.00 139.40"));
  EXPECT_EQ(statement.accounts[1].statement.closing, yuan("139.40"));
  EXPECT_EQ(to_string(statement.accounts[2].account), "1012.OPS");
  EXPECT_THAT(figures(statement.accounts[2].statement),
              ElementsAre("99.40 0.00 99.40", "0.00 99.40 0.00"));
  EXPECT_EQ(statement.accounts[2].statement.lines[0].house, HouseNumber{1});
  EXPECT_EQ(statement.accounts[2].statement.lines[1].house, HouseNumber{});
}

TEST(CommunityStatement, TheSummaryNamesIncomeAndCostOfEveryFund) {
  Table table;
  table.run(consented_community());
  table.run(R"(
    2026-03-01 fee_assessed house=1-1-101 period=2026-03 amount=120.00 reason=x
    2026-03-02 payment_received house=1-1-101 amount=100.00 channel=wechat channel_fee=0.60
    2026-03-03 service_cost_incurred period=2026-03 amount=200.00 category=保洁 payee=赵六
    2026-03-04 work_offset_granted house=1-1-101 worker=工人甲 hours=1 rate=20.00 amount=20.00
      period=2026-03
    2026-03-05 common_revenue_received source=parking amount=90.00 counterparty=王五
      resolution=revenue
    2026-03-06 reasonable_cost_paid source=parking amount=15.00 counterparty=王五
    2026-03-07 common_revenue_applied to=shortfall amount=30.00 period=2026-03 resolution=revenue
    2026-03-08 common_revenue_applied to=maintenance_fund amount=10.00 period=2026-03
      resolution=revenue
    2026-03-09 subsidy_received programme=党群 purpose=保洁 amount=50.00
    2026-03-10 subsidy_applied programme=党群 purpose=保洁 amount=20.00 period=2026-03
    2026-03-11 subsidy_returned programme=党群 purpose=保洁 amount=5.00
    2026-03-12 fund_deposited house=1-1-101 amount=30.00
    2026-04-01 fund_deposited house=1-1-101 amount=31.00
  )");
  EXPECT_THAT(
      summary(community_of(table)),
      ElementsAre(
          "OPS income 120.00 fees charged", "OPS income 30.00 common revenue filling the shortfall",
          "OPS income 20.00 subsidies applied", "OPS cost 20.00 labour of work offsets",
          "OPS cost 200.00 cost of service", "OPS cost 0.60 channel fees",
          "COM income 90.00 parking received", "COM cost 15.00 parking reasonable cost",
          "COM cost 30.00 used to fill the shortfall",
          "COM cost 10.00 used to top up the maintenance fund",
          "SUB income 50.00 subsidy received: 党群（保洁）",
          "SUB cost 20.00 subsidy applied: 党群（保洁）",
          "SUB cost 5.00 subsidy returned: 党群（保洁）", "MF income 30.00 owners' deposits",
          "MF income 10.00 topped up from common revenue"));
}

TEST(CommunityStatement, NothingMovedGivesNothing) {
  Table table;
  table.run(consented_community());
  const CommunityStatement statement = community_of(table);
  EXPECT_THAT(statement.accounts, IsEmpty());
  EXPECT_THAT(statement.summary, IsEmpty());
}

}  // namespace
}  // namespace mingzhang::test
