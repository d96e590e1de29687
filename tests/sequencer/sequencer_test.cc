#include "ledger/sequencer.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <set>
#include <thread>

#include "ledger/codec/event_codec.h"
#include "replay/engine/verify.h"
#include "tests/support/commands.h"
#include "tests/support/failing_store.h"

namespace mingzhang {
namespace {

using namespace test;

Surroundings fixed_surroundings() {
  auto edge = std::make_shared<FixedEdge>();
  return {[edge] { return Instant{edge->us += 1000}; },
          [edge] { return "salt-" + std::to_string(++edge->salts); },
          {}};
}

struct SequencerTest : testing::Test {
  std::unique_ptr<EventStore> memory = make_memory_store();
  FailingStore store{*memory};
  Sequencer sequencer{store, LedgerState{}, fixed_surroundings()};

  Result one(Command command) {
    std::vector<Command> commands;
    commands.push_back(std::move(command));
    return sequencer.record(std::move(commands), Grouping::each).results.at(0);
  }
  void found_community() {
    ASSERT_EQ(one(register_community("heping")).outcome, Outcome::recorded);
    ASSERT_EQ(one(register_house("heping", "1-1-101")).outcome, Outcome::recorded);
  }
  void expect_live_state_is_replayed_state() {
    const StoreResult<LedgerState> folded = fold_log(store);
    ASSERT_TRUE(folded) << folded.error().message;
    EXPECT_TRUE(*folded == sequencer.state_copy());
    const Verification verification = verify(store, std::nullopt, {});
    EXPECT_TRUE(verification.ok()) << verification.problems.at(0).what;
  }
};

/// Forms are checked by whoever submits, when no day is known yet.
TEST_F(SequencerTest, TellsTheFirstFaultInTheOrderOfFields) {
  found_community();
  const auto refusal = [this](const char* date, const char* memo, Money amount) {
    Command command = pay("heping", "p", "1-1-101", amount, date);
    command.header.memo = Text{memo, {}};
    const Result result = one(std::move(command));
    return result.rejection ? result.rejection->field : std::string("none");
  };
  const char* const future = "2099-01-01";
  EXPECT_EQ(refusal(future, "\x01", yuan(-1)), "memo");
  EXPECT_EQ(refusal(future, "m", yuan(-1)), "business_date");
  EXPECT_EQ(refusal(future, "m", yuan(1)), "business_date");
  EXPECT_EQ(refusal("2026-01-01", "m", yuan(-1)), "amount");
  EXPECT_EQ(refusal("2026-01-01", "m", yuan(1)), "none");
}

TEST_F(SequencerTest, GoesOnWhenWhoeverLooksAtTheStateFails) {
  found_community();
  std::size_t houses = 0;
  sequencer.look(
      [&houses](const LedgerState& state) { houses = state.find("heping").houses.size(); });
  EXPECT_EQ(houses, 1U);
  const auto fail = [](const LedgerState&) { throw std::runtime_error("disk full"); };
  EXPECT_THROW(sequencer.look(fail), std::runtime_error);
  EXPECT_EQ(one(pay("heping", "p1", "1-1-101", yuan(100))).outcome, Outcome::recorded);
}

TEST_F(SequencerTest, GivesSequencesAndVouchersWithoutHoles) {
  found_community();
  const Result first = one(pay("heping", "p1", "1-1-101", yuan(100)));
  const Result refused = one(pay("heping", "p2", "9-9-999", yuan(100)));
  const Result second = one(pay("heping", "p3", "1-1-101", yuan(50)));
  EXPECT_EQ(first.sequence, Sequence{3});
  EXPECT_EQ(to_string(first.voucher), "2026-01-0001");
  EXPECT_EQ(refused.outcome, Outcome::rejected);
  EXPECT_EQ(refused.rejection->code, Code::unknown_house);
  EXPECT_EQ(second.sequence, Sequence{4});
  EXPECT_EQ(to_string(second.voucher), "2026-01-0002");
  expect_live_state_is_replayed_state();
}

/// A log that is told where the audit trail stands.
struct AnchorTest : testing::Test {
  std::unique_ptr<EventStore> memory = make_memory_store();
  FailingStore store{*memory};
  std::atomic<std::uint64_t> entries = 0;
  Sequencer sequencer{store, LedgerState{}, surroundings()};

  Surroundings surroundings() {
    Surroundings made = fixed_surroundings();
    made.audit_head = [this] { return head(entries); };
    return made;
  }
  static AuditHead head(std::uint64_t number) { return {number, commit_text("", "entry")}; }

  std::vector<Result> record(std::vector<Command> commands) {
    return sequencer.record(std::move(commands), Grouping::each).results;
  }
  std::optional<AuditHead> anchor_of(std::uint64_t sequence) const {
    return (*store.read_event({sequence}))->event.header.audit_head;
  }
};

TEST_F(AnchorTest, ABlocksFirstEventSaysWhereTheTrailStoodWhereItMoved) {
  record({register_community("heping"), register_house("heping", "1-1-101")});
  entries = 3;
  record({pay("heping", "no", "9-9-999", yuan(1))});
  record({pay("heping", "p1", "1-1-101", yuan(1)), pay("heping", "p2", "1-1-101", yuan(1))});
  record({pay("heping", "p3", "1-1-101", yuan(1))});
  entries = 4;
  record({pay("heping", "p4", "1-1-101", yuan(1))});
  EXPECT_EQ(anchor_of(1), std::nullopt) << "the trail was empty";
  EXPECT_EQ(anchor_of(3), head(3)) << "the refusal before made no block";
  EXPECT_EQ(anchor_of(4), std::nullopt) << "of the same block";
  EXPECT_EQ(anchor_of(5), std::nullopt) << "the trail had not moved";
  EXPECT_EQ(anchor_of(6), head(4));
}

TEST_F(AnchorTest, ABlockThatWasLostTookNoAnchorWithIt) {
  record({register_community("heping"), register_house("heping", "1-1-101")});
  entries = 3;
  store.fail_next_append();
  EXPECT_EQ(record({pay("heping", "p1", "1-1-101", yuan(1))}).at(0).rejection->code,
            Code::store_unavailable);
  record({pay("heping", "p2", "1-1-101", yuan(1))});
  EXPECT_EQ(anchor_of(3), head(3));
}

TEST_F(SequencerTest, RepeatGetsTheFirstAnswer) {
  found_community();
  const Result first = one(pay("heping", "p1", "1-1-101", yuan(100)));
  const Result repeat = one(pay("heping", "p1", "1-1-101", yuan(100)));
  EXPECT_EQ(repeat.outcome, Outcome::duplicate);
  EXPECT_EQ(repeat.sequence, first.sequence);
  EXPECT_EQ(repeat.voucher, first.voucher);
  EXPECT_EQ(store.head().next, Sequence{4});
}

TEST_F(SequencerTest, SameKeyForAnotherRequestIsRefusedNamingTheField) {
  found_community();
  one(pay("heping", "p1", "1-1-101", yuan(100)));
  const Result other = one(pay("heping", "p1", "1-1-101", yuan(101)));
  EXPECT_EQ(other.outcome, Outcome::rejected);
  EXPECT_EQ(other.rejection->code, Code::idempotency_conflict);
  EXPECT_EQ(other.rejection->field, "amount");
}

TEST_F(SequencerTest, RefusalUsesNoKeyUp) {
  found_community();
  EXPECT_EQ(one(pay("heping", "p1", "9-9-999", yuan(100))).outcome, Outcome::rejected);
  EXPECT_EQ(one(pay("heping", "p1", "1-1-101", yuan(100))).outcome, Outcome::recorded);
}

TEST_F(SequencerTest, RepeatInsideOneBatchIsADuplicate) {
  found_community();
  std::vector<Command> twins{pay("heping", "p1", "1-1-101", yuan(7)),
                             pay("heping", "p1", "1-1-101", yuan(7))};
  const BatchResult batch = sequencer.record(std::move(twins), Grouping::each);
  EXPECT_EQ(batch.results.at(0).outcome, Outcome::recorded);
  EXPECT_EQ(batch.results.at(1).outcome, Outcome::duplicate);
  EXPECT_EQ(batch.results.at(1).sequence, batch.results.at(0).sequence);
}

TEST_F(SequencerTest, AtomicBatchIsAllOrNothing) {
  found_community();
  const LedgerState before = sequencer.state_copy();
  std::vector<Command> commands{register_community("second"), register_house("second", "2-1-101"),
                                pay("heping", "p1", "1-1-101", yuan(7)),
                                pay("heping", "p2", "no-such-house", yuan(7))};
  const BatchResult batch = sequencer.record(std::move(commands), Grouping::atomic);
  EXPECT_EQ(batch.refused_index, 3U);
  EXPECT_EQ(store.head().next, Sequence{3});
  EXPECT_TRUE(sequencer.state_copy() == before);
  // What was taken back has used no key up and left no trace.
  EXPECT_EQ(one(pay("heping", "p1", "1-1-101", yuan(8))).sequence, Sequence{3});
  EXPECT_EQ(one(register_community("second")).outcome, Outcome::recorded);
  expect_live_state_is_replayed_state();
}

TEST_F(SequencerTest, FailedWriteIsNotAcknowledgedAndTheLogDecidesWhatHolds) {
  found_community();
  store.fail_next_append();
  const Result lost = one(pay("heping", "p1", "1-1-101", yuan(100)));
  EXPECT_EQ(lost.outcome, Outcome::rejected);
  EXPECT_EQ(lost.rejection->code, Code::store_unavailable);
  const Result retried = one(pay("heping", "p1", "1-1-101", yuan(100)));
  EXPECT_EQ(retried.outcome, Outcome::recorded);
  EXPECT_EQ(to_string(retried.voucher), "2026-01-0001");
  expect_live_state_is_replayed_state();
}

TEST_F(SequencerTest, WriteThatFailedAfterReachingTheDiskIsFoundByTheRetry) {
  found_community();
  store.fail_after_next_append();
  EXPECT_EQ(one(pay("heping", "p1", "1-1-101", yuan(100))).rejection->code,
            Code::store_unavailable);
  EXPECT_EQ(one(pay("heping", "p1", "1-1-101", yuan(100))).outcome, Outcome::duplicate);
  expect_live_state_is_replayed_state();
}

/// Enough of them that a block is sealed while the rest of it is decided.
std::vector<Command> many_payments(const std::string& tag, int count) {
  std::vector<Command> commands;
  commands.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    commands.push_back(pay("heping", tag + std::to_string(i), "1-1-101", yuan(1)));
  }
  return commands;
}

TEST_F(SequencerTest, LargeRequestsAreRecordedInTheirOrder) {
  found_community();
  std::uint64_t next = 3;
  for (const int count : {255, 256, 257, 700, 2000}) {
    const BatchResult batch =
        sequencer.record(many_payments(std::to_string(count) + "-", count), Grouping::each);
    ASSERT_EQ(batch.results.size(), static_cast<std::size_t>(count));
    for (const Result& result : batch.results) ASSERT_EQ(result.sequence.value, next++);
    expect_live_state_is_replayed_state();
  }
}

TEST_F(SequencerTest, WhatIsTakenBackBehindALargeRequestTakesNothingOfItAlong) {
  found_community();
  std::vector<Command> refused = many_payments("refused", 400);
  refused.push_back(pay("heping", "none", "no-such-house", yuan(1)));
  // All are decided at once, since nothing is decided while somebody looks.
  std::promise<void> looks;
  std::promise<void> has_looked;
  std::thread holder([&] {
    sequencer.look([&](const LedgerState&) {
      looks.set_value();
      has_looked.get_future().wait();
    });
  });
  looks.get_future().wait();
  std::future<BatchResult> first = sequencer.start(many_payments("first", 600), Grouping::each);
  std::future<BatchResult> second = sequencer.start(std::move(refused), Grouping::atomic);
  std::future<BatchResult> third = sequencer.start(many_payments("third", 600), Grouping::each);
  has_looked.set_value();
  holder.join();
  EXPECT_EQ(first.get().results.back().sequence, Sequence{602});
  EXPECT_EQ(second.get().refused_index, 400U);
  EXPECT_EQ(third.get().results.back().sequence, Sequence{1202});
  expect_live_state_is_replayed_state();
}

TEST_F(SequencerTest, ALargeRequestThatIsNotWrittenIsVoid) {
  found_community();
  store.fail_next_append();
  const BatchResult lost = sequencer.record(many_payments("p", 1000), Grouping::each);
  for (const Result& result : lost.results) {
    ASSERT_EQ(result.outcome, Outcome::rejected);
    ASSERT_EQ(result.rejection->code, Code::store_unavailable);
  }
  expect_live_state_is_replayed_state();
  const BatchResult again = sequencer.record(many_payments("p", 1000), Grouping::each);
  EXPECT_EQ(again.results.back().sequence, Sequence{1002});
  expect_live_state_is_replayed_state();
}

TEST_F(SequencerTest, EveryTextIsKeptBesideUnderItsCommitment) {
  found_community();
  one(assess("heping", "a1", "1-1-101", "2026-01", yuan(52)));
  const auto recorded = store.read_event(Sequence{3});
  const auto& payload = std::get<FeeAssessed>((*recorded)->event.payload);
  const auto kept = store.read_text(Sequence{3}, 3);
  ASSERT_TRUE(*kept);
  EXPECT_EQ((*kept)->text, "一月物业费");
  EXPECT_EQ(commit_text((*kept)->salt, (*kept)->text), payload.reason.commitment);
  EXPECT_EQ(encode_event((*recorded)->event).find("一月"), std::string::npos);
  ASSERT_TRUE(store.erase_text(Sequence{3}, 3));
  expect_live_state_is_replayed_state();  // the chain stays whole
}

TEST_F(SequencerTest, TextThatCannotBeReadIsNotTakenForAnErasedOne) {
  found_community();
  one(assess("heping", "a1", "1-1-101", "2026-01", yuan(52)));
  one(pay("heping", "p1", "1-1-101", yuan(1)));  // the newest block is not read from the store
  Command other = assess("heping", "a1", "1-1-101", "2026-01", yuan(52));
  std::get<FeeAssessed>(other.payload).reason = {{}, "二月物业费"};
  store.fail_reading_texts(StoreFault::io_failed);
  EXPECT_EQ(one(other).rejection->code, Code::store_unavailable);
  store.fail_reading_texts(StoreFault::damaged);
  EXPECT_EQ(one(other).rejection->code, Code::store_unreadable) << "asking again does not help";
  store.fail_reading_texts(std::nullopt);
  EXPECT_EQ(one(other).rejection->code, Code::idempotency_conflict);
}

TEST_F(SequencerTest, ConcurrentWritersGetDistinctPositions) {
  found_community();
  constexpr int writers = 8;
  constexpr int payments = 200;
  std::vector<std::thread> threads;
  threads.reserve(writers);
  std::vector<std::vector<Sequence>> given(writers);
  for (int writer = 0; writer < writers; ++writer) {
    threads.emplace_back([&, writer] {
      for (int i = 0; i < payments; ++i) {
        const std::string key = std::to_string(writer) + "-" + std::to_string(i);
        given[static_cast<std::size_t>(writer)].push_back(
            one(pay("heping", key, "1-1-101", yuan(1))).sequence);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<std::uint64_t> all;
  for (const auto& sequences : given) {
    for (std::size_t i = 0; i < sequences.size(); ++i) {
      all.insert(sequences[i].value);
      if (i != 0) {
        EXPECT_LT(sequences[i - 1], sequences[i]);
      }
    }
  }
  EXPECT_EQ(all.size(), static_cast<std::size_t>(writers * payments));
  EXPECT_EQ(*all.rbegin(), 2U + writers * payments);
  expect_live_state_is_replayed_state();
}

}  // namespace
}  // namespace mingzhang
