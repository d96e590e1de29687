#include <gtest/gtest.h>

#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

TEST(FeeWrittenOff, WalksTheLadder) {
  run_table(small_community, R"(
    2026-03-05 fee_written_off house=1-1-101 period=2026-01 amount=0.00 reason=x
      -> rejected not_positive amount
    2026-03-05 fee_written_off house=1-1-101 period=2026-01 amount=0.01 reason=x
      -> rejected more_than_open amount
    2026-03-05 fee_assessed house=1-1-101 period=2026-01 amount=30.00 reason=x
    2026-03-05 payment_received house=1-1-101 amount=10.00 channel=cash
    2026-03-05 fee_written_off house=1-1-101 period=2026-01 amount=20.01 reason=x
      -> rejected more_than_open amount
  )");
}

TEST(FeeWrittenOff, IsBadDebtAndNotCollected) {
  run_table(small_community, R"(
    2026-01-31 fee_assessed house=1-1-101 period=2026-01 amount=30.00 reason=x
    2026-03-05 fee_written_off house=1-1-101 period=2026-01 amount=20.00 reason=x
      -> ok | 6602.OPS::2026-01 20.00 plain | 1122.OPS:1-1-101:2026-01 -20.00 fee_written_off
    = 1122.OPS:1-1-101:2026-01 10.00
    = flow fee_collected 0.00
    = flow fee_assessed 2026-01 30.00
    2026-03-06 payment_received house=1-1-101 amount=30.00 channel=cash
    = 1122.OPS:1-1-101 0.00
    = 2203.OPS:1-1-101 -20.00
  )");
}

}  // namespace
}  // namespace mingzhang::test
