#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/rules/rules.h"
#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

using ::testing::ElementsAre;

// Each line has one fault less than the line before.
TEST(ResolutionTallied, WalksTheLadder) {
  run_table(small_community, R"(
    2026-01-01 resolution_tallied resolution=R1 matter=other owners_total=3 area_total=90.00
      owners_voting=2 area_voting=60.00 owners_for=2 area_for=60.00 allows=repair
      valid_from=2026-01-01 valid_until=2026-12-31 -> ok |
    2026-01-01 resolution_tallied resolution=R1 matter=other owners_total=0 area_total=0
      owners_voting=1 area_voting=1.00 owners_for=2 area_for=2.00 allows=repair
      valid_from=2026-01-02 valid_until=2026-01-01 -> rejected resolution_exists resolution
    2026-01-01 resolution_tallied resolution=R2 matter=other owners_total=0 area_total=0
      owners_voting=1 area_voting=1.00 owners_for=2 area_for=2.00 allows=repair
      valid_from=2026-01-02 valid_until=2026-01-01 -> rejected not_positive owners_total
    2026-01-01 resolution_tallied resolution=R2 matter=other owners_total=1 area_total=0
      owners_voting=2 area_voting=1.00 owners_for=3 area_for=2.00 allows=repair
      valid_from=2026-01-02 valid_until=2026-01-01 -> rejected not_positive area_total
    2026-01-01 resolution_tallied resolution=R2 matter=other owners_total=1 area_total=0.01
      owners_voting=2 area_voting=1.00 owners_for=3 area_for=2.00 allows=repair
      valid_from=2026-01-02 valid_until=2026-01-01 -> rejected more_than_possible owners_voting
    2026-01-01 resolution_tallied resolution=R2 matter=other owners_total=2 area_total=0.01
      owners_voting=2 area_voting=0.02 owners_for=3 area_for=2.00 allows=repair
      valid_from=2026-01-02 valid_until=2026-01-01 -> rejected more_than_possible area_voting
    2026-01-01 resolution_tallied resolution=R2 matter=other owners_total=2 area_total=1.00
      owners_voting=2 area_voting=1.00 owners_for=3 area_for=2.00 allows=repair
      valid_from=2026-01-02 valid_until=2026-01-01 -> rejected more_than_possible owners_for
    2026-01-01 resolution_tallied resolution=R2 matter=other owners_total=2 area_total=1.00
      owners_voting=2 area_voting=1.00 owners_for=2 area_for=1.01 allows=repair
      valid_from=2026-01-02 valid_until=2026-01-01 -> rejected more_than_possible area_for
    2026-01-01 resolution_tallied resolution=R2 matter=other owners_total=2 area_total=1.00
      owners_voting=2 area_voting=1.00 owners_for=2 area_for=1.00 allows=repair
      valid_from=2026-01-02 valid_until=2026-01-01 -> rejected validity_reversed valid_from
    2026-01-01 resolution_tallied resolution=R2 matter=other owners_total=2 area_total=1.00
      owners_voting=2 area_voting=1.00 owners_for=2 area_for=1.00 allows=repair
      valid_from=2026-01-01 valid_until=2026-01-01 -> ok |
  )");
}

// The example of domain.md rule 3.3: the same vote fails for revenue and passes for the fund.
TEST(ResolutionTallied, IsRecordedWithItsOutcomePassedOrFailed) {
  Table books;
  books.run(small_community);
  books.run(R"(
    2026-01-01 resolution_tallied resolution=lifts matter=business_on_common_parts
      owners_total=120 area_total=9600.00 owners_voting=84 area_voting=6480.00 owners_for=62
      area_for=4900.00 allows=earn valid_from=2026-01-01 valid_until=2026-12-31 -> ok |
    2026-01-01 resolution_tallied resolution=roof matter=use_fund
      owners_total=120 area_total=9600.00 owners_voting=84 area_voting=6480.00 owners_for=62
      area_for=4900.00 allows=repair valid_from=2026-01-01 valid_until=2026-12-31 -> ok |
  )");
  const Resolution* lifts = books.state().find_resolution("lifts");
  const Resolution* roof = books.state().find_resolution("roof");
  ASSERT_TRUE(lifts != nullptr && roof != nullptr);
  EXPECT_EQ(lifts->outcome, ResolutionOutcome::failed_majority_heads);
  EXPECT_EQ(roof->outcome, ResolutionOutcome::passed);
  const Description description = describe(books.events().back().event.payload);
  EXPECT_EQ(description.zh, "业主决定 roof（使用维修资金）：通过");
  EXPECT_EQ(description.en, "resolution roof (use fund): passed");
}

// A vote of a part of the community counts as tallied; its totals need not be the register's.
TEST(ResolutionTallied, KeepsItsScopeAndWhatItAllows) {
  Table books;
  books.run(small_community);
  books.run(R"(
    2026-01-01 resolution_tallied resolution=R1 matter=use_fund scope=7/2
      owners_total=9 area_total=900.00 owners_voting=9 area_voting=900.00 owners_for=9
      area_for=900.00 allows=repair,top_up_fund valid_from=2026-02-01 valid_until=2026-12-31
  )");
  const Resolution* resolution = books.state().find_resolution("R1");
  ASSERT_NE(resolution, nullptr);
  EXPECT_EQ(resolution->scope, (Scope{{"7"}, Name{"2"}}));
  EXPECT_THAT(resolution->allows, ElementsAre(AllowedUse::repair, AllowedUse::top_up_fund));
}

}  // namespace
}  // namespace mingzhang::test
