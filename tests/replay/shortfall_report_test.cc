#include "replay/reports/shortfall_report.h"

#include <gtest/gtest.h>

#include "tests/kinds/consented_community.h"
#include "tests/kinds/table.h"
#include "tests/replay/books_of.h"

namespace mingzhang::test {
namespace {

const PeriodRange march{period("2026-03"), period("2026-03")};

ShortfallReport report_of(const Table& table, const PeriodRange& range = march) {
  return shortfall_report(books_of(table.events()), range);
}

/// domain.md section 5: cash cost 100.00, assessed 100.00, collected 90.00, offset 10.00.
const std::string check_values = consented_community() + R"(
  2026-03-31 service_cost_incurred period=2026-03 amount=100.00 category=保洁 payee=赵六
  2026-03-31 fee_assessed house=1-1-101 period=2026-03 amount=100.00 reason=x
  2026-04-02 payment_received house=1-1-101 amount=90.00 channel=bank
  2026-04-03 work_offset_granted house=1-1-101 worker=w1 hours=1 rate=10.00 amount=10.00
    period=2026-03
)";

TEST(ShortfallReport, GivesTheCheckValues) {
  Table table;
  table.run(check_values);
  const ShortfallReport report = report_of(table);
  EXPECT_EQ(report.figures.cost, yuan("110.00"));
  EXPECT_EQ(report.assessed, yuan("100.00"));
  EXPECT_EQ(report.structural(), yuan("10.00"));
  EXPECT_EQ(report.figures.cash(), yuan("20.00"));
  EXPECT_EQ(report.figures.residual(), yuan("10.00"));
}

TEST(ShortfallReport, TheWaterfallFallsFromTheCostToTheResidual) {
  Table table;
  table.run(check_values);
  table.run(R"(
    2026-03-01 common_revenue_received source=parking amount=50.00 counterparty=王五
      resolution=revenue
    2026-03-01 subsidy_received programme=党群 purpose=保洁 amount=9.00
    2026-03-01 subsidy_received programme=园林 purpose=绿化 amount=9.00
    2026-04-04 subsidy_applied programme=园林 purpose=绿化 amount=3.00 period=2026-03
    2026-04-04 common_revenue_applied to=shortfall amount=4.00 period=2026-03 resolution=revenue
  )");
  const ShortfallReport report = report_of(table);
  Money uncovered = report.figures.cost;
  std::string steps;
  for (const ShortfallStep& step : report.waterfall) {
    uncovered -= step.amount;
    EXPECT_EQ(step.uncovered, uncovered);
    steps += std::string(shortfall_source_name(step.source)) + step.programme + " " +
             to_string(step.amount) + "; ";
  }
  EXPECT_EQ(steps, "fees 90.00; common_revenue 4.00; subsidy园林 3.00; work_offsets 10.00; ");
  EXPECT_EQ(uncovered, report.figures.residual());
  EXPECT_EQ(uncovered, yuan("3.00"));
}

TEST(ShortfallReport, ChannelFeesAreNoCostOfService) {
  Table table;
  table.run(check_values);
  const Money before = report_of(table).figures.residual();
  table.run(R"(
    2026-03-05 payment_received house=1-1-102 amount=100.00 channel=wechat channel_fee=0.60
  )");
  EXPECT_EQ(report_of(table).figures.residual(), before);
}

TEST(ShortfallReport, ARangeAddsItsPeriods) {
  Table table;
  table.run(check_values);
  table.run(R"(
    2026-04-30 service_cost_incurred period=2026-04 amount=30.00 category=保洁 payee=赵六
    2026-05-31 service_cost_incurred period=2026-05 amount=5.00 category=保洁 payee=赵六
  )");
  EXPECT_EQ(report_of(table, {period("2026-03"), period("2026-04")}).figures.cost, yuan("140.00"));
}

TEST(ShortfallReport, AgreesWithTheGateOfGapFilling) {
  Table table;
  table.run(check_values);
  table.run(R"(
    2026-03-01 common_revenue_received source=parking amount=50.00 counterparty=王五
      resolution=revenue
    2026-04-04 common_revenue_applied to=shortfall amount=4.00 period=2026-03 resolution=revenue
  )");
  const Shortfall gate = shortfall_of(table.state(), period("2026-03"));
  const ShortfallReport report = report_of(table);
  EXPECT_EQ(report.figures.cash(), gate.cash());
  EXPECT_EQ(report.figures.residual(), gate.residual());
}

}  // namespace
}  // namespace mingzhang::test
