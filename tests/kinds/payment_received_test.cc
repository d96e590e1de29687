#include <gtest/gtest.h>

#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

constexpr std::string_view two_debts = R"(
  2026-01-31 fee_assessed house=1-1-101 period=2026-01 amount=30.00 reason=x
  2026-01-31 late_fee_charged house=1-1-101 period=2026-01 amount=2.00 reason=x
  2026-02-28 fee_assessed house=1-1-101 period=2026-02 amount=30.00 reason=x
)";

TEST(PaymentReceived, WalksTheLadder) {
  run_table(small_community, R"(
    2026-03-05 payment_received house=9-9-999 amount=0.00 channel=cash
      -> rejected unknown_house house
    2026-03-05 payment_received house=1-1-101 amount=0.00 channel=cash channel_fee=9.00
      -> rejected not_positive amount
    2026-03-05 payment_received house=1-1-101 amount=-1.00 channel=cash
      -> rejected not_positive amount
    2026-03-05 payment_received house=1-1-101 amount=50.00 channel=wechat channel_fee=-0.01
      -> rejected channel_fee_out_of_range channel_fee
    2026-03-05 payment_received house=1-1-101 amount=50.00 channel=wechat channel_fee=50.00
      -> rejected channel_fee_out_of_range channel_fee
    2026-03-05 period_closed period=2026-03
    2026-03-05 payment_received house=1-1-101 amount=50.00 channel=cash
      -> rejected period_closed business_date
    2026-04-01 payment_received house=1-1-101 amount=50.00 channel=cash occurred_on=2026-03-05
      -> ok
  )");
}

TEST(PaymentReceived, CreditsTheHouseInFullAndBooksTheChannelFeeAsCost) {
  run_table(small_community, R"(
    2026-01-31 fee_assessed house=1-1-101 period=2026-01 amount=100.00 reason=x
    2026-03-05 payment_received house=1-1-101 amount=100.00 channel=wechat channel_fee=0.60
      -> ok | 1012.OPS 99.40 in_transit#2 | 6603.OPS 0.60 channel_fee_charged#2
            | 1122.OPS:1-1-101:2026-01 -100.00 fee_collected#0
    2026-03-05 payment_received house=1-1-101 amount=5.00 channel=alipay channel_fee=0.00
      -> ok | 1012.OPS 5.00 in_transit#3 | 2203.OPS:1-1-101 -5.00
    2026-03-05 payment_received house=1-1-101 amount=5.00 channel=bank
      -> ok | 1002.OPS 5.00 plain#0 | 2203.OPS:1-1-101 -5.00
  )");
}

TEST(PaymentReceived, ClearsTheOldestDebtFirstAndKeepsTheRestAsPrepayment) {
  Table books;
  books.run(small_community);
  books.run(two_debts);
  books.run(R"(
    2026-03-05 payment_received house=1-1-101 amount=31.00 channel=cash
      -> ok | 1001.OPS 31.00 | 1122.OPS:1-1-101:2026-01 -30.00 fee_collected
            | 1122.OPS:1-1-101:2026-01 -1.00 late_fee_collected
    2026-03-06 payment_received house=1-1-101 amount=40.00 channel=cash
      -> ok | 1001.OPS 40.00 | 1122.OPS:1-1-101:2026-01 -1.00 late_fee_collected
            | 1122.OPS:1-1-101:2026-02 -30.00 fee_collected | 2203.OPS:1-1-101 -9.00 plain
    = 1122.OPS 0.00
    = 2203.OPS:1-1-101 -9.00
    = flow fee_collected 2026-02 -30.00
  )");
}

TEST(PaymentReceived, GoesToThePeriodThatThePayerNames) {
  Table books;
  books.run(small_community);
  books.run(two_debts);
  books.run(R"(
    2026-03-05 payment_received house=1-1-101 amount=35.00 channel=cash for_period=2026-02
      -> ok | 1001.OPS 35.00 | 1122.OPS:1-1-101:2026-02 -30.00 fee_collected
            | 2203.OPS:1-1-101 -5.00
    2026-03-05 payment_received house=1-1-102 amount=35.00 channel=cash for_period=2026-02
      -> ok | 1001.OPS 35.00 | 2203.OPS:1-1-102 -35.00
    = 1122.OPS:1-1-101:2026-01 32.00
  )");
}

}  // namespace
}  // namespace mingzhang::test
