#include <gtest/gtest.h>

#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

constexpr std::string_view fee_of_30 = R"(
  2026-01-31 fee_assessed house=1-1-101 period=2026-01 amount=30.00 reason=x
)";

void run(std::string_view table) {
  Table books;
  books.run(small_community);
  books.run(fee_of_30);
  books.run(table);
}

TEST(DiscountGranted, WalksTheLadder) {
  run(R"(
    2026-03-05 discount_granted house=1-1-101 period=2026-02 amount=0.00 reason=x
      -> rejected not_positive amount
    2026-03-05 discount_granted house=1-1-101 period=2026-02 amount=30.01 reason=x
      -> rejected nothing_assessed period
    2026-03-05 discount_granted house=1-1-101 period=2026-01 amount=30.01 reason=x
      -> rejected more_than_assessed amount
    2026-03-05 discount_granted house=1-1-101 period=2026-01 amount=10.00 reason=x -> ok
    2026-03-05 discount_granted house=1-1-101 period=2026-01 amount=20.01 reason=x
      -> rejected more_than_assessed amount
    2026-03-05 discount_granted house=1-1-101 period=2026-01 amount=20.00 reason=x -> ok
    2026-03-05 discount_granted house=1-1-101 period=2026-01 amount=0.01 reason=x
      -> rejected nothing_assessed period
  )");
}

TEST(DiscountGranted, LowersWhatIsAssessed) {
  run(R"(
    2026-03-05 discount_granted house=1-1-101 period=2026-01 amount=10.00 reason=x
      -> ok | 6001.OPS::2026-01 10.00 plain | 1122.OPS:1-1-101:2026-01 -10.00 fee_discounted
    = 1122.OPS:1-1-101:2026-01 20.00
  )");
}

TEST(DiscountGranted, TurnsWhatWasPaidTooMuchIntoPrepayment) {
  run(R"(
    2026-02-01 payment_received house=1-1-101 amount=25.00 channel=cash
    2026-03-05 discount_granted house=1-1-101 period=2026-01 amount=10.00 reason=x
      -> ok | 6001.OPS::2026-01 10.00 | 1122.OPS:1-1-101:2026-01 -10.00 fee_discounted
            | 1122.OPS:1-1-101:2026-01 5.00 fee_collected_from_prepayment
            | 2203.OPS:1-1-101 -5.00
    = 1122.OPS:1-1-101:2026-01 0.00
    = 2203.OPS:1-1-101 -5.00
    # the excess can be paid out, and the house does not owe again
    2026-03-06 fee_refunded house=1-1-101 period=2026-01 amount=5.00 reason=x -> ok
    = 1122.OPS:1-1-101 0.00
  )");
}

TEST(DiscountGranted, DoesNotPayOutWhatWasWorkedOff) {
  run(R"(
    2026-02-01 work_offset_granted house=1-1-101 worker=w hours=3 rate=8.00 amount=24.00
      period=2026-01
    2026-02-01 payment_received house=1-1-101 amount=2.00 channel=cash
    # 30 = 24 worked + 2 paid + 4 open: at most 6 can be discounted
    2026-03-05 discount_granted house=1-1-101 period=2026-01 amount=6.01 reason=x
      -> rejected discount_beyond_money amount
    2026-03-05 discount_granted house=1-1-101 period=2026-01 amount=6.00 reason=x -> ok
    = 2203.OPS:1-1-101 -2.00
    = 1122.OPS:1-1-101 0.00
  )");
}

TEST(DiscountGranted, DoesNotPayOutWhatWasWrittenOff) {
  run(R"(
    2026-02-01 fee_written_off house=1-1-101 period=2026-01 amount=30.00 reason=x
    2026-03-05 discount_granted house=1-1-101 period=2026-01 amount=0.01 reason=x
      -> rejected discount_beyond_money amount
  )");
}

}  // namespace
}  // namespace mingzhang::test
