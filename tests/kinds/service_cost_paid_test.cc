#include <gtest/gtest.h>

#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

TEST(ServiceCostPaid, WalksTheLadder) {
  run_table(small_community, R"(
    2026-03-31 service_cost_paid period=2026-03 amount=0.00 category=保洁 payee=赵六
      -> rejected not_positive amount
    2026-03-31 service_cost_paid period=2026-03 amount=0.01 category=保洁 payee=赵六 -> ok
  )");
}

// A payment is no cost a second time, and operations may be overdrawn.
TEST(ServiceCostPaid, ClearsWhatIsOwed) {
  run_table(small_community, R"(
    2026-03-31 service_cost_incurred period=2026-03 amount=800.00 category=保洁 payee=赵六
    2026-04-05 service_cost_paid period=2026-03 amount=800.00 category=保洁 payee=赵六
      -> ok | 2202.OPS 800.00 plain | 1002.OPS -800.00 plain
    = 2202.OPS 0.00
    = 6401.OPS 800.00
  )");
}

}  // namespace
}  // namespace mingzhang::test
