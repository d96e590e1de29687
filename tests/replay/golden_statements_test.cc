// Statements of one small community as a bookkeeper reads them: tests/golden/statements/*.txt.
// A wanted change: look at the new text in the build folder, then copy it over the golden one.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "replay/tables/report_tables.h"
#include "replay/text/render.h"
#include "tests/kinds/consented_community.h"
#include "tests/kinds/table.h"
#include "tests/replay/books_of.h"
#include "tests/support/paths.h"

namespace mingzhang::test {
namespace {

const std::string first_quarter = consented_community() + R"(
  2026-01-01 tariff_set tariff=住宅 basis=area price=0.55 cycle=quarter from=2026-01 use=dwelling
  2026-01-01 balance_brought_forward account=1122.OPS house=1-1-101 period=2025-10 amount=82.70
  2026-01-01 balance_brought_forward account=1002.OPS amount=1200.00
  2026-01-01 fund_deposited house=1-1-101 amount=5012.00
  2026-01-01 fund_deposited house=1-1-102 amount=30.00
  2026-01-05 payment_received house=2-1-301 amount=200.00 channel=bank
  2026-01-06 fees_assessed period=2026-01 tariff=住宅
  2026-01-20 payment_received house=1-1-101 amount=100.00 channel=wechat channel_fee=0.60
  2026-01-21 channel_settled channel=wechat amount=99.40
  2026-01-31 service_cost_incurred period=2026-01 amount=420.00 category=保洁 payee=甲
  2026-02-03 service_cost_paid period=2026-01 amount=420.00 category=保洁 payee=甲
  2026-02-10 common_revenue_received source=lift_advertising amount=600.00 counterparty=乙
    resolution=revenue
  2026-02-11 reasonable_cost_paid source=lift_advertising amount=45.00 counterparty=乙
  2026-02-12 subsidy_received programme=清雪 purpose=冬季清雪 amount=150.00
  2026-02-13 subsidy_applied programme=清雪 purpose=冬季清雪 amount=120.00 period=2026-01
  2026-02-15 late_fee_charged house=1-1-101 period=2025-10 amount=1.20 reason=x
  wrong: 2026-02-20 payment_received house=1-1-101 amount=66.60 channel=cash
  2026-02-21 event_reversed sequence=wrong reason=x
  2026-02-25 work_offset_granted house=1-2-201 worker=工人甲 hours=2 rate=20.00 amount=40.00
    period=2026-01
  2026-02-26 suspense_received amount=93.69 channel=alipay trade_number=A1001
  2026-03-02 common_revenue_applied to=shortfall amount=50.00 period=2026-01 resolution=revenue
  2026-03-05 repair_apportioned repair=roof amount=106.90 resolution=entrance-1-1 building=1
    entrance=1
  2026-03-06 repair_share_paid repair=roof house=1-1-102 amount=20.00 channel=cash
  2026-03-08 payment_received house=1-1-101 amount=30.00 channel=cash
)";

struct GoldenStatements : testing::Test {
  GoldenStatements() { table.run(first_quarter); }

  EventLookup lookup() const { return lookup_of(table.events()); }

  static void expect_golden(const std::string& name, const std::string& actual) {
    std::ifstream file(source_dir() / "tests/golden/statements" / name);
    std::stringstream expected;
    expected << file.rdbuf();
    if (expected.str() == actual) return;
    const std::filesystem::path folder = build_dir() / "golden";
    std::filesystem::create_directories(folder);
    std::ofstream(folder / name) << actual;
    ADD_FAILURE() << "tests/golden/statements/" << name << " differs from " << folder / name;
  }

  Table table;
  const PeriodRange quarter{period("2026-01"), period("2026-03")};
};

TEST_F(GoldenStatements, House) {
  const Books books = books_of(table.events());
  const DayRange since_february{day("2026-02-01"), day("2026-03-31")};
  std::string text;
  for (const std::string house : {"1-1-101", "1-1-102", "2-1-301"}) {
    const HouseNumber number = books.registry().house_number(house);
    const DayRange days = house == "1-1-101" ? since_february : DayRange{};
    text += render_text(to_tables(house_statement(books, number, days))) + "\n";
  }
  expect_golden("house.txt", text);
}

TEST_F(GoldenStatements, Community) {
  const Books books = books_of(table.events());
  const PeriodRange range{period("2026-02"), period("2026-03")};
  expect_golden("community.txt", render_text(to_tables(community_statement(books, range), books)));
}

TEST_F(GoldenStatements, EveryOtherReport) {
  const Books books = books_of(table.events());
  const ReportHead head = head_of(books);
  std::string text = render_text(to_tables(trial_balance(books, quarter)));
  for (const ReportTables& tables :
       {to_tables(collection_rate(books, quarter)), to_tables(shortfall_report(books, quarter)),
        to_tables(arrears_report(books)),
        to_tables(common_revenue_report(books, quarter, lookup()).value()),
        to_tables(fund_report(books)), to_tables(subsidy_report(books)),
        to_tables(consents(books), head), to_tables(notice(books, quarter, lookup()).value())}) {
    text += "\n" + render_text(tables);
  }
  expect_golden("reports.txt", text);
}

}  // namespace
}  // namespace mingzhang::test
