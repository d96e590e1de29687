// The chain of a running service is proven step by step, and what is wrong with it stays known.

#include "ops/chain_watch.h"

#include <gtest/gtest.h>

#include "tests/support/failing_store.h"
#include "tests/support/running_server.h"

namespace mingzhang::test {
namespace {

/// Changes one posting of one event, as a disk might, or cannot be read.
class DamagedStore final : public FailingStore {
 public:
  using FailingStore::FailingStore;

  Sequence damaged;
  bool unreadable = false;

  StoreResult<void> scan_blocks(
      Sequence from, const std::function<bool(const StoredBlock&)>& visit) const override {
    if (unreadable) return StoreError{StoreFault::io_failed, "told to fail"};
    return FailingStore::scan_blocks(from, [&](const StoredBlock& block) {
      const bool has_it =
          damaged >= block.first && damaged.value < block.first.value + block.events.size();
      if (!has_it) return visit(block);
      StoredBlock changed = block;
      StoredBlock::StoredEvent& event = changed.events[damaged.value - block.first.value];
      std::vector<Posting> postings(event.postings.begin(), event.postings.end());
      postings.front().amount_fen += 1;
      event.postings = postings;
      return visit(changed);
    });
  }
};

struct Chain : testing::Test {
  static constexpr std::int64_t day_us = 86'400'000'000;

  std::unique_ptr<EventStore> memory = make_memory_store();
  DamagedStore store{*memory};
  Sequencer sequencer{store, LedgerState{}, fixed_surroundings({})};
  std::int64_t now_us = 0;
  std::int64_t tick_us = 0;  ///< that looking at the clock takes
  int payments = 0;
  ChainWatch watch{
      store,
      {[this] { return Instant{now_us}; }, [this] { return now_us += tick_us; }},
      {.step_events = 2, .budget_us = 1'000, .pass_every_us = day_us, .retry_us = 60'000'000}};

  Chain() {
    one({register_community("heping")});
    one({register_house("heping", "1-1-101")});
  }
  void one(Command command) {
    std::vector<Command> commands{std::move(command)};
    EXPECT_FALSE(sequencer.record(std::move(commands), Grouping::atomic).refused_index);
  }
  /// A block each.
  void pay_times(int times) {
    for (int i = 0; i < times; ++i) {
      one(pay("heping", "p" + std::to_string(++payments), "1-1-101", yuan(1)));
    }
  }
  Sequence last() const { return {store.head().next.value - 1}; }
};

TEST_F(Chain, IsFollowedToTheLogsEnd) {
  EXPECT_FALSE(watch.status().verified_at);
  pay_times(5);
  now_us = 7;
  ASSERT_TRUE(watch.run());
  EXPECT_EQ(watch.status().verified, last());
  EXPECT_EQ(watch.status().verified_at, Instant{7});
  EXPECT_EQ(watch.status().pass_ended_at, Instant{7});
  pay_times(3);
  now_us = 9;
  ASSERT_TRUE(watch.run());
  EXPECT_EQ(watch.status().verified, last());
  EXPECT_EQ(watch.status().verified_at, Instant{9});
  EXPECT_EQ(watch.status().pass_ended_at, Instant{7}) << "a day is not over";
}

TEST_F(Chain, AnEmptyLogIsRight) {
  const std::unique_ptr<EventStore> empty = make_memory_store();
  ChainWatch of_nothing(*empty, {[] { return Instant{1}; }, [] { return std::int64_t{0}; }});
  ASSERT_TRUE(of_nothing.run());
  EXPECT_EQ(of_nothing.status().verified, Sequence{});
  EXPECT_EQ(of_nothing.status().verified_at, Instant{1});
}

TEST_F(Chain, OneRoundTakesNoMoreThanItsBudget) {
  pay_times(20);
  tick_us = 400;  // after three looks at the clock the budget is gone
  ASSERT_TRUE(watch.run());
  const Sequence after_one_round = watch.status().verified;
  EXPECT_GT(after_one_round, Sequence{});
  EXPECT_LT(after_one_round, last());
  for (int rounds = 0; rounds < 20 && watch.status().verified < last(); ++rounds) {
    ASSERT_TRUE(watch.run());
  }
  EXPECT_EQ(watch.status().verified, last());
}

TEST_F(Chain, AChangedEventIsFoundAndStopsWhatIsProven) {
  pay_times(8);
  store.damaged = Sequence{6};
  const StoreResult<void> ran = watch.run();
  ASSERT_FALSE(ran);
  EXPECT_EQ(ran.error().fault, StoreFault::damaged);
  const ChainStatus status = watch.status();
  ASSERT_TRUE(status.problem);
  EXPECT_EQ(status.problem->sequence, Sequence{6});
  EXPECT_EQ(status.verified, Sequence{5});
  EXPECT_EQ(status.problems, 1U);
  // It is looked at again after a while only, and was perhaps the reading.
  EXPECT_TRUE(watch.run());
  EXPECT_EQ(watch.status().problems, 1U);
  now_us += 60'000'000;
  EXPECT_FALSE(watch.run());
  EXPECT_EQ(watch.status().problems, 2U);
  store.damaged = {};
  now_us += 60'000'000;
  EXPECT_TRUE(watch.run());
  EXPECT_FALSE(watch.status().problem);
  EXPECT_EQ(watch.status().verified, last());
}

TEST_F(Chain, OnceADayWhatWasRightIsProvenAgain) {
  pay_times(8);
  ASSERT_TRUE(watch.run());
  store.damaged = Sequence{4};
  ASSERT_TRUE(watch.run()) << "nobody has looked";
  now_us += day_us;
  EXPECT_FALSE(watch.run());
  EXPECT_EQ(watch.status().verified, Sequence{3});
  const std::optional<Instant> passed_before = watch.status().pass_ended_at;
  pay_times(1);
  now_us += 60'000'000;
  EXPECT_FALSE(watch.run());
  EXPECT_EQ(watch.status().verified, Sequence{3}) << "what comes after does not hide it";
  store.damaged = {};
  now_us += 60'000'000;
  ASSERT_TRUE(watch.run());
  EXPECT_EQ(watch.status().verified, last());
  EXPECT_GT(watch.status().pass_ended_at, passed_before);
}

TEST_F(Chain, WhatCannotBeReadIsNoProblemOfTheChain) {
  pay_times(2);
  store.unreadable = true;
  const StoreResult<void> ran = watch.run();
  ASSERT_FALSE(ran);
  EXPECT_EQ(ran.error().fault, StoreFault::io_failed);
  EXPECT_FALSE(watch.status().problem);
  EXPECT_FALSE(watch.status().verified_at);
}

}  // namespace
}  // namespace mingzhang::test
