#include <gtest/gtest.h>

#include "tests/kinds/consented_community.h"
#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

TEST(CommonRevenueReceived, WalksTheLadder) {
  run_table(consented_community(), R"(
    2025-12-31 common_revenue_received source=parking amount=0.00 counterparty=王五
      resolution=unheard-of -> rejected not_positive amount
    2025-12-31 common_revenue_received source=parking amount=0.01 counterparty=王五
      resolution=unheard-of -> rejected unknown_resolution resolution
    2025-12-31 common_revenue_received source=parking amount=0.01 counterparty=王五
      resolution=refused -> rejected resolution_failed resolution
    2025-12-31 common_revenue_received source=parking amount=0.01 counterparty=王五
      resolution=repairs -> rejected resolution_not_in_force resolution
    2026-01-01 common_revenue_received source=parking amount=0.01 counterparty=王五
      resolution=repairs -> rejected resolution_matter_mismatch resolution
    2026-01-01 common_revenue_received source=parking amount=0.01 counterparty=王五
      resolution=spend -> rejected use_not_allowed resolution
    2026-01-01 common_revenue_received source=parking amount=0.01 counterparty=王五
      resolution=revenue -> ok
  )");
}

TEST(CommonRevenueReceived, BelongsToTheOwnersBySource) {
  run_table(consented_community(), R"(
    2026-03-05 common_revenue_received source=lift_advertising amount=1200.00 counterparty=王五
      resolution=revenue -> ok | 1002.COM 1200.00 plain | 2711.COM -1200.00 revenue_received#1
    wrong: 2026-03-06 common_revenue_received source=promotion amount=300.00 counterparty=王五
      resolution=revenue -> ok | 1002.COM 300.00 plain | 2711.COM -300.00 revenue_received#9
    2026-03-07 event_reversed sequence=wrong reason=x
    = 2711.COM -1200.00
    = 1002.COM 1200.00
  )");
}

}  // namespace
}  // namespace mingzhang::test
