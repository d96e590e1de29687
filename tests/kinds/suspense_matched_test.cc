#include <gtest/gtest.h>

#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

TEST(SuspenseMatched, WalksTheLadder) {
  run_table(small_community, R"(
    item: 2026-03-05 suspense_received amount=20.00 channel=bank trade_number=T-1
    paid: 2026-03-05 payment_received house=1-1-101 amount=100.00 channel=cash
    2026-03-01 suspense_matched sequence=999 house=9-9-999 -> rejected unknown_house house
    2026-03-01 suspense_matched sequence=999 house=1-1-101 -> rejected unknown_sequence sequence
    2026-03-01 suspense_matched sequence=paid house=1-1-101 -> rejected not_suspense sequence
    2026-03-04 suspense_matched sequence=item house=1-1-101 -> rejected before_original
      business_date
    2026-03-05 suspense_matched sequence=item house=1-1-101 -> ok
    2026-03-04 suspense_matched sequence=item house=1-1-102 -> rejected suspense_not_open sequence
  )");
}

TEST(SuspenseMatched, CreditsTheHouseLikeAPayment) {
  run_table(small_community, R"(
    2026-01-31 fee_assessed house=1-1-101 period=2026-01 amount=12.00 reason=x
    other: 2026-03-05 suspense_received amount=20.00 channel=bank trade_number=T-1
    item: 2026-03-05 suspense_received amount=20.00 channel=bank trade_number=T-2
    2026-03-08 suspense_matched sequence=item house=1-1-101
      -> ok | 2241.OPS 20.00 suspense_matched#2 | 1122.OPS:1-1-101:2026-01 -12.00 fee_collected
            | 2203.OPS:1-1-101 -8.00
    = 2241.OPS -20.00
  )");
}

TEST(SuspenseMatched, CanBeDoneAgainAfterAReversal) {
  run_table(small_community, R"(
    item: 2026-03-05 suspense_received amount=20.00 channel=bank trade_number=T-1
    match: 2026-03-08 suspense_matched sequence=item house=1-1-101
    2026-03-09 event_reversed sequence=match reason="wrong house"
    2026-03-09 suspense_matched sequence=item house=1-1-102 -> ok
    = 2203.OPS:1-1-101 0.00
    = 2203.OPS:1-1-102 -20.00
  )");
}

TEST(SuspenseMatched, AReversedReceiptIsNotMatched) {
  run_table(small_community, R"(
    item: 2026-03-05 suspense_received amount=20.00 channel=bank trade_number=T-1
    2026-03-06 event_reversed sequence=item reason=x
    2026-03-08 suspense_matched sequence=item house=1-1-101 -> rejected suspense_not_open sequence
  )");
}

}  // namespace
}  // namespace mingzhang::test
