#include <gtest/gtest.h>

#include "ledger/store/rocksdb/rocksdb_store.h"
#include "tests/store/faulty_files.h"
#include "tests/store/log_folder.h"

// Every write and every sync that the store makes fails once, and once for ever: nothing
// acknowledged is lost, nothing is half there, and the log opens again.
namespace mingzhang::test {
namespace {

/// What was acknowledged, and a block whose fate is not known.
struct Attempt {
  ExpectedLog expected{11};
  std::optional<NewBlock> in_doubt;

  bool append(EventStore& store, std::size_t events) {
    const NewBlock block = expected.make_block(events);
    const auto appended = store.append(block.first, block);
    if (appended.has_value()) {
      expected.accept(block);
      return true;
    }
    EXPECT_EQ(appended.error().fault, StoreFault::io_failed) << appended.error().message;
    in_doubt = block;
    return false;
  }
};

/// A log with a tail, segments and tables, to begin every attempt with.
Attempt prepare(const LogFolder& folder) {
  Attempt attempt;
  const auto store = folder.open().value();
  EXPECT_TRUE(attempt.append(*store, 20));
  EXPECT_TRUE(store->repack(1).has_value());
  flush(*store);
  EXPECT_TRUE(attempt.append(*store, 10));
  return attempt;
}

/// All that writes. Stops at the first append that fails.
void write_everything(EventStore& store, Attempt& attempt) {
  if (!attempt.append(store, 5)) return;
  static_cast<void>(store.repack(1));
  expect_holds(store, attempt.expected);
  if (!attempt.append(store, 2'000)) return;
  static_cast<void>(store.erase_owner({9}, {9}));  // flushes and compacts
  expect_holds(store, attempt.expected);
  if (!attempt.append(store, 5)) return;
  static_cast<void>(store.repack(1));
  static_cast<void>(attempt.append(store, 1));
}

void expect_survived(const LogFolder& folder, Attempt attempt) {
  for (int round = 0; round < 2; ++round) {
    const auto store = folder.open();
    ASSERT_TRUE(store.has_value()) << store.error().message;
    if (attempt.in_doubt && (*store)->head() != attempt.expected.head()) {
      attempt.expected.accept(*attempt.in_doubt);  // all of it is there, then
    }
    attempt.in_doubt.reset();
    expect_holds(**store, attempt.expected);
    append(**store, attempt.expected, 3);
  }
}

struct Trouble {
  std::string name;
  Failing failing;
  bool power_lost;  ///< what was not synced is gone afterwards
};

class Faults : public ::testing::TestWithParam<Trouble> {};
INSTANTIATE_TEST_SUITE_P(Disk, Faults,
                         ::testing::Values(Trouble{"fails_once", Failing::once, false},
                                           Trouble{"dies", Failing::from_then_on, false},
                                           Trouble{"fails_and_power_goes", Failing::once, true},
                                           Trouble{"dies_and_power_goes", Failing::from_then_on,
                                                   true}),
                         [](const auto& instance) { return instance.param.name; });

TEST_P(Faults, NothingAcknowledgedIsLostWhicheverWriteFails) {
  const LogFolder prepared;
  const Attempt begin = prepare(prepared);
  bool failed = true;
  int n = 0;
  while (failed) {
    SCOPED_TRACE(n);
    const auto folder = LogFolder::copy_of(prepared);
    Attempt attempt = begin;
    FaultyFiles files;
    {
      auto store = open_rocksdb_store({folder->path().string()}, files.env());
      ASSERT_TRUE(store.has_value()) << store.error().message;
      files.fail(++n, GetParam().failing);
      write_everything(**store, attempt);
      if (attempt.in_doubt) {
        const NewBlock again = attempt.expected.make_block(1);
        const auto refused = (*store)->append(again.first, again);
        ASSERT_FALSE(refused.has_value()) << "after a failed write nobody knows where the end is";
        EXPECT_EQ(refused.error().fault, StoreFault::io_failed);
        expect_holds(**store, attempt.expected);
      }
      failed = files.stop_failing();
    }
    if (GetParam().power_lost) files.lose_power();
    expect_survived(*folder, attempt);
    if (HasFailure()) return;
  }
  EXPECT_GT(n, 30) << "the store wrote less than this test is about";
}

}  // namespace
}  // namespace mingzhang::test
