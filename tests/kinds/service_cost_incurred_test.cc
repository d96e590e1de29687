#include <gtest/gtest.h>

#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

TEST(ServiceCostIncurred, WalksTheLadder) {
  run_table(small_community, R"(
    2026-03-31 service_cost_incurred period=2026-03 amount=0.00 category=保洁 payee=赵六
      -> rejected not_positive amount
    2026-03-31 service_cost_incurred period=2026-03 amount=0.01 category=保洁 payee=赵六 -> ok
  )");
}

// The period is the one that was served, whenever the bill came.
TEST(ServiceCostIncurred, IsACostOfThePeriodServed) {
  run_table(small_community, R"(
    2026-05-08 service_cost_incurred period=2026-03 amount=800.00 category=保洁 payee=赵六
      -> ok | 6401.OPS::2026-03 800.00 cost_incurred | 2202.OPS -800.00 plain
  )");
}

}  // namespace
}  // namespace mingzhang::test
