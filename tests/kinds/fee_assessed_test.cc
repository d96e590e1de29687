#include <gtest/gtest.h>

#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

TEST(FeeAssessed, WalksTheLadder) {
  run_table(small_community, R"(
    2026-03-05 fee_assessed house=9-9-999 period=2026-01 amount=0.00 reason=x
      -> rejected unknown_house house
    2026-03-05 fee_assessed house=1-1-101 period=2026-01 amount=0.00 reason=x
      -> rejected not_positive amount
  )");
}

TEST(FeeAssessed, IsForItsPeriodWhateverTheDate) {
  run_table(small_community, R"(
    2026-03-05 fee_assessed house=1-1-101 period=2020-05 amount=30.00 reason="opening debt"
      -> ok | 1122.OPS:1-1-101:2020-05 30.00 fee_assessed#0 | 6001.OPS::2020-05 -30.00 plain#0
    2026-03-05 fee_assessed house=1-1-101 period=2027-05 amount=30.00 reason=ahead
      -> ok | 1122.OPS:1-1-101:2027-05 30.00 fee_assessed#0 | 6001.OPS::2027-05 -30.00
  )");
}

TEST(FeeAssessed, TakesFromPrepaymentAtOnce) {
  run_table(small_community, R"(
    2026-03-05 payment_received house=1-1-101 amount=12.00 channel=bank
    2026-03-05 fee_assessed house=1-1-101 period=2026-03 amount=30.00 reason=x
      -> ok | 1122.OPS:1-1-101:2026-03 30.00 fee_assessed | 2203.OPS:1-1-101 12.00
            | 1122.OPS:1-1-101:2026-03 -12.00 fee_collected_from_prepayment
            | 6001.OPS::2026-03 -30.00
  )");
}

}  // namespace
}  // namespace mingzhang::test
