// What is done beside recording neither holds it up nor says anything but what was recorded.

#include "ops/housekeeping.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <iterator>
#include <set>

#include "ledger/state/snapshot_codec.h"
#include "ops/books.h"
#include "ops/surroundings.h"
#include "replay/engine/rebuild.h"
#include "replay/engine/verify.h"
#include "tests/store/temporary_folder.h"
#include "tests/support/commands.h"
#include "tests/support/file_text.h"

namespace mingzhang::test {
namespace {

constexpr HousekeepingOptions eager{
    .repack_events = 1, .snapshot_events = 1, .interval = std::chrono::milliseconds(1)};

std::size_t snapshots_in(const TemporaryFolder& folder) {
  std::error_code none;
  const auto files = std::filesystem::directory_iterator(folder.path() / "snapshots", none);
  return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

/// Records one event; false when it is refused.
bool record(WritableBooks& books, Command command) {
  std::vector<Command> commands{std::move(command)};
  return !books.sequencer().record(std::move(commands), Grouping::atomic).refused_index;
}

TEST(Housekeeping, SnapshotsAreTakenWhileEventsAreRecorded) {
  const TemporaryFolder folder;
  const std::string directory = folder.path().string();
  LedgerState recorded;
  {
    WritableBooks books({directory}, real_surroundings(), eager);
    ASSERT_TRUE(record(books, register_community("heping")));
    ASSERT_TRUE(record(books, register_house("heping", "1-1-101")));
    constexpr int most = 100'000;
    int paid = 0;
    for (; paid < most && snapshots_in(folder) < 2; ++paid) {
      ASSERT_TRUE(record(books, pay("heping", fmt::format("p{}", paid), "1-1-101", yuan(1))));
    }
    ASSERT_LT(paid, most) << "there are no snapshots after so many payments";
    recorded = books.sequencer().state_copy();
  }
  const std::unique_ptr<EventStore> store = open_to_read(directory);
  const std::optional<LedgerState> snapshot = newest_snapshot(directory);
  ASSERT_TRUE(snapshot);
  EXPECT_GT(snapshot->head.next.value, 2U);
  const StoreResult<LedgerState> carried = catch_up(*store, *snapshot);
  ASSERT_TRUE(carried) << carried.error().message;
  EXPECT_EQ(*carried, recorded);
  EXPECT_TRUE(verify(*store, snapshot, {}).problems.empty());
}

TEST(Housekeeping, WithoutAnIntervalForThemNoSnapshotsAreTaken) {
  const TemporaryFolder folder;
  HousekeepingOptions options = eager;
  options.snapshot_events = std::nullopt;
  WritableBooks books({folder.path().string()}, real_surroundings(), options);
  ASSERT_TRUE(record(books, register_community("heping")));
  ASSERT_TRUE(record(books, register_house("heping", "1-1-101")));
  // The head witness moves, so housekeeping comes by again and again; it leaves no snapshot.
  constexpr int most = 100'000;
  std::set<std::string> witnesses;
  int paid = 0;
  for (; paid < most && witnesses.size() < 4; ++paid) {
    ASSERT_TRUE(record(books, pay("heping", fmt::format("p{}", paid), "1-1-101", yuan(1))));
    witnesses.insert(file_text(folder.path() / "HEAD"));
  }
  ASSERT_LT(paid, most);
  EXPECT_EQ(snapshots_in(folder), 0U);
}

TEST(Housekeeping, AStopWritesTheSnapshotAgainOnlyWhenItMust) {
  const TemporaryFolder folder;
  const auto stop_after = [&folder](const auto& work) {
    WritableBooks books({folder.path().string()}, real_surroundings());
    work(books);
    books.leave_snapshot();
  };
  stop_after([](WritableBooks& books) { record(books, register_community("heping")); });
  const std::string snapshot = newest_snapshot_file(folder.path().string())->path;
  const auto kept = folder.path() / "kept";
  std::filesystem::create_hard_link(snapshot, kept);  // a file written anew is another one

  stop_after([](WritableBooks&) {});
  EXPECT_TRUE(std::filesystem::equivalent(kept, snapshot));

  std::filesystem::resize_file(snapshot, 10);
  stop_after([](WritableBooks&) {});
  EXPECT_FALSE(std::filesystem::equivalent(kept, snapshot));
  EXPECT_TRUE(newest_snapshot(folder.path().string()));

  stop_after([](WritableBooks& books) { record(books, register_house("heping", "1-1-101")); });
  EXPECT_NE(newest_snapshot_file(folder.path().string())->path, snapshot);
}

TEST(Housekeeping, ASnapshotOfOtherBooksIsPassedOver) {
  const TemporaryFolder ours;
  const TemporaryFolder theirs;
  for (const auto& [folder, community] : {std::pair{&ours, "heping"}, {&theirs, "xiangyang"}}) {
    WritableBooks books({folder->path().string()}, real_surroundings());
    ASSERT_TRUE(record(books, register_community(community)));
    books.leave_snapshot();
  }
  std::filesystem::copy(theirs.path() / "snapshots", ours.path() / "snapshots",
                        std::filesystem::copy_options::overwrite_existing);
  WritableBooks books({ours.path().string()}, real_surroundings());
  const LedgerState state = books.sequencer().state_copy();
  EXPECT_EQ(state.communities.front().id, "heping");
  books.leave_snapshot();
  EXPECT_EQ(newest_snapshot(ours.path().string()), state);
}

}  // namespace
}  // namespace mingzhang::test
