#include <gtest/gtest.h>

#include "tests/kinds/consented_community.h"
#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

const std::string billed_community = consented_community() + R"(
  2026-03-05 repair_apportioned repair=lift amount=50.00 resolution=repairs building=2
  apportioned: 2026-03-05 repair_apportioned repair=roof amount=100.00 resolution=repairs
    building=2
)";

TEST(RepairSharePaid, WalksTheLadder) {
  run_table(billed_community, R"(
    2026-03-10 repair_share_paid repair=gate house=9-9-999 amount=0.00 channel=bank
      -> rejected unknown_house house
    2026-03-10 repair_share_paid repair=gate house=1-1-101 amount=0.00 channel=bank
      -> rejected not_positive amount
    2026-03-10 repair_share_paid repair=gate house=1-1-101 amount=0.01 channel=bank
      -> rejected unknown_repair repair
    2026-03-10 repair_share_paid repair=roof house=1-1-101 amount=0.01 channel=bank
      -> rejected share_exceeded amount
    2026-03-10 repair_share_paid repair=roof house=2-1-301 amount=100.01 channel=bank
      -> rejected share_exceeded amount
    2026-03-10 repair_share_paid repair=roof house=2-1-301 amount=100.00 channel=bank -> ok
    2026-03-10 repair_share_paid repair=roof house=2-1-301 amount=0.01 channel=bank
      -> rejected share_exceeded amount
  )");
}

TEST(RepairSharePaid, IsHeldInTrustForEachRepair) {
  run_table(billed_community, R"(
    2026-03-10 repair_share_paid repair=roof house=2-1-301 amount=40.00 channel=bank
      -> ok | 1002.TRUST 40.00 plain | 1221.TRUST:2-1-301 -40.00 repair_collected#2
    2026-03-10 repair_share_paid repair=roof house=2-1-301 amount=20.00 channel=cash
      -> ok | 1001.TRUST 20.00 plain | 1221.TRUST:2-1-301 -20.00 repair_collected#2
    2026-03-10 repair_share_paid repair=lift house=2-1-301 amount=50.00 channel=wechat
      -> ok | 1012.TRUST 50.00 in_transit | 1221.TRUST:2-1-301 -50.00 repair_collected#1
    2026-03-11 channel_settled channel=wechat amount=50.00
      -> ok | 1002.TRUST 50.00 plain | 1012.TRUST -50.00 in_transit
    = 1221.TRUST:2-1-301 40.00
    = 1002.TRUST 90.00
  )");
}

// A share that was paid before its apportionment was reversed counts towards the new one.
TEST(RepairSharePaid, OutlivesAnApportionmentThatIsDoneAgain) {
  run_table(billed_community, R"(
    2026-03-10 repair_share_paid repair=roof house=2-1-301 amount=60.00 channel=bank
    2026-03-11 event_reversed sequence=apportioned reason=x
    = 1221.TRUST:2-1-301 -10.00
    2026-03-12 repair_share_paid repair=roof house=2-1-301 amount=0.01 channel=bank
      -> rejected share_exceeded amount
    2026-03-12 repair_apportioned repair=roof amount=90.00 resolution=repairs building=2
    2026-03-12 repair_share_paid repair=roof house=2-1-301 amount=30.01 channel=bank
      -> rejected share_exceeded amount
    2026-03-12 repair_share_paid repair=roof house=2-1-301 amount=30.00 channel=bank -> ok
  )");
}

}  // namespace
}  // namespace mingzhang::test
