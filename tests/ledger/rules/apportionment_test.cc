#include "ledger/rules/apportionment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <random>

namespace mingzhang {
namespace {

using ::testing::ElementsAre;

std::vector<HouseWeight> numbered(const std::vector<std::int64_t>& weights) {
  std::vector<HouseWeight> numbered;
  for (const std::int64_t weight : weights) {
    numbered.push_back({{static_cast<std::uint32_t>(numbered.size() + 1)}, weight});
  }
  return numbered;
}

Money sum_of(const std::vector<Money>& shares) {
  return std::accumulate(shares.begin(), shares.end(), Money{});
}

/// A split with random amount, houses and weights; equal weights and zeros among them.
struct Split {
  Money amount;
  std::vector<HouseWeight> weights;
  std::string seed;
};

Split random_split(std::mt19937_64& random) {
  Split split;
  split.amount = {static_cast<std::int64_t>(random() % 10'000'000)};
  const std::int64_t heaviest = std::int64_t{1} << random() % 40U;
  const std::size_t houses = 1 + random() % 60;
  std::vector<std::int64_t> weights;
  for (std::size_t i = 0; i < houses; ++i) {
    weights.push_back(static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(heaviest)));
  }
  weights.back() = heaviest;
  split.weights = numbered(weights);
  split.seed = "c1/" + std::to_string(random() % 1000);
  return split;
}

TEST(Apportionment, IsTheExampleOfTheDomain) {
  EXPECT_THAT(apportion({358'000}, numbered({5012, 5678, 6530, 8912}), "c1/roof"),
              ElementsAre(Money{68'663}, Money{77'787}, Money{89'459}, Money{122'091}));
}

TEST(Apportionment, SumsToTheFenAndKeepsEachShareWithinAFen) {
  std::mt19937_64 random(20'220'053);
  for (int round = 0; round < 2000; ++round) {
    const Split split = random_split(random);
    const std::vector<Money> shares = apportion(split.amount, split.weights, split.seed);
    ASSERT_EQ(sum_of(shares), split.amount);
    __int128 whole = 0;
    for (const HouseWeight& weight : split.weights) whole += weight.weight;
    for (std::size_t i = 0; i < shares.size(); ++i) {
      const __int128 exact = static_cast<__int128>(split.amount.fen) * split.weights[i].weight;
      const __int128 off = static_cast<__int128>(shares[i].fen) * whole - exact;
      ASSERT_TRUE(-whole < off && off < whole) << "round " << round << " house " << i + 1;
    }
  }
}

// A house with a larger remainder never gets less of the odd fen than one with a smaller.
TEST(Apportionment, GivesTheOddFenToTheLargestRemainders) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 500; ++round) {
    const Split split = random_split(random);
    const std::vector<Money> shares = apportion(split.amount, split.weights, split.seed);
    __int128 whole = 0;
    for (const HouseWeight& weight : split.weights) whole += weight.weight;
    __int128 least_favoured = whole;
    __int128 most_passed_over = -1;
    for (std::size_t i = 0; i < shares.size(); ++i) {
      const __int128 exact = static_cast<__int128>(split.amount.fen) * split.weights[i].weight;
      const bool favoured = shares[i].fen > exact / whole;
      if (favoured) least_favoured = std::min(least_favoured, exact % whole);
      if (!favoured) most_passed_over = std::max(most_passed_over, exact % whole);
    }
    ASSERT_TRUE(least_favoured >= most_passed_over) << "round " << round;
  }
}

TEST(Apportionment, DoesNotDependOnTheOrderOfTheHouses) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 500; ++round) {
    const Split split = random_split(random);
    std::vector<HouseWeight> shuffled = split.weights;
    std::ranges::shuffle(shuffled, random);
    const auto by_house = [&](const std::vector<HouseWeight>& weights) {
      const std::vector<Money> shares = apportion(split.amount, weights, split.seed);
      std::map<HouseNumber, Money> result;
      for (std::size_t i = 0; i < shares.size(); ++i) result[weights[i].house] = shares[i];
      return result;
    };
    ASSERT_EQ(by_house(split.weights), by_house(shuffled));
  }
}

// 10.00 over three equal houses: one of them pays 3.34. Over 3,000 repairs each does so about
// 1,000 times; 100 is nearly four standard deviations.
TEST(Apportionment, TiesFavourNoHouse) {
  const std::vector<HouseWeight> equal = numbered({6000, 6000, 6000});
  std::vector<int> favoured(3);
  for (int repair = 0; repair < 3000; ++repair) {
    const auto shares = apportion({1000}, equal, "c1/repair-" + std::to_string(repair));
    for (std::size_t i = 0; i < 3; ++i) favoured[i] += shares[i] == Money{334} ? 1 : 0;
  }
  EXPECT_EQ(favoured[0] + favoured[1] + favoured[2], 3000);
  for (const int times : favoured) EXPECT_NEAR(times, 1000, 100);
}

TEST(Apportionment, GivesNothingForNoWeight) {
  EXPECT_THAT(apportion({100}, numbered({0, 3, 0, 3, 3}), "x").at(0), Money{});
  EXPECT_THAT(apportion({100}, numbered({0, 3, 0, 3, 3}), "x").at(2), Money{});
  EXPECT_THAT(apportion({1}, numbered({0, 5, 0}), "x"), ElementsAre(Money{}, Money{1}, Money{}));
  EXPECT_THAT(apportion({}, numbered({1, 2}), "x"), ElementsAre(Money{}, Money{}));
}

TEST(Apportionment, HoldsTheLargestAmountOverTheLargestWeights) {
  const auto heavy = numbered({max_balance.fen, max_balance.fen, max_balance.fen});
  const std::vector<Money> shares = apportion(max_amount, heavy, "x");
  EXPECT_EQ(sum_of(shares), max_amount);
  EXPECT_EQ(*std::ranges::max_element(shares) - *std::ranges::min_element(shares), Money{1});
}

// Computed apart from this code (splitmix64 and FNV-1a as published); rule version 1 for ever.
TEST(Apportionment, RanksAsPublished) {
  EXPECT_EQ(apportionment_version, 1);
  EXPECT_EQ(tie_rank("", {0}), 0xC3817C016BA4FF30U);
  EXPECT_EQ(tie_rank("", {1}), 0xADD59EC795AD7F61U);
  EXPECT_EQ(tie_rank("c1/roof", {1}), 0x0BF5E544A104D6F5U);
  EXPECT_EQ(tie_rank("c1/roof", {2}), 0x15655AD687A49723U);
  EXPECT_EQ(tie_rank(apportionment_seed("幸福里", "屋顶"), {3}), 0x0B381CFBCD6A6DD0U);
}

TEST(ApportionmentDeathTest, NeedsAnAmountAndAWeight) {
  EXPECT_DEATH(apportion({100}, numbered({0, 0}), "x"), "a split needs an amount and a weight");
  EXPECT_DEATH(apportion({-1}, numbered({1}), "x"), "a split needs an amount and a weight");
  EXPECT_DEATH(apportion({100}, numbered({2, -1}), "x"), "weights are not negative");
}

TEST(ShareLines, NameEveryHouseThatHasAnAreaAndTheArea) {
  CommunityState state;
  state.houses.resize(3);
  state.houses[0].area = {5012};
  state.houses[2].area = {5012};
  const std::vector<HouseWeight> weights = weights_by_area(state);
  EXPECT_THAT(share_lines(state, {200}, weights, "x"),
              ElementsAre(ShareLine{{1}, {5012}, {100}}, ShareLine{{3}, {5012}, {100}}));
}

}  // namespace
}  // namespace mingzhang
