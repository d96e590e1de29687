#include <gtest/gtest.h>

#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

TEST(LateFeeCharged, WalksTheLadder) {
  run_table(small_community, R"(
    2026-03-05 late_fee_charged house=1-1-101 period=2026-01 amount=0.00 reason=x
      -> rejected not_positive amount
    2026-03-05 late_fee_charged house=1-1-101 period=2026-01 amount=1.00 reason=x
      -> rejected nothing_assessed period
    2026-03-05 fee_assessed house=1-1-102 period=2026-01 amount=30.00 reason=x
    2026-03-05 late_fee_charged house=1-1-101 period=2026-01 amount=1.00 reason=x
      -> rejected nothing_assessed period
  )");
}

TEST(LateFeeCharged, IsOwedApartFromTheFee) {
  run_table(small_community, R"(
    2026-01-31 fee_assessed house=1-1-101 period=2026-01 amount=30.00 reason=x
    2026-03-05 late_fee_charged house=1-1-101 period=2026-01 amount=1.50 reason=x
      -> ok | 1122.OPS:1-1-101:2026-01 1.50 late_fee_charged | 6001.OPS::2026-01 -1.50 plain
    = 1122.OPS:1-1-101:2026-01 31.50
    = flow fee_assessed 2026-01 30.00
    # a write-off or an offset reaches the fee only
    2026-03-06 fee_written_off house=1-1-101 period=2026-01 amount=31.50 reason=x
      -> rejected more_than_open amount
    2026-03-06 payment_received house=1-1-101 amount=31.50 channel=cash
      -> ok | 1001.OPS 31.50 | 1122.OPS:1-1-101:2026-01 -30.00 fee_collected
            | 1122.OPS:1-1-101:2026-01 -1.50 late_fee_collected
  )");
}

TEST(LateFeeCharged, ADebtBroughtForwardCanBeLateToo) {
  run_table(small_community, R"(
    2026-01-01 balance_brought_forward account=1122.OPS house=1-1-101 period=2025-12 amount=30.00
    2026-03-05 late_fee_charged house=1-1-101 period=2025-12 amount=1.50 reason=x -> ok
  )");
}

}  // namespace
}  // namespace mingzhang::test
