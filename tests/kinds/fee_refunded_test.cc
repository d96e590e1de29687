#include <gtest/gtest.h>

#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

TEST(FeeRefunded, WalksTheLadder) {
  run_table(small_community, R"(
    2026-03-05 fee_refunded house=1-1-101 period=2026-03 amount=0.00 reason=x
      -> rejected not_positive amount
    2026-03-05 fee_refunded house=1-1-101 period=2026-03 amount=0.01 reason=x
      -> rejected more_than_prepaid amount
    2026-03-05 payment_received house=1-1-101 amount=20.00 channel=cash
    2026-03-05 fee_refunded house=1-1-101 period=2026-03 amount=20.01 reason=x
      -> rejected more_than_prepaid amount
  )");
}

TEST(FeeRefunded, PaysPrepaymentOutOfTheBank) {
  run_table(small_community, R"(
    2026-03-05 payment_received house=1-1-101 amount=20.00 channel=bank
    2026-03-06 fee_refunded house=1-1-101 period=2026-03 amount=15.00 reason=x
      -> ok | 2203.OPS:1-1-101 15.00 plain | 1002.OPS -15.00 plain
    = 2203.OPS:1-1-101 -5.00
    = 1122.OPS 0.00
  )");
}

// A prepayment that was spent and then reversed stands negative: nothing is left to refund.
TEST(FeeRefunded, ANegativePrepaymentRefundsNothing) {
  run_table(small_community, R"(
    paid: 2026-03-05 payment_received house=1-1-101 amount=20.00 channel=bank
    2026-03-06 fee_refunded house=1-1-101 period=2026-03 amount=20.00 reason=x
    2026-03-07 event_reversed sequence=paid reason=x
    = 2203.OPS:1-1-101 20.00
    2026-03-08 fee_refunded house=1-1-101 period=2026-03 amount=1.00 reason=x
      -> rejected more_than_prepaid amount
  )");
}

}  // namespace
}  // namespace mingzhang::test
