#include <gtest/gtest.h>

#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

TEST(SubsidyReceived, WalksTheLadder) {
  run_table(small_community, R"(
    2026-03-05 subsidy_received programme=红色物业 amount=0.00 purpose=保洁
      -> rejected not_positive amount
    2026-03-05 subsidy_received programme=红色物业 amount=-1.00 purpose=保洁
      -> rejected not_positive amount
    2026-03-05 subsidy_received programme=红色物业 amount=0.01 purpose=保洁 -> ok
  )");
}

// What is received for one purpose is kept apart from another purpose of the same programme.
TEST(SubsidyReceived, NumbersEachProgrammeAndPurposeOnce) {
  run_table(small_community, R"(
    2026-03-05 subsidy_received programme=红色物业 amount=100.00 purpose=保洁
      -> ok | 1002.SUB 100.00 plain | 2401.SUB -100.00 subsidy_received#1
    2026-03-05 subsidy_received programme=红色物业 amount=50.00 purpose=绿化
      -> ok | 1002.SUB 50.00 plain | 2401.SUB -50.00 subsidy_received#2
    2026-03-05 subsidy_received programme=清雪 amount=30.00 purpose=保洁
      -> ok | 1002.SUB 30.00 plain | 2401.SUB -30.00 subsidy_received#3
    2026-04-05 subsidy_received programme=红色物业 amount=20.00 purpose=保洁
      -> ok | 1002.SUB 20.00 plain | 2401.SUB -20.00 subsidy_received#1
  )");
}

}  // namespace
}  // namespace mingzhang::test
