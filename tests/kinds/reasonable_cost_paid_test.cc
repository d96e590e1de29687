#include <gtest/gtest.h>

#include "tests/kinds/consented_community.h"
#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

TEST(ReasonableCostPaid, WalksTheLadder) {
  run_table(consented_community(), R"(
    2026-03-05 common_revenue_received source=parking amount=100.00 counterparty=王五
      resolution=revenue
    2026-03-06 reasonable_cost_paid source=parking amount=0.00 counterparty=李四
      -> rejected not_positive amount
    2026-03-06 reasonable_cost_paid source=parking amount=100.01 counterparty=李四
      -> rejected revenue_exceeded amount
    # A balance that was brought forward without its money can be spent only as far as money goes.
    2026-01-01 balance_brought_forward account=2711.COM amount=50.00
    2026-03-06 reasonable_cost_paid source=parking amount=100.01 counterparty=李四
      -> rejected insufficient_funds amount
    2026-03-06 reasonable_cost_paid source=parking amount=100.00 counterparty=李四 -> ok
  )");
}

TEST(ReasonableCostPaid, LessensTheRevenueOfItsSource) {
  run_table(consented_community(), R"(
    2026-03-05 common_revenue_received source=water_vending amount=100.00 counterparty=王五
      resolution=revenue
    2026-03-06 reasonable_cost_paid source=water_vending amount=30.00 counterparty=李四
      -> ok | 2711.COM 30.00 revenue_cost#4 | 1002.COM -30.00 plain
    = 2711.COM -70.00
    = 1002.COM 70.00
  )");
}

}  // namespace
}  // namespace mingzhang::test
