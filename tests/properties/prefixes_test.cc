#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <thread>

#include "ledger/state/snapshot_codec.h"
#include "replay/engine/rebuild.h"
#include "replay/engine/verify.h"
#include "tests/properties/event_by_event.h"
#include "tests/properties/recorded_log.h"
#include "tests/store/store_under_test.h"
#include "tests/store/temporary_folder.h"

// What holds at every prefix of any log: the laws, and that whoever folds the log by whichever way
// finds the state that the sequencer decides on.

namespace mingzhang::test {
namespace {

/// Records a script block by block, each of a few requests of a few commands.
class BlockByBlock {
 public:
  BlockByBlock(const Script& script, std::uint64_t most_commands, std::uint64_t seed)
      : script_(script), most_commands_(most_commands), random_(seed) {}

  bool done() const { return sent_ == script_.commands.size(); }

  void record_block(RecordedLog& log) {
    std::vector<Request> requests;
    for (std::uint64_t left = 1 + below(random_, most_commands_ == 1 ? 1 : 3); left > 0; --left) {
      requests.push_back(next_request());
    }
    for (const BatchResult& answer : log.ask(std::move(requests))) {
      for (const Result& result : answer.results) ASSERT_EQ(result.outcome, Outcome::recorded);
    }
  }

 private:
  Request next_request() {
    Request request;
    request.grouping = below(random_, 2) == 0 ? Grouping::each : Grouping::atomic;
    std::uint64_t left = 1 + below(random_, most_commands_);
    for (; left > 0 && !done(); --left) request.commands.push_back(script_.commands[sent_++]);
    return request;
  }

  const Script& script_;
  std::uint64_t most_commands_;
  std::mt19937_64 random_;
  std::size_t sent_ = 0;
};

void expect_state(const StoreResult<LedgerState>& found, const LedgerState& live) {
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_TRUE(*found == live);
}

StoreResult<LedgerState> rebuilt(const EventStore& store, std::uint32_t threads) {
  StoreResult<Rebuilt> result = rebuild(store, threads);
  if (!result) return result.error();
  return std::move(result->state);
}

/// The communities through a sequence, as reports of that time would read them.
void expect_slices(const EventStore& store, const LedgerState& state) {
  const SliceRange range{{state.head.next.value - 1}};
  for (const CommunityState& community : state.communities) {
    LedgerState slice;
    const auto read = [&slice](const HotRun& run) { EXPECT_TRUE(fold_run(slice, run)); };
    ASSERT_TRUE(store.scan_community(community.number, range, read));
    EXPECT_TRUE(slice.at(community.number) == community) << community.id;
  }
  LedgerState all;
  const auto read = [&all](const HotRun& run) { EXPECT_TRUE(fold_run(all, run)); };
  for (std::uint32_t shard : {1U, 0U}) ASSERT_TRUE(store.scan_hot(shard, 2, range, read));
  EXPECT_TRUE(all.communities == state.communities);
}

/// Every way from the log to the state.
void expect_replays(const EventStore& store, const LedgerState& live,
                    const std::optional<LedgerState>& snapshot) {
  {
    SCOPED_TRACE("folded on one thread");
    expect_state(fold_log(store), live);
  }
  for (const std::uint32_t threads : {1U, 2U}) {
    SCOPED_TRACE(threads);
    expect_state(rebuilt(store, threads), live);
  }
  if (snapshot) {
    SCOPED_TRACE("carried on");
    expect_state(catch_up(store, *snapshot), live);
    expect_state(load_state(store, snapshot, 1), live);
  }
}

/// Through a file, as a start would find it.
LedgerState saved_and_loaded(const LedgerState& state) {
  const TemporaryFolder folder;
  EXPECT_TRUE(save_snapshot(folder.path().string(), state));
  LoadedSnapshot loaded = load_newest_snapshot(folder.path().string());
  EXPECT_TRUE(loaded.skipped.empty());
  return std::move(loaded.state).value_or(LedgerState{});
}

/// Repacks and starts again at random; remembers what the live state was after each block.
class Replays {
 public:
  Replays(const Script& script, StoreUnderTest& under_test, std::uint64_t seed)
      : script_(script), under_test_(under_test), random_(seed) {}

  void run(std::uint64_t most_commands) {
    BlockByBlock blocks(script_, most_commands, random_());
    log_.emplace(under_test_.store(), script_.today);
    while (!blocks.done() && !testing::Test::HasFailure()) {
      blocks.record_block(*log_);
      const LedgerState live = log_->state();
      SCOPED_TRACE(live.head.next.value);
      expect_replays(under_test_.store(), live, snapshot_);
      if (below(random_, 3) == 0) repack(live);
      if (below(random_, 8) == 0) start_again();
      if (below(random_, 8) == 0) snapshot_ = saved_and_loaded(live);
      if (below(random_, 4) == 0) remembered_.push_back(live);
    }
    for (const LedgerState& state : remembered_) expect_slices(under_test_.store(), state);
  }

 private:
  void repack(const LedgerState& live) {
    ASSERT_TRUE(under_test_.store().repack(below(random_, 100)));
    SCOPED_TRACE("repacked");
    expect_replays(under_test_.store(), live, snapshot_);
  }

  void start_again() {
    log_.reset();
    under_test_.reopen();
    EventStore& store = under_test_.store();
    log_.emplace(store, script_.today, load_state(store, snapshot_, 2).value());
  }

  const Script& script_;
  StoreUnderTest& under_test_;
  std::mt19937_64 random_;
  std::optional<RecordedLog> log_;
  std::optional<LedgerState> snapshot_;
  std::vector<LedgerState> remembered_;
};

TEST(AnyPrefix, ReplayedIsTheLiveState) {
  for (const Script& script : some_scripts()) {
    for (const auto& under_test : {memory_under_test(), rocksdb_under_test()}) {
      SCOPED_TRACE(script.name);
      Replays(script, *under_test, 1).run(30);
      ASSERT_FALSE(HasFailure());
    }
  }
}

TEST(AnyPrefix, ReplayedIsTheLiveStateAfterEachEventOfASmallLog) {
  Script script = random_script(9, 400);
  script.commands.resize(120);
  for (const auto& under_test : {memory_under_test(), rocksdb_under_test()}) {
    Replays(script, *under_test, 2).run(1);
  }
}

/// A reader who folds the log while it grows and is repacked finds the state of some prefix whole.
TEST(AnyPrefix, IsReplayedBesideAWriter) {
  const Script script = random_script(10, 800);
  const auto under_test = rocksdb_under_test();
  EventStore& store = under_test->store();
  RecordedLog log(store, script.today);
  std::atomic<bool> written = false;
  std::vector<LedgerState> found;
  std::thread reader([&] {
    bool last = false;
    while (!last) {
      last = written;
      StoreResult<LedgerState> state = rebuilt(store, 2);
      EXPECT_TRUE(state) << state.error().message;
      if (state) found.push_back(std::move(*state));
      if (last || found.empty()) continue;
      state = catch_up(store, found[found.size() / 2]);
      EXPECT_TRUE(state) << state.error().message;
      if (state) found.push_back(std::move(*state));
    }
  });
  std::map<Sequence, LedgerState> live{{Sequence{1}, LedgerState{}}};
  for (BlockByBlock blocks(script, 5, 3); !blocks.done();) {
    blocks.record_block(log);
    LedgerState state = log.state();
    live[state.head.next] = std::move(state);
    if (live.size() % 10 == 0) {
      EXPECT_TRUE(store.repack(1));
    }
  }
  written = true;
  reader.join();
  ASSERT_FALSE(found.empty());
  for (const LedgerState& state : found) EXPECT_TRUE(state == live.at(state.head.next));
}

TEST(AnyPrefix, KeepsEveryLaw) {
  for (const Script& script : some_scripts()) {
    SCOPED_TRACE(script.name);
    const std::unique_ptr<EventStore> store = make_memory_store();
    RecordedLog log(*store, script.today);
    EventByEvent reader;
    for (BlockByBlock blocks(script, 30, 4); !blocks.done() && !HasFailure();) {
      blocks.record_block(log);
      reader.follow(*store);
      ASSERT_TRUE(reader.state() == log.state());
    }
    const Verification verification = verify(*store, reader.state(), {2, {}});
    ASSERT_TRUE(verification.ok()) << verification.problems.front().what;
    EXPECT_EQ(verification.events, script.commands.size());
  }
}

}  // namespace
}  // namespace mingzhang::test
