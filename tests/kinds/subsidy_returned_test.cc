#include <gtest/gtest.h>

#include <string>

#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

const std::string subsidised_community = std::string(small_community) + R"(
  2026-03-05 subsidy_received programme=红色物业 amount=100.00 purpose=保洁
)";

TEST(SubsidyReturned, WalksTheLadder) {
  run_table(subsidised_community, R"(
    2026-03-31 subsidy_returned programme=清雪 amount=0.00 purpose=保洁
      -> rejected not_positive amount
    2026-03-31 subsidy_returned programme=清雪 amount=100.01 purpose=保洁
      -> rejected unknown_subsidy programme
    2026-03-31 subsidy_returned programme=红色物业 amount=100.01 purpose=保洁
      -> rejected subsidy_exceeded amount
    2026-03-31 subsidy_returned programme=红色物业 amount=100.00 purpose=保洁 -> ok
  )");
}

TEST(SubsidyReturned, GoesBackFromTheFundOfSubsidies) {
  run_table(subsidised_community, R"(
    2026-03-31 subsidy_applied programme=红色物业 amount=70.00 purpose=保洁 period=2026-03
    2026-04-01 subsidy_returned programme=红色物业 amount=30.01 purpose=保洁
      -> rejected subsidy_exceeded amount
    2026-04-01 subsidy_returned programme=红色物业 amount=30.00 purpose=保洁
      -> ok | 2401.SUB 30.00 subsidy_returned#1 | 1002.SUB -30.00 plain
    = 2401.SUB 0.00
    = 1002.SUB 0.00
  )");
}

}  // namespace
}  // namespace mingzhang::test
