#include <gtest/gtest.h>

#include "tests/kinds/consented_community.h"
#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

/// 1,186.63 drawn and 2,393.37 billed.
const std::string apportioned_community = consented_community() + R"(
  2026-01-05 fund_deposited house=1-1-101 amount=1000.00
  2026-01-05 fund_deposited house=1-1-102 amount=500.00
  apportioned: 2026-03-05 repair_apportioned repair=roof amount=3580.00 resolution=repairs
    building=1
)";

TEST(RepairInvoiced, WalksTheLadder) {
  run_table(apportioned_community, R"(
    2026-03-10 repair_invoiced repair=lift payee=赵六 amount=0.00 -> rejected not_positive amount
    2026-03-10 repair_invoiced repair=lift payee=赵六 amount=3580.01
      -> rejected unknown_repair repair
    2026-03-10 repair_invoiced repair=roof payee=赵六 amount=3580.01
      -> rejected apportionment_exceeded amount
    2026-03-10 repair_invoiced repair=roof payee=赵六 amount=3580.00 -> ok
    2026-03-10 repair_invoiced repair=roof payee=赵六 amount=0.01
      -> rejected apportionment_exceeded amount
  )");
}

TEST(RepairInvoiced, IsOwedByEachFundForItsPart) {
  run_table(apportioned_community, R"(
    2026-03-10 repair_invoiced repair=roof payee=赵六 amount=1000.00
      -> ok | 2299.MF 331.46 plain | 2202.MF -331.46 repair_invoiced#1
        | 2299.TRUST 668.54 plain | 2202.TRUST -668.54 repair_invoiced#1
    2026-04-10 repair_invoiced repair=roof payee=赵六 amount=2580.00
      -> ok | 2299.MF 855.17 plain | 2202.MF -855.17 repair_invoiced#1
        | 2299.TRUST 1724.83 plain | 2202.TRUST -1724.83 repair_invoiced#1
    = 2299.MF 0.00
    = 2299.TRUST 0.00
  )");
}

// Three fen of three invoices, of which the first is reversed and comes again: each fund still ends
// at zero (domain.md section 6: clearing nets to zero per fund).
TEST(RepairInvoiced, ClearsEachFundExactlyAfterAReversal) {
  run_table(consented_community(), R"(
    2026-01-05 fund_deposited house=1-1-101 amount=0.01
    2026-03-05 repair_apportioned repair=pipe amount=0.03 resolution=repairs houses=1-1-101
      -> ok | 2712.MF:1-1-101 0.01 repair_drawn#1 | 1221.TRUST:1-1-101 0.02 repair_billed#1
        | 2299.MF -0.01 plain | 2299.TRUST -0.02 plain
    first: 2026-03-10 repair_invoiced repair=pipe payee=赵六 amount=0.01
      -> ok | 2299.TRUST 0.01 plain | 2202.TRUST -0.01 repair_invoiced#1
    2026-03-10 repair_invoiced repair=pipe payee=赵六 amount=0.02
      -> ok | 2299.MF 0.01 plain | 2202.MF -0.01 repair_invoiced#1
        | 2299.TRUST 0.01 plain | 2202.TRUST -0.01 repair_invoiced#1
    2026-03-11 event_reversed sequence=first reason=x
    2026-03-12 repair_invoiced repair=pipe payee=赵六 amount=0.01
      -> ok | 2299.TRUST 0.01 plain | 2202.TRUST -0.01 repair_invoiced#1
    = 2299.MF 0.00
    = 2299.TRUST 0.00
  )");
}

TEST(RepairInvoiced, NeedsAnApportionmentThatStands) {
  run_table(apportioned_community, R"(
    2026-03-10 repair_invoiced repair=roof payee=赵六 amount=1000.00
    2026-03-11 event_reversed sequence=apportioned reason=x
    2026-03-12 repair_invoiced repair=roof payee=赵六 amount=0.01
      -> rejected apportionment_exceeded amount
  )");
}

}  // namespace
}  // namespace mingzhang::test
