#include "ledger/rules/consent.h"

#include <gtest/gtest.h>

namespace mingzhang {
namespace {

using enum ResolutionOutcome;

/// A vote of 120 owners with 9,600 square metres; counts are heads and whole square metres.
struct Vote {
  std::uint32_t owners_voting;
  std::int64_t area_voting;
  std::uint32_t owners_for;
  std::int64_t area_for;
};

ResolutionOutcome outcome(Matter matter, const Vote& vote) {
  ResolutionTallied tallied;
  tallied.matter = matter;
  tallied.owners_total = 120;
  tallied.area_total = {960'000};
  tallied.owners_voting = vote.owners_voting;
  tallied.area_voting = {vote.area_voting * 100};
  tallied.owners_for = vote.owners_for;
  tallied.area_for = {vote.area_for * 100};
  return outcome_of(tallied);
}

TEST(Consent, IsTheExampleOfTheDomain) {
  const Vote vote{84, 6480, 62, 4900};
  EXPECT_EQ(outcome(Matter::business_on_common_parts, vote), failed_majority_heads);
  EXPECT_EQ(outcome(Matter::use_fund, vote), passed);
}

TEST(Consent, NeedsTwoThirdsOfTheOwnersByHeadsAndByArea) {
  for (const Matter matter : {Matter::business_on_common_parts, Matter::use_fund,
                              Matter::raise_fund, Matter::rebuild, Matter::other}) {
    EXPECT_EQ(outcome(matter, {80, 6400, 80, 6400}), passed);
    EXPECT_EQ(outcome(matter, {79, 6400, 79, 6400}), failed_quorum_heads);
    EXPECT_EQ(outcome(matter, {80, 6399, 80, 6399}), failed_quorum_area);
    EXPECT_EQ(outcome(matter, {0, 0, 0, 0}), failed_quorum_heads);
  }
}

TEST(Consent, NeedsThreeQuartersToEarnToRaiseAndToRebuild) {
  for (const Matter matter :
       {Matter::business_on_common_parts, Matter::raise_fund, Matter::rebuild}) {
    EXPECT_EQ(outcome(matter, {100, 8000, 75, 6000}), passed);
    EXPECT_EQ(outcome(matter, {100, 8000, 74, 6000}), failed_majority_heads);
    EXPECT_EQ(outcome(matter, {100, 8000, 75, 5999}), failed_majority_area);
  }
}

TEST(Consent, NeedsMoreThanHalfToUseTheFundAndForOtherMatters) {
  for (const Matter matter : {Matter::use_fund, Matter::other}) {
    EXPECT_EQ(outcome(matter, {100, 8000, 51, 4001}), passed);
    EXPECT_EQ(outcome(matter, {100, 8000, 50, 4001}), failed_majority_heads);
    EXPECT_EQ(outcome(matter, {100, 8000, 51, 4000}), failed_majority_area);
    EXPECT_EQ(outcome(matter, {81, 8000, 41, 4001}), passed);
    EXPECT_EQ(outcome(matter, {81, 8000, 40, 4001}), failed_majority_heads);
  }
}

// 2/3 of the owners is 66.67% when rounded, and 66.66% is not enough.
TEST(Consent, ComparesIntegersNotRoundedPercentages) {
  ResolutionTallied vote;
  vote.matter = Matter::other;
  vote.owners_total = 3'000'000;
  vote.area_total = {3'000'000};
  vote.owners_voting = vote.owners_for = 2'000'000;
  vote.area_voting = vote.area_for = {2'000'000};
  EXPECT_EQ(outcome_of(vote), passed);
  vote.area_voting = vote.area_for = {1'999'999};
  EXPECT_EQ(outcome_of(vote), failed_quorum_area);
}

/// A community with one resolution, in force through March 2026.
CommunityState with_resolution(ResolutionOutcome outcome, Matter matter,
                               std::vector<AllowedUse> allows) {
  CommunityState state;
  state.resolutions.push_back({"R1", matter, std::nullopt, std::move(allows),
                               *parse_day("2026-03-01"), *parse_day("2026-03-31"), outcome});
  return state;
}

const ConsentNeeded to_earn{AllowedUse::earn, Matter::business_on_common_parts};

Code refusal(const CommunityState& state, const std::string& resolution, std::string_view day,
             const ConsentNeeded& needed = to_earn) {
  const Refused refused = check_consent(state, resolution, *parse_day(day), needed);
  EXPECT_TRUE(refused.has_value());
  EXPECT_EQ(refused.value_or(Rejection{}).field, "resolution");
  return refused.value_or(Rejection{}).code;
}

// Each step has one fault less than the one before: the first fault is the one that is named.
TEST(ConsentGate, NamesTheFirstFault) {
  auto state = with_resolution(failed_majority_heads, Matter::use_fund, {});
  EXPECT_EQ(refusal(state, "R2", "2026-04-01"), Code::unknown_resolution);
  EXPECT_EQ(refusal(state, "R1", "2026-04-01"), Code::resolution_failed);
  state = with_resolution(passed, Matter::use_fund, {});
  EXPECT_EQ(refusal(state, "R1", "2026-04-01"), Code::resolution_not_in_force);
  EXPECT_EQ(refusal(state, "R1", "2026-02-28"), Code::resolution_not_in_force);
  EXPECT_EQ(refusal(state, "R1", "2026-03-31"), Code::resolution_matter_mismatch);
  state = with_resolution(passed, Matter::business_on_common_parts, {AllowedUse::repair});
  EXPECT_EQ(refusal(state, "R1", "2026-03-31"), Code::use_not_allowed);
}

TEST(ConsentGate, OpensFromTheFirstDayThroughTheLast) {
  const auto state = with_resolution(passed, Matter::business_on_common_parts, {AllowedUse::earn});
  EXPECT_EQ(check_consent(state, "R1", *parse_day("2026-03-01"), to_earn), std::nullopt);
  EXPECT_EQ(check_consent(state, "R1", *parse_day("2026-03-31"), to_earn), std::nullopt);
}

TEST(ConsentGate, TakesAnyMatterWhereNoneIsNeeded) {
  const auto state = with_resolution(passed, Matter::other, {AllowedUse::top_up_fund});
  const Day day = *parse_day("2026-03-15");
  EXPECT_EQ(check_consent(state, "R1", day, {AllowedUse::top_up_fund, {}}), std::nullopt);
  EXPECT_EQ(refusal(state, "R1", "2026-03-15", {AllowedUse::credit_owners, {}}),
            Code::use_not_allowed);
}

TEST(ConsentScope, CoversItsBuildingOrEntrance) {
  House house;
  house.location = {"1", "2"};
  const auto scope = [](std::string building, std::optional<std::string> entrance) {
    Scope result{{std::move(building)}, {}};
    if (entrance) result.entrance = Name{std::move(*entrance)};
    return result;
  };
  EXPECT_TRUE(covers(std::nullopt, house));
  EXPECT_TRUE(covers(scope("1", std::nullopt), house));
  EXPECT_TRUE(covers(scope("1", "2"), house));
  EXPECT_FALSE(covers(scope("1", "1"), house));
  EXPECT_FALSE(covers(scope("2", std::nullopt), house));
  EXPECT_FALSE(covers(scope("2", "2"), house));
}

}  // namespace
}  // namespace mingzhang
