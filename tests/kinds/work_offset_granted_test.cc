#include <gtest/gtest.h>

#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

TEST(WorkOffsetGranted, WalksTheLadder) {
  run_table(small_community, R"(
    2026-01-31 fee_assessed house=1-1-101 period=2026-01 amount=30.00 reason=x
    2026-02-01 work_offset_granted house=1-1-101 worker=张三 hours=0 rate=0.00 amount=0.00
      period=2026-01
      -> rejected not_positive hours
    2026-02-01 work_offset_granted house=1-1-101 worker=张三 hours=2 rate=0.00 amount=0.00
      period=2026-01
      -> rejected not_positive rate
    2026-02-01 work_offset_granted house=1-1-101 worker=张三 hours=2 rate=10.00 amount=0.00
      period=2026-01
      -> rejected not_positive amount
    2026-02-01 work_offset_granted house=1-1-101 worker=张三 hours=2 rate=10.00 amount=20.01
      period=2026-02
      -> rejected more_than_worked amount
    2026-02-01 work_offset_granted house=1-1-101 worker=张三 hours=2 rate=10.00 amount=20.00
      period=2026-02
      -> rejected more_than_open amount
    2026-02-01 work_offset_granted house=1-1-101 worker=张三 hours=4 rate=10.00 amount=30.01
      period=2026-01
      -> rejected more_than_open amount
  )");
}

TEST(WorkOffsetGranted, IsACostAndNoCash) {
  run_table(small_community, R"(
    2026-01-31 fee_assessed house=1-1-101 period=2026-01 amount=30.00 reason=x
    2026-02-01 work_offset_granted house=1-1-101 worker=张三 hours=2.5 rate=10.00 amount=25.00
      period=2026-01
      -> ok | 6401.OPS::2026-01 25.00 cost_of_offset_labour
            | 1122.OPS:1-1-101:2026-01 -25.00 fee_offset
    = 1122.OPS:1-1-101 5.00
    = flow fee_collected 0.00
  )");
}

// 0.33 h x 10.01 = 3.3033: the fen below it is allowed, the fen above is not.
TEST(WorkOffsetGranted, ComparesExactly) {
  run_table(small_community, R"(
    2026-01-31 fee_assessed house=1-1-101 period=2026-01 amount=30.00 reason=x
    2026-02-01 work_offset_granted house=1-1-101 worker=张三 hours=0.33 rate=10.01 amount=3.31
      period=2026-01
      -> rejected more_than_worked amount
    2026-02-01 work_offset_granted house=1-1-101 worker=张三 hours=0.33 rate=10.01 amount=3.30
      period=2026-01
      -> ok
    2026-02-01 work_offset_granted house=1-1-101 worker=张三 hours=90000000000000000
      rate=90000000000.00 amount=1.00 period=2026-01
      -> ok
  )");
}

}  // namespace
}  // namespace mingzhang::test
