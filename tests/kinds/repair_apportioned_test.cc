#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/kinds/consented_community.h"
#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

using ::testing::ElementsAre;

const RepairApportioned& last_of(const Table& books) {
  return std::get<RepairApportioned>(books.events().back().event.payload);
}

TEST(RepairApportioned, WalksTheLadder) {
  run_table(consented_community(), R"(
    done: 2026-03-01 repair_apportioned repair=done amount=100.00 resolution=repairs
    billed: 2026-03-02 repair_invoiced repair=done payee=赵六 amount=60.00

    2025-12-31 repair_apportioned repair=done amount=0.00 resolution=unheard-of building=9
      entrance=1 houses=1-1-101,1-1-101 -> rejected not_positive amount
    2025-12-31 repair_apportioned repair=done amount=0.01 resolution=unheard-of building=9
      entrance=1 houses=1-1-101,1-1-101 -> rejected scope_given_twice houses
    2025-12-31 repair_apportioned repair=done amount=0.01 resolution=unheard-of
      entrance=1 houses=1-1-101,1-1-101 -> rejected building_missing building
    2025-12-31 repair_apportioned repair=done amount=0.01 resolution=unheard-of
      houses=1-1-101,1-1-102,1-1-101 -> rejected house_listed_twice houses
    2025-12-31 repair_apportioned repair=done amount=0.01 resolution=unheard-of building=9
      -> rejected repair_apportioned_already repair
    2026-03-03 event_reversed sequence=done reason=x
    2025-12-31 repair_apportioned repair=done amount=0.01 resolution=unheard-of building=9
      -> rejected repair_invoiced_already repair
    2026-03-03 event_reversed sequence=billed reason=x
    2025-12-31 repair_apportioned repair=done amount=0.01 resolution=unheard-of building=9
      -> rejected unknown_resolution resolution
    2025-12-31 repair_apportioned repair=done amount=0.01 resolution=refused building=9
      -> rejected resolution_failed resolution
    2025-12-31 repair_apportioned repair=done amount=0.01 resolution=spend building=9
      -> rejected resolution_not_in_force resolution
    2026-03-04 repair_apportioned repair=done amount=0.01 resolution=spend building=9
      -> rejected resolution_matter_mismatch resolution
    2026-01-01 resolution_tallied resolution=top-up matter=use_fund
      owners_total=5 area_total=355.88 owners_voting=5 area_voting=355.88 owners_for=5
      area_for=355.88 allows=top_up_fund valid_from=2026-01-01 valid_until=2026-12-31
    2026-03-04 repair_apportioned repair=done amount=0.01 resolution=top-up building=9
      -> rejected use_not_allowed resolution
    2026-03-04 repair_apportioned repair=done amount=0.01 resolution=entrance-1-1 building=9
      -> rejected nobody_to_share building
    2026-03-04 repair_apportioned repair=done amount=0.01 resolution=entrance-1-1 building=1
      -> rejected resolution_scope_mismatch resolution
    2026-03-04 repair_apportioned repair=done amount=0.01 resolution=repairs building=1 -> ok
  )");
}

// The example of domain.md rule 3.6, with two fund cards: one covers its share, one only part.
TEST(RepairApportioned, DrawsOnTheCardsAndBillsTheRest) {
  Table books;
  books.run(consented_community());
  books.run(R"(
    2026-01-05 fund_deposited house=1-1-101 amount=1000.00
    2026-01-05 fund_deposited house=1-1-102 amount=500.00
    2026-03-05 repair_apportioned repair=roof amount=3580.00 resolution=repairs building=1
      -> ok | 2712.MF:1-1-101 686.63 repair_drawn#1
        | 2712.MF:1-1-102 500.00 repair_drawn#1 | 1221.TRUST:1-1-102 277.87 repair_billed#1
        | 1221.TRUST:1-2-201 894.59 repair_billed#1 | 1221.TRUST:1-0-商铺 1220.91 repair_billed#1
        | 2299.MF -1186.63 plain | 2299.TRUST -2393.37 plain
  )");
  EXPECT_THAT(last_of(books).lines.value,
              ElementsAre(ShareLine{{1}, {5012}, {68'663}}, ShareLine{{2}, {5678}, {77'787}},
                          ShareLine{{3}, {6530}, {89'459}}, ShareLine{{5}, {8912}, {122'091}}));
  EXPECT_EQ(books.state().house({1}).fund_balance, Money{31'337});
  EXPECT_EQ(books.state().house({2}).fund_balance, Money{});
  EXPECT_EQ(books.state().repair_share_open({2}, {1}), Money{27'787});
}

TEST(RepairApportioned, IsSharedByTheHousesInScopeOnly) {
  Table books;
  books.run(consented_community());
  books.run(R"(
    2026-01-02 house_registered house=P-02 building=P entrance=0 area=12.50 use=parking
    2026-03-05 repair_apportioned repair=pipe amount=106.90 resolution=entrance-1-1 building=1
      entrance=1 -> ok | 1221.TRUST:1-1-101 50.12 repair_billed#1
        | 1221.TRUST:1-1-102 56.78 repair_billed#1 | 2299.TRUST -106.90 plain
    2026-03-05 repair_apportioned repair=wall amount=159.86 resolution=repairs
      houses=2-1-301,1-2-201,P-01 -> ok | 1221.TRUST:1-2-201 65.30 repair_billed#2
        | 1221.TRUST:2-1-301 94.56 repair_billed#2 | 2299.TRUST -159.86 plain
    2026-03-05 repair_apportioned repair=gate amount=368.38 resolution=repairs
      -> ok | 1221.TRUST:1-1-101 50.12 repair_billed#3 | 1221.TRUST:1-1-102 56.78 repair_billed#3
        | 1221.TRUST:1-2-201 65.30 repair_billed#3 | 1221.TRUST:2-1-301 94.56 repair_billed#3
        | 1221.TRUST:1-0-商铺 89.12 repair_billed#3 | 1221.TRUST:P-02 12.50 repair_billed#3
        | 2299.TRUST -368.38 plain
  )");
}

TEST(RepairApportioned, IsCoveredByTheScopeOfItsResolution) {
  run_table(consented_community(), R"(
    2026-03-05 repair_apportioned repair=a amount=1.00 resolution=building-1
      -> rejected resolution_scope_mismatch resolution
    2026-03-05 repair_apportioned repair=a amount=1.00 resolution=building-1 building=2
      -> rejected resolution_scope_mismatch resolution
    2026-03-05 repair_apportioned repair=a amount=1.00 resolution=building-1
      houses=1-1-101,2-1-301 -> rejected resolution_scope_mismatch resolution
    2026-03-05 repair_apportioned repair=a amount=1.00 resolution=entrance-1-1 building=1
      -> rejected resolution_scope_mismatch resolution
    2026-03-05 repair_apportioned repair=a amount=1.00 resolution=building-1 building=1 -> ok
    2026-03-05 repair_apportioned repair=b amount=1.00 resolution=building-1 building=1
      entrance=2 -> ok
    2026-03-05 repair_apportioned repair=c amount=1.00 resolution=building-1
      houses=1-1-101,1-0-商铺 -> ok
  )");
}

TEST(RepairApportioned, KeepsItsNumberWhenItIsApportionedAgain) {
  Table books;
  books.run(consented_community());
  books.run(R"(
    first: 2026-03-05 repair_apportioned repair=roof amount=100.00 resolution=repairs building=2
      -> ok | 1221.TRUST:2-1-301 100.00 repair_billed#1 | 2299.TRUST -100.00 plain
    2026-03-05 repair_apportioned repair=lift amount=50.00 resolution=repairs building=2
      -> ok | 1221.TRUST:2-1-301 50.00 repair_billed#2 | 2299.TRUST -50.00 plain
    2026-03-06 repair_apportioned repair=roof amount=90.00 resolution=repairs building=2
      -> rejected repair_apportioned_already repair
    2026-03-06 event_reversed sequence=first reason=x
    2026-03-06 repair_apportioned repair=roof amount=90.00 resolution=repairs building=2
      -> ok | 1221.TRUST:2-1-301 90.00 repair_billed#1 | 2299.TRUST -90.00 plain
  )");
  EXPECT_EQ(books.state().repairs.size(), 2U);
}

// A card below zero is nobody's money to draw on.
TEST(RepairApportioned, DrawsNothingFromACardBelowZero) {
  run_table(consented_community(), R"(
    2026-01-01 balance_brought_forward account=2712.MF house=2-1-301 amount=-50.00
    2026-03-05 repair_apportioned repair=roof amount=100.00 resolution=repairs building=2
      -> ok | 1221.TRUST:2-1-301 100.00 repair_billed#1 | 2299.TRUST -100.00 plain
  )");
}

}  // namespace
}  // namespace mingzhang::test
