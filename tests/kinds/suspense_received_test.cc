#include <gtest/gtest.h>

#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

TEST(SuspenseReceived, WalksTheLadder) {
  run_table(small_community, R"(
    2026-03-05 suspense_received amount=0.00 channel=bank trade_number=T-1
      -> rejected not_positive amount
  )");
}

TEST(SuspenseReceived, WaitsUnderItsOwnNumber) {
  run_table(small_community, R"(
    2026-03-05 suspense_received amount=20.00 channel=bank trade_number=T-1
      -> ok | 1002.OPS 20.00 plain | 2241.OPS -20.00 suspense_received#1
    2026-03-05 suspense_received amount=20.00 channel=wechat trade_number=T-2
      -> ok | 1012.OPS 20.00 in_transit#2 | 2241.OPS -20.00 suspense_received#2
    = 2241.OPS -40.00
  )");
}

}  // namespace
}  // namespace mingzhang::test
