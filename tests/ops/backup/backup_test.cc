// Backups: made beside a writer, complete, found out when damaged, and nothing lost when their
// making or a restore is cut off.

#include "ops/backup/backup.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "api/identity/audit_anchors.h"
#include "ledger/store/rocksdb/log_backup.h"
#include "ops/books.h"
#include "ops/exit.h"
#include "ops/identity.h"
#include "ops/surroundings.h"
#include "replay/engine/rebuild.h"
#include "tests/store/faulty_files.h"
#include "tests/store/log_folder.h"
#include "tests/store/raw_log.h"
#include "tests/store/temporary_folder.h"
#include "tests/support/commands.h"
#include "tests/support/file_text.h"
#include "tests/support/paths.h"

namespace mingzhang::test {
namespace {

namespace fs = std::filesystem;

struct BackupTest : testing::Test {
  TemporaryFolder folder;
  const std::string data = (folder.path() / "books").string();
  const std::string target = (folder.path() / "backups").string();
  int restored = 0;

  static bool record(WritableBooks& books, Command command) {
    std::vector<Command> commands{std::move(command)};
    return !books.sequencer().record(std::move(commands), Grouping::atomic).refused_index;
  }
  static void found(WritableBooks& books) {
    ASSERT_TRUE(record(books, register_community("heping")));
    ASSERT_TRUE(record(books, register_house("heping", "1-1-101")));
  }
  static bool pay_one(WritableBooks& books, int number) {
    return record(books, pay("heping", fmt::format("p{}", number), "1-1-101", yuan(1)));
  }
  Backup back_up(std::optional<std::uint32_t> keep = {}) const {
    return make_backup({data, target, keep, {}});
  }
  std::string restore(std::optional<std::uint32_t> number = {}) {
    std::string into = (folder.path() / fmt::format("restored{}", ++restored)).string();
    restore_backup({target, into, number, {}});
    return into;
  }
  static LedgerState state_of(const std::string& directory) {
    const auto store = open_to_read(directory);
    return read_state(*store, directory);
  }
};

TEST_F(BackupTest, IsOneMomentOfBooksThatAreWrittenMeanwhile) {
  fs::create_directories(data);
  Identity identity(data, real_identity_edge());
  Surroundings surroundings = real_surroundings();
  surroundings.audit_head = [&identity] { return identity.trail.head(); };
  WritableBooks books(
      {data}, std::move(surroundings),
      {.repack_events = 1, .snapshot_events = 50, .interval = std::chrono::milliseconds(1)});
  found(books);
  std::atomic<bool> enough = false;
  std::thread writer([&] {
    for (int i = 0; !enough; ++i) {
      identity.trail.keep({.what = "owner_read"});
      ASSERT_TRUE(pay_one(books, i));
    }
  });
  std::vector<Backup> made;
  made.reserve(4);
  for (int i = 0; i < 4; ++i) made.push_back(back_up());
  enough = true;
  writer.join();
  EXPECT_FALSE(fs::exists(fs::path(data) / ".backup"));
  EXPECT_EQ(list_backups(target).size(), 4U);
  for (const Backup& backup : made) {
    const std::string directory = restore(backup.number);
    const auto store = open_to_read(directory);
    EXPECT_EQ(store->head().next, next(backup.head.last));
    EXPECT_EQ(store->head().hash, backup.head.hash);
    const Identity copied(directory, real_identity_edge());
    EXPECT_FALSE(*first_lost_anchor(*store, &copied.trail))
        << "the trail is not older than the log";
    // What the books held at that moment: the log's beginning through that event.
    std::optional<Hash32> then;
    ASSERT_TRUE(books.store().scan_blocks(backup.head.last, [&](const StoredBlock& block) {
      if (next(backup.head.last).value == block.first.value + block.events.size()) {
        then = block.last_hash;
      }
      return false;
    }));
    EXPECT_EQ(then, backup.head.hash);
  }
}

TEST_F(BackupTest, OneOfAnEarlierFormatIsRestoredAndBroughtUpToDate) {
  {
    WritableBooks books({data}, real_surroundings());
    found(books);
    for (int i = 0; i < 20; ++i) ASSERT_TRUE(pay_one(books, i));
  }
  const LedgerState recorded = state_of(data);
  back_up();
  with_database(data, [](const Change& change) { change.put_format(4); });
  EXPECT_THROW(back_up(), ExitError) << "what cannot be read is not proven";
  const auto log = open_log_backups((fs::path(target) / "log").string());
  ASSERT_TRUE(log);
  ASSERT_TRUE((*log)->add(data, (*log)->list().front().note)) << "as the earlier version did";
  const std::string directory = restore();
  EXPECT_EQ(state_of(directory), recorded);
  EXPECT_EQ(open_to_read(directory)->head().hash, recorded.head.hash);
}

TEST_F(BackupTest, RestoredBooksAreTheSameAndGoOn) {
  LedgerState recorded;
  {
    WritableBooks books({data}, real_surroundings());
    found(books);
    for (int i = 0; i < 20; ++i) ASSERT_TRUE(pay_one(books, i));
    books.leave_snapshot();
    recorded = books.sequencer().state_copy();
  }
  back_up();
  fs::remove_all(data);
  const std::string directory = restore();
  EXPECT_EQ(state_of(directory), recorded);
  WritableBooks books({directory}, real_surroundings());
  EXPECT_TRUE(pay_one(books, 100));
  EXPECT_FALSE(fs::exists(fs::path(directory) / ".restoring"));
}

TEST_F(BackupTest, AnotherOneKeepsTablesOnceAndOldOnesGoWhenAsked) {
  {
    WritableBooks books({data}, real_surroundings());
    found(books);
    for (int i = 0; i < 20; ++i) ASSERT_TRUE(pay_one(books, i));
    flush(books.store());
  }
  const auto tables = [&] {
    const auto all = fs::directory_iterator(fs::path(target) / "log" / "shared_checksum");
    return std::distance(begin(all), end(all));
  };
  back_up();
  const auto once = tables();
  EXPECT_GT(once, 0);
  back_up();
  EXPECT_EQ(tables(), once);
  const Backup third = back_up(1);
  ASSERT_EQ(list_backups(target).size(), 1U);
  EXPECT_EQ(list_backups(target).front().number, third.number);
  const auto beside = fs::directory_iterator(fs::path(target) / "beside");
  EXPECT_EQ(std::distance(begin(beside), end(beside)), 1);
  restore();
}

TEST_F(BackupTest, BooksThatLostTheirAuditTrailPushNoOlderOneOut) {
  fs::create_directories(data);
  {
    Identity identity(data, real_identity_edge());
    identity.trail.keep({.what = "owner_read"});
    Surroundings surroundings = real_surroundings();
    surroundings.audit_head = [&identity] { return identity.trail.head(); };
    WritableBooks books({data}, std::move(surroundings));
    found(books);
  }
  EXPECT_TRUE(back_up(1).trail_is_whole);
  EXPECT_TRUE(fs::exists(fs::path(data) / backup_mark));
  fs::remove(identity_file(data));
  fs::remove(fs::path(data) / backup_mark);
  EXPECT_FALSE(back_up(1).trail_is_whole);
  EXPECT_EQ(list_backups(target).size(), 2U);
  EXPECT_FALSE(fs::exists(fs::path(data) / backup_mark)) << "an alert says so in the end";
  const Identity kept(restore(1), real_identity_edge());
  EXPECT_EQ(kept.trail.head().number, 1U);
}

TEST_F(BackupTest, OtherBooksAreNoFolderOfBackups) {
  { WritableBooks books({data}, real_surroundings()); }
  const std::string others = (folder.path() / "others").string();
  { WritableBooks books({others}, real_surroundings()); }
  EXPECT_THROW(make_backup({data, others, {}, {}}), ExitError);
  EXPECT_FALSE(fs::exists(fs::path(others) / "beside"));
}

TEST_F(BackupTest, BooksThatDoNotGoOnFromTheNewestNeedAnotherFolder) {
  const std::string others = (folder.path() / "others").string();
  {
    WritableBooks books({others}, real_surroundings());
    ASSERT_TRUE(record(books, register_community("xiangyang")));
    for (int i = 0; i < 5; ++i) {
      ASSERT_TRUE(record(books, register_house("xiangyang", fmt::format("1-1-10{}", i))));
    }
  }
  {
    WritableBooks books({data}, real_surroundings());
    found(books);
  }
  back_up();
  const std::string older = restore();
  {
    WritableBooks books({data}, real_surroundings());
    ASSERT_TRUE(pay_one(books, 1));
  }
  const Backup newest = back_up();
  for (const std::string& fork : {older, others}) {
    EXPECT_THROW(make_backup({fork, target, 1, {}}), ExitError);
    ASSERT_EQ(list_backups(target).size(), 2U);
    EXPECT_EQ(list_backups(target).back().head, newest.head);
    make_backup({fork, (folder.path() / "elsewhere" / fork.substr(1)).string(), 1, {}});
  }
  {
    WritableBooks books({older}, real_surroundings());
    ASSERT_TRUE(pay_one(books, 2));
    ASSERT_TRUE(pay_one(books, 3));
  }
  EXPECT_THROW(make_backup({older, target, 1, {}}), ExitError) << "as long, but a fork";
  EXPECT_EQ(state_of(restore()), state_of(data));
}

TEST_F(BackupTest, NoOlderOneIsTakenForANewestWithMissingFiles) {
  {
    WritableBooks books({data}, real_surroundings());
    found(books);
  }
  back_up();
  {
    WritableBooks books({data}, real_surroundings());
    ASSERT_TRUE(pay_one(books, 1));
  }
  const std::uint32_t second = back_up().number;
  fs::remove_all(fs::path(target) / "log" / "private" / fmt::to_string(second));
  const std::vector<Backup> listed = list_backups(target);
  ASSERT_EQ(listed.size(), 2U);
  EXPECT_FALSE(listed.front().is_damaged);
  EXPECT_TRUE(listed.back().is_damaged);
  EXPECT_THROW(restore(), ExitError);
  EXPECT_THROW(restore(second), ExitError);
  restore(1);
  EXPECT_GT(back_up().number, second);
  EXPECT_EQ(state_of(restore()), state_of(data));
}

TEST_F(BackupTest, DamageToAnyOfItsFilesIsFound) {
  {
    WritableBooks books({data}, real_surroundings());
    found(books);
    flush(books.store());
    ASSERT_TRUE(pay_one(books, 1));
    books.leave_snapshot();
    const IdentityDatabase identity(data, real_identity_edge());
  }
  back_up();
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(target)) {
    if (entry.is_regular_file() && entry.file_size() != 0) files.push_back(entry.path());
  }
  EXPECT_GT(files.size(), 8U);
  for (const fs::path& file : files) {
    const std::string whole = file_text(file);
    flip_byte(file, whole.size() / 2);
    const std::string into = (folder.path() / "damaged").string();
    EXPECT_THROW(restore_backup({target, into, {}, {}}), ExitError) << file;
    EXPECT_FALSE(fs::exists(fs::path(into) / "log")) << file;
    write_file(file, whole);
  }
  restore();
}

TEST_F(BackupTest, RestoreTouchesNoBooksThatAreThere) {
  {
    WritableBooks books({data}, real_surroundings());
    found(books);
  }
  back_up();
  const LedgerState before = state_of(data);
  EXPECT_THROW(restore_backup({target, data, {}, {}}), ExitError);
  EXPECT_EQ(state_of(data), before);
  const fs::path letters = folder.path() / "letters";
  fs::create_directories(letters);
  std::ofstream(letters / "HEAD") << "of a letter";
  EXPECT_THROW(restore_backup({target, letters.string(), {}, {}}), ExitError);
  EXPECT_TRUE(fs::exists(letters / "HEAD"));
  EXPECT_THROW(make_backup({data, data + "/backups", {}, {}}), ExitError);
  EXPECT_THROW(restore_backup({target, (folder.path() / "x").string(), 77, {}}), ExitError);
}

TEST_F(BackupTest, WhatAnInterruptedRestoreLeftIsNoBooksAndMakesRoom) {
  {
    WritableBooks books({data}, real_surroundings());
    found(books);
  }
  back_up();
  const fs::path into = folder.path() / "into";
  fs::create_directories(into / ".restoring" / "log");
  fs::copy_file(fs::path(data) / "HEAD", into / "HEAD");
  EXPECT_THROW(open_to_read(into.string()), ExitError);
  EXPECT_THROW(WritableBooks({into.string()}, real_surroundings()), ExitError);
  restore_backup({target, into.string(), {}, {}});
  EXPECT_EQ(state_of(into.string()), state_of(data));
}

/// The backup's disk dies at the n-th write, which is what a kill there leaves behind.
TEST_F(BackupTest, OneThatIsCutOffAnywhereLeavesTheLastGoodOne) {
  {
    WritableBooks books({data}, real_surroundings());
    found(books);
    flush(books.store());
    ASSERT_TRUE(pay_one(books, 1));
  }
  const Backup good = back_up();
  const std::string log = (fs::path(target) / "log").string();
  bool failed = true;
  int n = 0;
  for (; failed; n += n / 4) {
    FaultyFiles files;
    files.fail(++n, Failing::from_then_on);
    if (auto backups = open_log_backups(log, files.env())) {
      static_cast<void>((*backups)->add(data, "not noted"));
      failed = files.stop_failing();
    } else {
      ASSERT_TRUE(files.stop_failing());
    }
    if (!failed) break;
    const std::string directory = restore(good.number);
    ASSERT_EQ(open_to_read(directory)->head().hash, good.head.hash) << n;
    fs::remove_all(directory);
  }
  EXPECT_GT(n, 5);
  ASSERT_GT(back_up().number, good.number);
  EXPECT_EQ(state_of(restore()), state_of(data));
}

/// `mingzhang backup` in a process of its own that is killed as soon as it writes.
TEST_F(BackupTest, AKilledOneLeavesTheLastGoodOne) {
  {
    WritableBooks books({data}, real_surroundings());
    found(books);
  }
  const Backup good = back_up();
  const fs::path program = build_dir() / "mingzhang";
  for (int round = 0; round < 3; ++round) {
    const fs::path beside = fs::path(target) / "beside" / fmt::format("{:08}", 2 + round);
    const pid_t child = fork();
    if (child == 0) {
      execl(program.c_str(), "mingzhang", "backup", target.c_str(), "--data", data.c_str(),
            nullptr);
      _exit(7);
    }
    int status = 0;
    while (!fs::exists(beside) && waitpid(child, &status, WNOHANG) == 0) std::this_thread::yield();
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    ASSERT_EQ(open_to_read(restore(good.number))->head().hash, good.head.hash);
  }
  EXPECT_GE(back_up().number, good.number);
  EXPECT_EQ(state_of(restore()), state_of(data));
}

}  // namespace
}  // namespace mingzhang::test
