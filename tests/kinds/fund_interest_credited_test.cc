#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

using ::testing::ElementsAre;

TEST(FundInterestCredited, WalksTheLadder) {
  run_table(R"(
    2026-01-01 community_registered name=a subdistrict=b neighbourhood=c
    2026-01-01 house_registered house=P-01 building=P entrance=0 area=0 use=parking
  )",
            R"(
    2026-03-31 fund_interest_credited amount=0.00 basis=balance -> rejected not_positive amount
    2026-03-31 fund_interest_credited amount=1.00 basis=balance -> rejected nobody_to_share basis
    2026-03-31 fund_interest_credited amount=1.00 basis=area -> rejected nobody_to_share basis
    2026-03-31 fund_deposited house=P-01 amount=5.00
    2026-03-31 fund_interest_credited amount=1.00 basis=balance
      -> ok | 1002.MF 1.00 plain | 2712.MF:P-01 -1.00 fund_interest
  )");
}

// 3.00 over balances of 100.00 and 200.00; a card below zero earns nothing.
TEST(FundInterestCredited, GoesByBalance) {
  Table books;
  books.run(small_community);
  books.run(R"(
    2026-03-31 fund_deposited house=1-1-101 amount=100.00
    2026-03-31 fund_deposited house=2-1-301 amount=200.00
    2026-01-01 balance_brought_forward account=2712.MF house=1-2-201 amount=-50.00
    2026-06-30 fund_interest_credited amount=3.00 basis=balance
      -> ok | 1002.MF 3.00 plain | 2712.MF:1-1-101 -1.00 fund_interest
        | 2712.MF:2-1-301 -2.00 fund_interest
  )");
  const auto& credited = std::get<FundInterestCredited>(books.events().back().event.payload);
  EXPECT_THAT(credited.lines.value,
              ElementsAre(ShareLine{{1}, {5012}, {100}}, ShareLine{{4}, {9456}, {200}}));
}

TEST(FundInterestCredited, GoesByArea) {
  run_table(small_community, R"(
    2026-06-30 fund_interest_credited amount=100.00 basis=area
      -> ok | 1002.MF 100.00 plain
        | 2712.MF:1-1-101 -14.08 fund_interest | 2712.MF:1-1-102 -15.96 fund_interest
        | 2712.MF:1-2-201 -18.35 fund_interest | 2712.MF:2-1-301 -26.57 fund_interest
        | 2712.MF:1-0-商铺 -25.04 fund_interest
  )");
}

// A fen over five houses: four lines are zero and leave no posting.
TEST(FundInterestCredited, PostsNoZero) {
  Table books;
  books.run(small_community);
  books.run("2026-06-30 fund_interest_credited amount=0.01 basis=area");
  EXPECT_EQ(books.events().back().postings.size(), 2U);
  const auto& credited = std::get<FundInterestCredited>(books.events().back().event.payload);
  EXPECT_EQ(credited.lines.value.size(), 5U);
}

}  // namespace
}  // namespace mingzhang::test
