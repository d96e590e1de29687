#include <gtest/gtest.h>

#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

TEST(FundDeposited, WalksTheLadder) {
  run_table(small_community, R"(
    2026-03-31 fund_deposited house=9-9-999 amount=0.00 -> rejected unknown_house house
    2026-03-31 fund_deposited house=2-1-301 amount=0.00 -> rejected not_positive amount
    2026-03-31 fund_deposited house=2-1-301 amount=0.01 -> ok
  )");
}

TEST(FundDeposited, GoesOnTheHousesCard) {
  Table books;
  books.run(small_community);
  books.run(R"(
    2026-03-31 fund_deposited house=2-1-301 amount=9456.00
      -> ok | 1002.MF 9456.00 plain | 2712.MF:2-1-301 -9456.00 fund_deposited
  )");
  EXPECT_EQ(books.state().find_house("2-1-301")->fund_balance, Money{945'600});
}

}  // namespace
}  // namespace mingzhang::test
