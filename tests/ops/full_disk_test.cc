// A file system that is really full, in memory and of its own; mounting it takes root.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/mount.h>

#include <fstream>
#include <thread>

#include "ops/books.h"
#include "ops/surroundings.h"
#include "replay/engine/verify.h"
#include "tests/store/temporary_folder.h"
#include "tests/support/commands.h"

namespace mingzhang::test {
namespace {

struct SmallDisk {
  TemporaryFolder folder;
  const bool is_mounted = ::mount("tmpfs", folder.path().c_str(), "tmpfs", 0, "size=160m") == 0;

  SmallDisk() = default;
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    if (is_mounted) ::umount2(folder.path().c_str(), MNT_DETACH);
  }
  std::filesystem::path filler() const { return folder.path() / "filler"; }
  void fill() const {
    std::ofstream file(filler(), std::ios::binary);
    const std::string piece(64U << 10U, '.');
    while (file << piece << std::flush) {
    }
  }
};

TEST(FullDisk, PausesRecordingUntilThereIsRoomAndLosesNothing) {
  const SmallDisk disk;
  if (!disk.is_mounted) GTEST_SKIP() << "mounting a small disk takes root";
  const std::string directory = (disk.folder.path() / "books").string();
  WritableBooks books(
      {directory}, real_surroundings(),
      {.repack_events = 5000, .snapshot_events = {}, .interval = std::chrono::milliseconds(1)});
  const auto record = [&books](Command command) {
    std::vector<Command> commands{std::move(command)};
    return books.sequencer().record(std::move(commands), Grouping::each).results.at(0);
  };
  ASSERT_EQ(record(register_community("heping")).outcome, Outcome::recorded);
  ASSERT_EQ(record(register_house("heping", "1-1-101")).outcome, Outcome::recorded);
  disk.fill();
  const auto batch_of = [](int number) {
    std::vector<Command> commands;
    for (int i = 0; i < 1'000; ++i) {
      const std::string key = fmt::format("p{}-{}", number, i);
      commands.push_back(pay("heping", key, "1-1-101", yuan(1)));
      commands.back().header.memo.emplace().value = key + std::string(180, 'x');
    }
    return commands;
  };
  constexpr int most = 1'000;
  int number = 0;
  bool refused = false;
  for (; number < most && !refused; ++number) {
    const BatchResult result = books.sequencer().record(batch_of(number), Grouping::atomic);
    refused = result.results.back().outcome == Outcome::rejected;
  }
  ASSERT_TRUE(refused) << "the disk was never full";
  ASSERT_TRUE(books.pause());
  EXPECT_EQ(books.pause()->code, Code::storage_full);
  const std::uint64_t acknowledged = 2 + static_cast<std::uint64_t>(number - 1) * 1'000;
  EXPECT_EQ(books.store().head().next.value - 1, acknowledged);
  EXPECT_TRUE(*books.store().read_event(Sequence{acknowledged}));
  std::filesystem::remove(disk.filler());
  while (books.pause()) std::this_thread::yield();
  // What was refused is asked again under the same keys: it is there once.
  const BatchResult again = books.sequencer().record(batch_of(number - 1), Grouping::atomic);
  EXPECT_FALSE(again.refused_index);
  EXPECT_EQ(books.store().head().next.value - 1, acknowledged + 1'000);
  EXPECT_TRUE(verify(books.store(), books.sequencer().state_copy(), {}).ok());
}

}  // namespace
}  // namespace mingzhang::test
