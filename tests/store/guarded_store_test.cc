// A full disk: recording pauses, reading goes on, and it is taken up again by itself; nothing that
// was acknowledged is lost, and what was in doubt is there once or not at all.

#include "ledger/store/guarded_store.h"

#include <gtest/gtest.h>

#include "ledger/sequencer.h"
#include "ledger/store/rocksdb/rocksdb_store.h"
#include "replay/engine/verify.h"
#include "tests/store/faulty_files.h"
#include "tests/store/log_folder.h"
#include "tests/support/commands.h"
#include "tests/support/failing_store.h"

namespace mingzhang::test {
namespace {

constexpr std::uint64_t plenty_bytes = 1ULL << 40U;
constexpr std::uint64_t least_bytes = 256U << 20U;

struct Guarded : testing::Test {
  std::unique_ptr<LogFolder> folder = std::make_unique<LogFolder>();
  FaultyFiles files;
  std::uint64_t free_bytes = plenty_bytes;
  int opened = 0;

  std::unique_ptr<GuardedStore> open() {
    const auto open_again = [this](OpenMode mode) {
      ++opened;
      return open_rocksdb_store({folder->path().string(), mode}, files.env());
    };
    return std::make_unique<GuardedStore>(
        open_again(OpenMode::create_or_read_write).value(),
        GuardedStore::Guard{open_again, [this] { return free_bytes; }, least_bytes});
  }
};

TEST_F(Guarded, RecordingPausesBeforeTheDiskIsFullAndNothingIsInDoubt) {
  const auto store = open();
  ExpectedLog expected(1);
  append(*store, expected, 5);
  free_bytes = least_bytes - 1;
  ASSERT_TRUE(store->pause());
  EXPECT_EQ(store->pause()->code, Code::storage_full);
  EXPECT_EQ(store->pause()->arguments.at(0), "268435455");
  const NewBlock refused = expected.make_block(1);
  EXPECT_FALSE(store->append(refused.first, refused));
  expect_holds(*store, expected);
  free_bytes = least_bytes;
  EXPECT_FALSE(store->pause());
  append(*store, expected, 5);
  EXPECT_TRUE(store->resume());
  EXPECT_EQ(opened, 1) << "nothing was in doubt";
  expect_holds(*store, expected);
}

TEST_F(Guarded, WhicheverWriteMeetsAFullDiskReadingGoesOnAndRecordingResumes) {
  int n = 0;
  for (bool failed = true; failed; n += n / 2) {
    folder = std::make_unique<LogFolder>();
    auto store = open();
    ExpectedLog expected(1);
    append(*store, expected, 20);
    ASSERT_TRUE(store->repack(1));
    files.fill(++n);
    std::optional<NewBlock> in_doubt;
    for (int i = 0; i < 3 && !in_doubt; ++i) {
      NewBlock block = expected.make_block(3);
      if (store->append(block.first, block)) {
        expected.accept(block);
        static_cast<void>(store->erase_owner({9}, {9}));  // flushes and compacts
      } else {
        in_doubt = std::move(block);
      }
    }
    if (in_doubt) {
      ASSERT_TRUE(store->pause()) << n;
      EXPECT_EQ(store->pause()->code, Code::storage_full) << n;
      expect_holds(*store, expected);
      free_bytes = 0;
      EXPECT_FALSE(store->resume());
      free_bytes = plenty_bytes;
      // There seems to be room, but the log cannot be opened for writing yet.
      EXPECT_FALSE(store->resume());
      EXPECT_TRUE(store->pause());
      EXPECT_EQ(store->append(in_doubt->first, *in_doubt).has_value(), false);
    }
    failed = files.stop_failing();
    ASSERT_TRUE(store->resume()) << n;
    ASSERT_FALSE(store->pause()) << n;
    if (in_doubt && store->head() != expected.head()) expected.accept(*in_doubt);
    append(*store, expected, 3);
    expect_holds(*store, expected);
    store.reset();
    expect_holds(*folder->open().value(), expected);
    if (HasFailure()) return;
  }
  EXPECT_GT(n, 8);
}

TEST_F(Guarded, AWriteThatFailedForAnotherReasonIsNotTakenUpAgain) {
  const auto store = open();
  ExpectedLog expected(1);
  append(*store, expected, 5);
  files.fail(1, Failing::once);
  const NewBlock lost = expected.make_block(1);
  ASSERT_FALSE(store->append(lost.first, lost));
  EXPECT_TRUE(store->resume());
  ASSERT_TRUE(store->pause());
  EXPECT_EQ(store->pause()->code, Code::store_unavailable);
  EXPECT_EQ(opened, 1);
  expect_holds(*store, expected);
}

/// Keeps the block that it says it could not write.
struct Forgetful : FailingStore {
  Forgetful(EventStore& inner, std::optional<NewBlock>& kept) : FailingStore(inner), kept_(kept) {}
  StoreResult<void> append(Sequence, const NewBlock& block) override {
    if (!kept_) kept_ = block;
    return StoreError{StoreFault::io_failed, "IO error: No space left on device"};
  }
  std::optional<NewBlock>& kept_;
};

TEST(GuardedSequencer, CountsABlockThatWasGivenUpForLostAndIsFoundAgain) {
  const std::unique_ptr<EventStore> log = make_memory_store();
  const auto edge = std::make_shared<FixedEdge>();
  const Surroundings surroundings{[edge] { return Instant{edge->us += 1000}; },
                                  [edge] { return std::to_string(++edge->salts); },
                                  {}};
  {
    Sequencer first(*log, LedgerState{}, surroundings);
    first.record({register_community("heping"), register_house("heping", "1-1-101")},
                 Grouping::atomic);
  }
  std::optional<NewBlock> kept;
  GuardedStore store(std::make_unique<Forgetful>(*log, kept),
                     {[&](OpenMode) -> StoreResult<std::unique_ptr<EventStore>> {
                        if (const auto found = log->append(kept->first, *kept); !found) {
                          return found.error();
                        }
                        return std::unique_ptr<EventStore>(std::make_unique<FailingStore>(*log));
                      },
                      [] { return plenty_bytes; }, 0});
  Sequencer sequencer(store, *fold_log(store), surroundings);
  const auto pay_one = [&](const std::string& key) {
    return sequencer.record({pay("heping", key, "1-1-101", yuan(1))}, Grouping::each).results.at(0);
  };
  EXPECT_EQ(pay_one("p1").rejection->code, Code::store_unavailable);
  EXPECT_EQ(pay_one("p2").rejection->code, Code::store_unavailable);
  EXPECT_EQ(sequencer.state_copy(), *fold_log(store));  // without p1, as far as anyone can tell
  ASSERT_TRUE(store.resume());
  EXPECT_EQ(pay_one("p3").outcome, Outcome::recorded);
  EXPECT_EQ(pay_one("p1").outcome, Outcome::duplicate);
  EXPECT_EQ(pay_one("p2").outcome, Outcome::recorded);
  EXPECT_EQ(sequencer.state_copy(), *fold_log(*log));
  EXPECT_TRUE(verify(*log, std::nullopt, {}).ok());
}

}  // namespace
}  // namespace mingzhang::test
