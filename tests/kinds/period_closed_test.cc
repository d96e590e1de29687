#include <gtest/gtest.h>

#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

TEST(PeriodClosed, WalksTheLadder) {
  run_table(small_community, R"(
    today 2026-04-15
    2026-02-05 payment_received house=1-1-101 amount=20.00 channel=cash
    2026-03-05 payment_received house=1-1-101 amount=20.00 channel=cash
    2026-04-15 period_closed period=2026-05 -> rejected period_not_begun period
    2026-04-15 period_closed period=2026-03 -> rejected close_in_order period
    2026-04-15 period_closed period=2026-02 -> ok |
    2026-04-15 period_closed period=2026-02 -> rejected already_closed period
    2026-04-15 period_closed period=2026-01 -> rejected already_closed period
    2026-04-15 period_closed period=2026-04 -> rejected close_in_order period
    2026-04-15 period_closed period=2026-03 -> ok
    # the current month may be closed, what comes later not
    2026-04-15 period_closed period=2026-04 -> ok
    2026-04-15 period_closed period=2026-05 -> rejected period_not_begun period
  )");
}

TEST(PeriodClosed, TheFirstMayBeAMonthBeforeAnyEntry) {
  run_table(small_community, R"(
    2026-02-05 payment_received house=1-1-101 amount=20.00 channel=cash
    2026-04-15 period_closed period=2025-12 -> ok
    2026-04-15 period_closed period=2026-02 -> rejected close_in_order period
    2026-04-15 period_closed period=2026-01 -> ok
  )");
}

TEST(PeriodClosed, ShutsItsMonthAndAllBeforeIt) {
  run_table(small_community, R"(
    2026-02-05 payment_received house=1-1-101 amount=20.00 channel=cash
    2026-03-01 period_closed period=2026-02
    2026-02-28 payment_received house=1-1-101 amount=1.00 channel=cash
      -> rejected period_closed business_date
    2020-02-28 payment_received house=1-1-101 amount=1.00 channel=cash
      -> rejected period_closed business_date
    # a fee for a closed month is posted in an open one; what posts nothing is not held up
    2026-03-01 fee_assessed house=1-1-101 period=2026-02 amount=1.00 reason=x -> ok
    2026-02-28 tariff_set tariff=t basis=area price=1.00 cycle=month from=2026-01 -> ok
  )");
}

}  // namespace
}  // namespace mingzhang::test
