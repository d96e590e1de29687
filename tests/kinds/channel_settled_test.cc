#include <gtest/gtest.h>

#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

TEST(ChannelSettled, WalksTheLadder) {
  run_table(small_community, R"(
    2026-03-06 channel_settled channel=bank amount=0.00 -> rejected bank_needs_no_settlement channel
    2026-03-06 channel_settled channel=wechat amount=0.00 -> rejected not_positive amount
    2026-03-06 channel_settled channel=wechat amount=0.01 -> rejected more_than_in_transit amount
    2026-03-05 payment_received house=1-1-101 amount=100.00 channel=wechat channel_fee=0.60
    2026-03-06 channel_settled channel=alipay amount=99.40 -> rejected more_than_in_transit amount
    2026-03-06 channel_settled channel=wechat amount=99.41 -> rejected more_than_in_transit amount
    2026-03-06 channel_settled channel=cash amount=0.01 -> rejected more_than_in_transit amount
  )");
}

TEST(ChannelSettled, EmptiesTheTransitAccount) {
  run_table(small_community, R"(
    2026-03-05 payment_received house=1-1-101 amount=100.00 channel=wechat channel_fee=0.60
    2026-03-05 payment_received house=1-1-101 amount=50.00 channel=alipay
    2026-03-06 channel_settled channel=wechat amount=90.00 trade_number=T-1
      -> ok | 1002.OPS 90.00 plain | 1012.OPS -90.00 in_transit#2
    2026-03-06 channel_settled channel=wechat amount=9.40 -> ok
    2026-03-06 channel_settled channel=alipay amount=50.00
      -> ok | 1002.OPS 50.00 | 1012.OPS -50.00 in_transit#3
    = 1012.OPS 0.00
  )");
}

TEST(ChannelSettled, TakesCashToTheBank) {
  run_table(small_community, R"(
    2026-03-05 payment_received house=1-1-101 amount=100.00 channel=cash
    2026-03-06 channel_settled channel=cash amount=80.00
      -> ok | 1002.OPS 80.00 | 1001.OPS -80.00 plain
    2026-03-06 channel_settled channel=cash amount=20.01 -> rejected more_than_in_transit amount
  )");
}

// One settlement covers what came in for fees and for repairs: each fund gets its own part.
TEST(ChannelSettled, GivesEachFundItsPart) {
  run_table(small_community, R"(
    2026-03-01 resolution_tallied resolution=R-1 matter=use_fund owners_total=6 area_total=356.00
      owners_voting=6 area_voting=356.00 owners_for=6 area_for=356.00 allows=repair
      valid_from=2026-01-01 valid_until=2026-12-31
    2026-03-01 repair_apportioned repair=W-1 amount=100.00 resolution=R-1 houses=1-1-101
    2026-03-05 repair_share_paid repair=W-1 house=1-1-101 amount=30.00 channel=wechat
    2026-03-05 payment_received house=1-1-101 amount=50.00 channel=wechat
    2026-03-06 channel_settled channel=wechat amount=60.00
      -> ok | 1002.OPS 50.00 | 1012.OPS -50.00 in_transit#2
            | 1002.TRUST 10.00 | 1012.TRUST -10.00 in_transit#66
    2026-03-07 channel_settled channel=wechat amount=20.01 -> rejected more_than_in_transit amount
    2026-03-07 channel_settled channel=wechat amount=20.00
      -> ok | 1002.TRUST 20.00 | 1012.TRUST -20.00
  )");
}

// A payment that came back after the settlement leaves the channel owing: nothing can be settled.
TEST(ChannelSettled, AChannelThatOwesSettlesNothing) {
  run_table(small_community, R"(
    paid: 2026-03-05 payment_received house=1-1-101 amount=100.00 channel=wechat
    2026-03-06 channel_settled channel=wechat amount=100.00
    2026-03-07 event_reversed sequence=paid reason=x
    = 1012.OPS -100.00
    2026-03-08 channel_settled channel=wechat amount=1.00 -> rejected more_than_in_transit amount
    2026-03-08 payment_received house=1-1-102 amount=100.00 channel=wechat
    = 1012.OPS 0.00
  )");
}

}  // namespace
}  // namespace mingzhang::test
