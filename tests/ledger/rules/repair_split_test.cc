#include "ledger/rules/repair_split.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace mingzhang {
namespace {

RepairMoney operator+(RepairMoney left, RepairMoney right) {
  return {left.maintenance + right.maintenance, left.trust + right.trust};
}

TEST(RepairSplit, GoesByWhatWasDrawnAndBilled) {
  const RepairMoney of{{60'000}, {40'000}};
  EXPECT_EQ(next_part({10'000}, of, {}), (RepairMoney{{6'000}, {4'000}}));
  EXPECT_EQ(next_part({90'000}, of, {{6'000}, {4'000}}), (RepairMoney{{54'000}, {36'000}}));
}

TEST(RepairSplit, LeavesAFundAloneThatHasNoPart) {
  EXPECT_EQ(next_part({33}, {{100}, {}}, {}), (RepairMoney{{33}, {}}));
  EXPECT_EQ(next_part({33}, {{}, {100}}, {}), (RepairMoney{{}, {33}}));
  EXPECT_EQ(next_part({}, {}, {}), RepairMoney{});
}

// One fen at a time over 1/3 and 2/3: roundings never add up, and the last makes both exact.
TEST(RepairSplit, CountsCumulatively) {
  const RepairMoney of{{100}, {200}};
  RepairMoney done;
  for (int fen = 1; fen <= 300; ++fen) {
    const RepairMoney part = next_part({1}, of, done);
    ASSERT_EQ(part.sum(), Money{1});
    done = done + part;
    ASSERT_EQ(done.maintenance.fen, fen / 3);
  }
  EXPECT_EQ(done, of);
}

// A formula over the sum of both funds alone would be a fen off in each of them here.
TEST(RepairSplit, StaysExactWhenAnEarlierPartWasReversed) {
  const RepairMoney of{{1}, {1}};
  const RepairMoney first = next_part({1}, of, {});
  const RepairMoney second = next_part({1}, of, first);
  EXPECT_EQ(first, (RepairMoney{{0}, {1}}));
  EXPECT_EQ(second, (RepairMoney{{1}, {0}}));
  EXPECT_EQ(next_part({1}, of, second), first);
  EXPECT_EQ(next_part({1}, of, first), second);
}

TEST(RepairSplit, IsExactAfterAnyPartsAndReversals) {
  std::mt19937_64 random(4);
  for (int round = 0; round < 1000; ++round) {
    const RepairMoney of{{static_cast<std::int64_t>(random() % 1000)},
                         {static_cast<std::int64_t>(1 + random() % 1000)}};
    RepairMoney done;
    std::vector<RepairMoney> parts;
    for (int step = 0; step < 30; ++step) {
      if (!parts.empty() && random() % 3 == 0) {
        const auto reversed = parts.begin() + static_cast<std::ptrdiff_t>(random() % parts.size());
        done = done - *reversed;
        parts.erase(reversed);
        continue;
      }
      const Money left = of.sum() - done.sum();
      const Money amount{static_cast<std::int64_t>(random() % 200)};
      if (amount > left) continue;
      parts.push_back(next_part(amount, of, done));
      done = done + parts.back();
      ASSERT_EQ(parts.back().sum(), amount);
      ASSERT_TRUE(parts.back().maintenance >= Money{} && parts.back().trust >= Money{});
      ASSERT_TRUE(done.maintenance <= of.maintenance && done.trust <= of.trust);
    }
    done = done + next_part(of.sum() - done.sum(), of, done);
    ASSERT_EQ(done, of) << "round " << round;
  }
}

// An invoice that was reversed after it was paid for can leave a fund a fen ahead: it pays nothing
// more, and the other fund pays all.
TEST(RepairSplit, AFundThatIsAheadPaysNothing) {
  EXPECT_EQ(next_part({50}, {{100}, {}}, {{49}, {1}}), (RepairMoney{{50}, {}}));
}

TEST(RepairSplitDeathTest, SplitsNoMoreThanIsLeft) {
  EXPECT_DEATH(next_part({11}, {{5}, {5}}, {}), "no more than what is left is split");
  EXPECT_DEATH(next_part({-1}, {{5}, {5}}, {}), "no more than what is left is split");
}

}  // namespace
}  // namespace mingzhang
