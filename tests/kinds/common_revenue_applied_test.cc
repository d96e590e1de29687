#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/kinds/consented_community.h"
#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string earning_community = consented_community() + R"(
  2026-03-05 common_revenue_received source=parking amount=100.00 counterparty=王五
    resolution=revenue
)";

const std::vector<ShareLine>& lines_of_last(const Table& books) {
  return std::get<CommonRevenueApplied>(books.events().back().event.payload).lines.value;
}

TEST(CommonRevenueApplied, WalksTheLadder) {
  run_table(earning_community, R"(
    2025-12-31 common_revenue_applied to=owners amount=0.00 period=2026-03 resolution=unheard-of
      -> rejected not_positive amount
    2025-12-31 common_revenue_applied to=owners amount=100.01 period=2026-03 resolution=unheard-of
      -> rejected unknown_resolution resolution
    2025-12-31 common_revenue_applied to=owners amount=100.01 period=2026-03 resolution=refused
      -> rejected resolution_failed resolution
    2025-12-31 common_revenue_applied to=owners amount=100.01 period=2026-03 resolution=spend
      -> rejected resolution_not_in_force resolution
    2026-03-31 common_revenue_applied to=owners amount=100.01 period=2026-03 resolution=spend
      -> rejected use_not_allowed resolution
    2026-03-31 common_revenue_applied to=maintenance_fund amount=100.01 period=2026-03
      resolution=spend -> rejected use_not_allowed resolution
    2026-03-31 common_revenue_applied to=shortfall amount=100.01 period=2026-03
      resolution=repairs -> rejected use_not_allowed resolution
    2026-03-31 common_revenue_applied to=shortfall amount=100.01 period=2026-03 resolution=spend
      -> rejected revenue_exceeded amount
    2026-01-01 balance_brought_forward account=2711.COM amount=50.00
    2026-03-31 common_revenue_applied to=shortfall amount=100.01 period=2026-03 resolution=spend
      -> rejected insufficient_funds amount
    2026-03-31 common_revenue_applied to=shortfall amount=100.00 period=2026-03 resolution=spend
      -> rejected shortfall_exceeded amount
    2026-03-31 service_cost_incurred period=2026-03 amount=100.00 category=保洁 payee=赵六
    2026-03-31 common_revenue_applied to=shortfall amount=100.00 period=2026-03 resolution=spend
      -> ok
  )");
}

// The example of domain.md section 5: cash cost 100.00, assessed 100.00, collected 90.00 and offset
// 10.00 leave a residual of 10.00.
TEST(CommonRevenueApplied, FillsTheShortfallUpToItsResidual) {
  Table books;
  books.run(earning_community);
  books.run(R"(
    2026-03-31 service_cost_incurred period=2026-03 amount=100.00 category=保洁 payee=赵六
    2026-03-31 fee_assessed house=1-1-101 period=2026-03 amount=100.00 reason=x
    2026-04-02 payment_received house=1-1-101 amount=90.00 channel=bank
    2026-04-03 work_offset_granted house=1-1-101 worker=w1 hours=1 rate=10.00 amount=10.00
      period=2026-03
    2026-04-04 common_revenue_applied to=shortfall amount=10.01 period=2026-03 resolution=revenue
      -> rejected shortfall_exceeded amount
    filled: 2026-04-04 common_revenue_applied to=shortfall amount=10.00 period=2026-03
      resolution=revenue -> ok | 2711.COM::2026-03 10.00 revenue_to_shortfall
        | 1002.COM -10.00 plain
        | 1002.OPS 10.00 plain | 6051.OPS::2026-03 -10.00 plain
  )");
  EXPECT_THAT(lines_of_last(books), IsEmpty());
  books.run(R"(
    2026-04-04 common_revenue_applied to=shortfall amount=0.01 period=2026-03 resolution=revenue
      -> rejected shortfall_exceeded amount
    2026-04-05 event_reversed sequence=filled reason=x
    2026-04-06 common_revenue_applied to=shortfall amount=10.00 period=2026-03
      resolution=revenue -> ok
    = 6051.OPS::2026-03 -10.00
  )");
}

TEST(CommonRevenueApplied, ASubsidyLessensTheShortfallToo) {
  run_table(earning_community, R"(
    2026-03-31 service_cost_incurred period=2026-03 amount=60.00 category=保洁 payee=赵六
    2026-03-31 subsidy_received programme=红色物业 amount=45.00 purpose=保洁
    2026-03-31 subsidy_applied programme=红色物业 amount=45.00 purpose=保洁 period=2026-03
    2026-03-31 common_revenue_applied to=shortfall amount=15.01 period=2026-03 resolution=revenue
      -> rejected shortfall_exceeded amount
    2026-03-31 common_revenue_applied to=shortfall amount=15.00 period=2026-03 resolution=revenue
      -> ok
  )");
}

// 100.00 over 50.12 / 56.78 / 65.30 / 94.56 / 89.12; the parking space has no area and no share.
TEST(CommonRevenueApplied, TopsUpTheFundByArea) {
  Table books;
  books.run(earning_community);
  books.run(R"(
    2026-03-31 common_revenue_applied to=maintenance_fund amount=100.00 period=2026-03
      resolution=revenue -> ok | 2711.COM::2026-03 100.00 revenue_to_fund | 1002.COM -100.00 plain
        | 1002.MF 100.00 plain
        | 2712.MF:1-1-101 -14.08 fund_top_up | 2712.MF:1-1-102 -15.96 fund_top_up
        | 2712.MF:1-2-201 -18.35 fund_top_up | 2712.MF:2-1-301 -26.57 fund_top_up
        | 2712.MF:1-0-商铺 -25.04 fund_top_up
    = 2711.COM 0.00
    = 1002.COM 0.00
  )");
  EXPECT_THAT(lines_of_last(books),
              ElementsAre(ShareLine{{1}, {5012}, {1408}}, ShareLine{{2}, {5678}, {1596}},
                          ShareLine{{3}, {6530}, {1835}}, ShareLine{{4}, {9456}, {2657}},
                          ShareLine{{5}, {8912}, {2504}}));
}

TEST(CommonRevenueApplied, CreditsTheOwnersByArea) {
  Table books;
  books.run(earning_community);
  books.run(R"(
    2026-03-31 common_revenue_applied to=owners amount=100.00 period=2026-03 resolution=revenue
      -> ok | 2711.COM::2026-03 100.00 revenue_to_owners | 1002.COM -100.00 plain
        | 1002.OPS 100.00 plain
        | 2203.OPS:1-1-101 -14.08 plain | 2203.OPS:1-1-102 -15.96 plain
        | 2203.OPS:1-2-201 -18.35 plain | 2203.OPS:2-1-301 -26.57 plain
        | 2203.OPS:1-0-商铺 -25.04 plain
  )");
  EXPECT_EQ(lines_of_last(books).size(), 5U);
}

TEST(CommonRevenueApplied, NeedsHousesToShareAmong) {
  run_table(R"(
    2026-01-01 community_registered name=a subdistrict=b neighbourhood=c
    2026-01-01 balance_brought_forward account=2711.COM amount=50.00
    2026-01-01 balance_brought_forward account=1002.COM amount=50.00
    2026-01-01 resolution_tallied resolution=R1 matter=other owners_total=1 area_total=1.00
      owners_voting=1 area_voting=1.00 owners_for=1 area_for=1.00
      allows=top_up_fund,credit_owners valid_from=2026-01-01 valid_until=2026-12-31
  )",
            R"(
    2026-03-31 common_revenue_applied to=owners amount=1.00 period=2026-03 resolution=R1
      -> rejected nobody_to_share to
    2026-03-31 common_revenue_applied to=maintenance_fund amount=1.00 period=2026-03
      resolution=R1 -> rejected nobody_to_share to
  )");
}

}  // namespace
}  // namespace mingzhang::test
