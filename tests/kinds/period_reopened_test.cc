#include <gtest/gtest.h>

#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

TEST(PeriodReopened, WalksTheLadder) {
  run_table(small_community, R"(
    2026-02-05 payment_received house=1-1-101 amount=20.00 channel=cash
    2026-03-01 period_reopened period=2026-02 -> rejected not_closed period
    2026-03-01 period_closed period=2026-02
    2026-04-01 period_closed period=2026-03
    2026-04-01 period_reopened period=2026-04 -> rejected not_closed period
    2026-04-01 period_reopened period=2026-02 -> rejected reopen_newest_first period
    2026-04-01 period_reopened period=2026-03 -> ok |
    2026-04-01 period_reopened period=2026-02 -> ok |
  )");
}

TEST(PeriodReopened, TakesEntriesAgainUntilItIsClosedAgain) {
  run_table(small_community, R"(
    2026-02-05 payment_received house=1-1-101 amount=20.00 channel=cash
    2026-03-01 period_closed period=2026-02
    2026-03-02 period_reopened period=2026-02
    2026-02-06 payment_received house=1-1-101 amount=20.00 channel=cash -> ok
    2026-03-02 period_closed period=2026-02 -> ok
    2026-02-06 payment_received house=1-1-101 amount=20.00 channel=cash
      -> rejected period_closed business_date
  )");
}

}  // namespace
}  // namespace mingzhang::test
