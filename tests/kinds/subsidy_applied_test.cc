#include <gtest/gtest.h>

#include <string>

#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

const std::string subsidised_community = std::string(small_community) + R"(
  cleaning: 2026-03-05 subsidy_received programme=红色物业 amount=100.00 purpose=保洁
  2026-03-05 subsidy_received programme=红色物业 amount=50.00 purpose=绿化
)";

TEST(SubsidyApplied, WalksTheLadder) {
  run_table(subsidised_community, R"(
    2026-03-31 subsidy_applied programme=清雪 amount=0.00 purpose=保洁 period=2026-03
      -> rejected not_positive amount
    2026-03-31 subsidy_applied programme=清雪 amount=100.01 purpose=保洁 period=2026-03
      -> rejected unknown_subsidy programme
    2026-03-31 subsidy_applied programme=红色物业 amount=100.01 purpose=清雪 period=2026-03
      -> rejected unknown_subsidy programme
    2026-03-31 subsidy_applied programme=红色物业 amount=100.01 purpose=保洁 period=2026-03
      -> rejected subsidy_exceeded amount
    2026-03-31 subsidy_applied programme=红色物业 amount=100.00 purpose=保洁 period=2026-03 -> ok
  )");
}

TEST(SubsidyApplied, BecomesIncomeOfThePeriod) {
  run_table(subsidised_community, R"(
    2026-03-31 subsidy_applied programme=红色物业 amount=30.00 purpose=绿化 period=2026-03
      -> ok | 2401.SUB::2026-03 30.00 subsidy_applied#2 | 1002.SUB -30.00 plain
        | 1002.OPS 30.00 plain | 6117.OPS::2026-03 -30.00 plain#2
  )");
}

// Applied <= received for each purpose, over all periods and with returns.
TEST(SubsidyApplied, CountsEveryPeriodAndWhatWasReturned) {
  run_table(subsidised_community, R"(
    march: 2026-03-31 subsidy_applied programme=红色物业 amount=60.00 purpose=保洁 period=2026-03
    2026-04-30 subsidy_applied programme=红色物业 amount=40.01 purpose=保洁 period=2026-04
      -> rejected subsidy_exceeded amount
    2026-04-30 subsidy_applied programme=红色物业 amount=20.00 purpose=保洁 period=2026-04
    2026-04-30 subsidy_returned programme=红色物业 amount=5.00 purpose=保洁
    2026-05-31 subsidy_applied programme=红色物业 amount=15.01 purpose=保洁 period=2026-05
      -> rejected subsidy_exceeded amount
    2026-05-31 event_reversed sequence=march reason=x
    2026-05-31 subsidy_applied programme=红色物业 amount=75.00 purpose=保洁 period=2026-05 -> ok
    2026-05-31 subsidy_applied programme=红色物业 amount=0.01 purpose=保洁 period=2026-05
      -> rejected subsidy_exceeded amount
    = 2401.SUB -50.00
    = 1002.SUB 50.00
  )");
}

// A receipt that was reversed after it was used leaves its purpose short; no other purpose pays.
TEST(SubsidyApplied, NeverSpendsTheMoneyOfAnotherPurpose) {
  run_table(subsidised_community, R"(
    2026-03-31 subsidy_applied programme=红色物业 amount=60.00 purpose=保洁 period=2026-03
    2026-04-01 event_reversed sequence=cleaning reason=x
    2026-04-02 subsidy_applied programme=红色物业 amount=0.01 purpose=保洁 period=2026-03
      -> rejected subsidy_exceeded amount
    = 1002.SUB -10.00
    2026-04-02 subsidy_applied programme=红色物业 amount=0.01 purpose=绿化 period=2026-03
      -> rejected insufficient_funds amount
  )");
}

}  // namespace
}  // namespace mingzhang::test
