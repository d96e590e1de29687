#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/db.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "ledger/store/rocksdb/rocksdb_store.h"
#include "tests/store/log_folder.h"
#include "tests/support/file_text.h"

// What is found on disk when a log is opened: an end that was torn off, damage, loss, another
// process.
namespace mingzhang::test {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Optional;

namespace fs = std::filesystem;

const auto any_damage = AnyOf(Optional(StoreFault::damaged), Optional(StoreFault::behind_witness));

/// A log of `blocks` blocks that was closed in order.
ExpectedLog closed_log(const LogFolder& folder, int blocks, bool in_tables = false) {
  ExpectedLog expected(17);
  const auto store = folder.open().value();
  for (int i = 0; i < blocks; ++i) append(*store, expected, 10);
  if (in_tables) {
    EXPECT_TRUE(store->repack(1).has_value());
    for (int i = 0; i < blocks; ++i) append(*store, expected, 10);
    flush(*store);
  }
  return expected;
}

TEST(Recovery, AnEndThatWasTornOffIsDropped) {
  const LogFolder folder;
  ExpectedLog expected(1);
  std::unique_ptr<LogFolder> crashed;
  std::uintmax_t before = 0;
  {
    const auto store = folder.open().value();
    append(*store, expected, 20);
    append(*store, expected, 3);
    before = fs::file_size(folder.files(".log").back());
    const NewBlock lost = expected.make_block(1);
    ASSERT_TRUE(store->append(lost.first, lost));
    crashed = LogFolder::copy_of(folder);
  }
  const fs::path log = crashed->files(".log").back();
  const std::string whole = file_text(log);
  ASSERT_GT(whole.size(), before + 100);
  for (std::uintmax_t size = before; size < whole.size(); ++size) {
    write_file(log, whole.substr(0, size));
    const auto store = crashed->open(OpenMode::read_only);
    ASSERT_TRUE(store.has_value()) << store.error().message;
    ASSERT_EQ((*store)->head(), expected.head()) << "cut at " << size - before;
  }
  for (const std::uintmax_t size : {before, before + 1, before + 50, whole.size() - 1}) {
    const auto copy = LogFolder::copy_of(*crashed);
    write_file(copy->files(".log").back(), whole.substr(0, size));
    ExpectedLog after = expected;
    for (int round = 0; round < 2; ++round) {
      const auto store = copy->open();
      ASSERT_TRUE(store.has_value()) << store.error().message;
      expect_holds(**store, after);
      append(**store, after, 2);
    }
  }
}

TEST(Recovery, AnyFlippedByteOfTheWriteAheadLogIsNoticed) {
  const LogFolder folder;
  const ExpectedLog expected = closed_log(folder, 5);
  const fs::path log = folder.files(".log").back();
  const std::string good = file_text(log);
  ASSERT_GT(good.size(), 5'000U);
  for (std::size_t at = 0; at < good.size(); at += 149) {
    flip_byte(log, at);
    EXPECT_THAT(folder.refusal(OpenMode::read_only), any_damage) << "at " << at;
    write_file(log, good);
  }
  EXPECT_EQ(folder.refusal(OpenMode::read_only), std::nullopt);
}

TEST(Recovery, AnyFlippedByteOfATableIsNoticedOrDoesNotMatter) {
  const LogFolder folder;
  const ExpectedLog expected = closed_log(folder, 5, true);
  const auto tables = folder.files(".sst");
  ASSERT_GE(tables.size(), 6U);
  int noticed = 0;
  int flips = 0;
  for (const fs::path& table : tables) {
    const std::string good = file_text(table);
    for (std::size_t at = 0; at < good.size(); at += 1 + good.size() / 25, ++flips) {
      flip_byte(table, at);
      const auto store = folder.open(OpenMode::read_only);
      const std::optional<StoreFault> fault =
          store.has_value() ? read_everything(**store, expected) : store.error().fault;
      EXPECT_TRUE(!fault || *fault == StoreFault::damaged) << table << " at " << at;
      noticed += fault ? 1 : 0;
      write_file(table, good);
    }
  }
  EXPECT_GT(noticed, flips / 2) << "what is not noticed is properties and padding";
}

// Neither replay nor verify reads every table: an index may wait for years to be asked.
TEST(Recovery, AFlippedByteOfAnyTableIsFoundByCheckingAll) {
  const LogFolder folder;
  closed_log(folder, 5, true);
  EXPECT_TRUE((*folder.open(OpenMode::read_only))->check_tables());
  const auto tables = folder.files(".sst");
  ASSERT_GE(tables.size(), 6U);
  for (const fs::path& table : tables) {
    const std::string good = file_text(table);
    flip_byte(table, 20);
    const auto store = folder.open(OpenMode::read_only);
    const StoreResult<void> checked = store.has_value() ? (*store)->check_tables() : store.error();
    ASSERT_FALSE(checked) << table;
    EXPECT_EQ(checked.error().fault, StoreFault::damaged) << table;
    write_file(table, good);
  }
}

TEST(Recovery, DamageIsReportedWithItsPlaceAndAWayOut) {
  const LogFolder folder;
  const ExpectedLog expected = closed_log(folder, 5, true);
  std::vector<std::string> messages;
  for (const fs::path& table : folder.files(".sst")) {
    const std::string good = file_text(table);
    flip_byte(table, 20);
    if (const auto store = folder.open(OpenMode::read_only); store.has_value()) {
      const auto scanned = (*store)->scan_hot(0, 1, {}, [](const HotRun&) {});
      if (!scanned) messages.push_back(scanned.error().message);
    } else {
      messages.push_back(store.error().message);
    }
    write_file(table, good);
  }
  ASSERT_GE(messages.size(), 2U);
  for (const std::string& message : messages) {
    EXPECT_THAT(message, HasSubstr("restore it from a backup"));
  }
  EXPECT_THAT(messages, ::testing::Contains(HasSubstr("community number")));
}

TEST(Recovery, AMissingFileIsNoticed) {
  const LogFolder folder;
  {
    ExpectedLog expected = closed_log(folder, 3, true);
    const auto store = folder.open().value();
    append(*store, expected, 5);
  }
  std::vector<fs::path> files = folder.files(".sst");
  ASSERT_GE(files.size(), 6U);
  for (const std::string ending : {"CURRENT", ".log"}) {
    for (const fs::path& file : folder.files(ending)) {
      if (fs::file_size(file) > 0) files.push_back(file);
    }
  }
  for (const fs::path& file : files) {
    const auto copy = LogFolder::copy_of(folder);
    fs::remove(copy->path() / "log" / file.filename());
    EXPECT_THAT(copy->refusal(OpenMode::read_only), any_damage) << file;
    EXPECT_THAT(copy->refusal(), any_damage) << file;
  }
  const auto copy = LogFolder::copy_of(folder);
  fs::remove(copy->path() / "log" / "CURRENT");
  fs::remove(copy->head());
  EXPECT_EQ(copy->refusal(), StoreFault::damaged) << "never begun anew over what is there";
  EXPECT_FALSE(copy->files(".sst").empty());
}

TEST(Recovery, ACutListOfTablesIsNoticed) {
  const LogFolder folder;
  const ExpectedLog expected = closed_log(folder, 3, true);
  const std::vector<fs::path> files = folder.files("");
  const fs::path whole = *std::ranges::find_if(
      files, [](const fs::path& file) { return file.filename().string().starts_with("MANIFEST"); });
  const std::string manifest = file_text(whole);
  for (std::size_t size = 0; size < manifest.size(); size += 97) {
    const auto copy = LogFolder::copy_of(folder);
    write_file(copy->path() / "log" / whole.filename(), manifest.substr(0, size));
    for (const OpenMode mode : {OpenMode::read_only, OpenMode::read_write}) {
      EXPECT_THAT(copy->refusal(mode), any_damage) << "cut at " << size;
    }
  }
}

TEST(Recovery, AGapBetweenWriteAheadLogsIsNoticed) {
  const LogFolder folder;
  ExpectedLog expected(3);
  for (int i = 0; i < 3; ++i) {
    const auto store = folder.open().value();
    append(*store, expected, 10);
    append(*store, expected, 10);
  }
  const auto logs = folder.files(".log");
  ASSERT_GE(logs.size(), 2U);
  const fs::path& first = logs.front();
  const std::string good = file_text(first);
  for (std::size_t size = 0; size < good.size(); size += 211) {
    write_file(first, good.substr(0, size));
    EXPECT_THAT(folder.refusal(OpenMode::read_only), any_damage) << "cut at " << size;
  }
  write_file(first, good);
  EXPECT_EQ(folder.refusal(OpenMode::read_only), std::nullopt);
}

TEST(Witness, AnOlderCopyOfTheLogIsRefused) {
  const LogFolder folder;
  ExpectedLog expected = closed_log(folder, 2);
  const auto older = LogFolder::copy_of(folder);
  {
    const auto store = folder.open().value();
    append(*store, expected, 1);
  }
  fs::copy_file(folder.head(), older->head(), fs::copy_options::overwrite_existing);
  for (const OpenMode mode :
       {OpenMode::read_only, OpenMode::read_write, OpenMode::create_or_read_write}) {
    EXPECT_EQ(older->refusal(mode), StoreFault::behind_witness);
  }
  EXPECT_THAT(older->open().error().message, HasSubstr("ends at event 20"));
  EXPECT_THAT(older->open().error().message, HasSubstr("says event 21"));
  fs::remove(older->head());  // the operator accepts the loss
  EXPECT_EQ(older->refusal(), std::nullopt);
  EXPECT_TRUE(fs::exists(older->head()));
}

TEST(Witness, ALogThatWentOnOtherwiseIsRefused) {
  const LogFolder folder;
  const LogFolder other;
  ExpectedLog expected(1);
  ExpectedLog another(2);
  {
    const auto store = folder.open().value();
    append(*store, expected, 5);
    const auto other_store = other.open().value();
    append(*other_store, another, 4);
    append(*other_store, another, 4);  // event 5 is inside this block
  }
  fs::copy_file(folder.head(), other.head(), fs::copy_options::overwrite_existing);
  EXPECT_EQ(other.refusal(), StoreFault::behind_witness);
  EXPECT_THAT(other.open().error().message, HasSubstr("another hash"));
}

TEST(Witness, OneInTheMiddleOfABlockIsCompared) {
  // Blocks are layout: the same events may come in larger blocks from a copy of the log.
  const LogFolder in_two;
  const LogFolder in_one;
  ExpectedLog two(1);
  {
    const auto store = in_two.open().value();
    append(*store, two, 3);
    ASSERT_TRUE(store->sync_witness());
    fs::copy_file(in_two.head(), in_two.path() / "HEAD.3");
    append(*store, two, 3);
    NewBlock both = two.blocks()[0];
    both.events.insert(both.events.end(), two.blocks()[1].events.begin(),
                       two.blocks()[1].events.end());
    both.last_hash = two.blocks()[1].last_hash;
    ASSERT_TRUE(in_one.open().value()->append({1}, both));
  }
  fs::copy_file(in_two.path() / "HEAD.3", in_one.head(), fs::copy_options::overwrite_existing);
  EXPECT_EQ(in_one.refusal(), std::nullopt);
}

TEST(Witness, ADamagedOneIsRefused) {
  const LogFolder folder;
  closed_log(folder, 1);
  const std::string good = file_text(folder.head());
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bytes = good;
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
    write_file(folder.head(), bytes);
    EXPECT_EQ(folder.refusal(), StoreFault::damaged) << at;
    write_file(folder.head(), good.substr(0, at));
    EXPECT_EQ(folder.refusal(), StoreFault::damaged) << at;
  }
  write_file(folder.head(), good + "\n");
  EXPECT_EQ(folder.refusal(), StoreFault::damaged);
  write_file(folder.head(), good);
  EXPECT_EQ(folder.refusal(), std::nullopt);
}

TEST(Witness, FollowsTheLogWhenAskedAndEvery65536Events) {
  const LogFolder folder;
  ExpectedLog expected(1);
  const auto store = folder.open().value();
  append(*store, expected, 2);
  const std::string before = fs::exists(folder.head()) ? file_text(folder.head()) : "";
  EXPECT_THAT(before, ::testing::Not(HasSubstr("sequence 2\n")));
  ASSERT_TRUE(store->sync_witness());
  EXPECT_THAT(file_text(folder.head()), HasSubstr("sequence 2\n"));
  EXPECT_THAT(file_text(folder.head()), HasSubstr(to_hex(expected.head().hash)));
  for (int i = 0; i < 9; ++i) append(*store, expected, 8'000);
  EXPECT_THAT(file_text(folder.head()), ::testing::Not(HasSubstr("sequence 2\n")));
}

TEST(Witness, OneThatCannotBeWrittenIsReportedAndLosesNothing) {
  const LogFolder folder;
  ExpectedLog expected(1);
  {
    const auto store = folder.open().value();
    append(*store, expected, 2);
    fs::remove(folder.head());
    fs::create_directories(folder.head() / "in the way");
    const auto synced = store->sync_witness();
    ASSERT_FALSE(synced.has_value());
    EXPECT_EQ(synced.error().fault, StoreFault::io_failed);
    append(*store, expected, 2);
  }
  EXPECT_EQ(folder.refusal(), StoreFault::damaged) << "a folder is no witness";
  fs::remove_all(folder.head());
  const auto store = folder.open().value();
  expect_holds(*store, expected);
}

TEST(OpenModes, AFolderWithoutALogIsNotFoundUnlessOneIsToBeMade) {
  const LogFolder folder;
  EXPECT_EQ(folder.refusal(OpenMode::read_write), StoreFault::not_found);
  EXPECT_EQ(folder.refusal(OpenMode::read_only), StoreFault::not_found);
  EXPECT_TRUE(fs::is_empty(folder.path()));
  const auto deep = open_rocksdb_store({(folder.path() / "a" / "b").string()});
  EXPECT_TRUE(deep.has_value());
}

TEST(OpenModes, ALogWhoseCreationWasInterruptedIsNoDamage) {
  const LogFolder folder;
  fs::create_directories(folder.path() / "log");
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* begun = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open(options, (folder.path() / "log").string(), &begun).ok());
  delete begun;  // as when killed before its column families were made
  const auto refused = folder.open(OpenMode::read_only);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().fault, StoreFault::not_found);
  EXPECT_THAT(refused.error().message, HasSubstr("run mingzhang serve or record once more"));
  ExpectedLog expected(1);
  append(*folder.open().value(), expected, 3);
  EXPECT_EQ(folder.open(OpenMode::read_only).value()->head(), expected.head());
}

TEST(OpenModes, OpeningOftenLeavesFewFiles) {
  const LogFolder folder;
  ExpectedLog expected(1);
  for (int i = 0; i < 60; ++i) append(*folder.open().value(), expected, 1);
  EXPECT_LT(folder.files(".log").size(), 30U);
  EXPECT_LT(folder.files(".sst").size(), 60U);
  expect_holds(*folder.open().value(), expected);
}

TEST(OpenModes, ReadersWriteNothing) {
  const LogFolder folder;
  ExpectedLog expected = closed_log(folder, 2);
  const auto store = folder.open(OpenMode::read_only).value();
  expect_holds(*store, expected);
  const NewBlock block = expected.make_block(1);
  EXPECT_EQ(store->append(block.first, block).error().fault, StoreFault::read_only);
  EXPECT_EQ(store->repack(1).error().fault, StoreFault::read_only);
  EXPECT_EQ(store->erase_text({1}, 1).error().fault, StoreFault::read_only);
  EXPECT_EQ(store->erase_owner({1}, {1}).error().fault, StoreFault::read_only);
  EXPECT_EQ(store->put_owners({}).error().fault, StoreFault::read_only);
  EXPECT_TRUE(store->sync_witness().has_value());
  expect_holds(*store, expected);
}

TEST(OpenModes, ASecondWriterIsToldWhoHoldsTheLog) {
  const LogFolder folder;
  closed_log(folder, 1);
  {
    const auto store = folder.open().value();
    const auto second = folder.open();
    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().fault, StoreFault::held_by_another);
    EXPECT_EQ(folder.refusal(OpenMode::read_only), std::nullopt);
  }
  std::array<int, 2> ready{};
  std::array<int, 2> stop{};
  ASSERT_EQ(::pipe(ready.data()) + ::pipe(stop.data()), 0);
  const std::string lock = (folder.path() / "log" / "LOCK").string();
  const pid_t child = ::fork();
  if (child == 0) {  // holds the lock as a running `serve` does, until it is told to stop
    ::close(stop[1]);
    struct flock whole = {};
    whole.l_type = F_WRLCK;
    const bool locked = ::fcntl(::open(lock.c_str(), O_RDWR), F_SETLK, &whole) == 0;
    char byte = locked ? 'y' : 'n';
    if (::write(ready[1], &byte, 1) == 1) (void)!::read(stop[0], &byte, 1);
    ::_exit(0);
  }
  char byte = 'n';
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  ASSERT_EQ(byte, 'y');
  const auto refused = folder.open();
  EXPECT_EQ(folder.refusal(OpenMode::read_only), std::nullopt);
  ::close(stop[1]);
  ::waitpid(child, nullptr, 0);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().fault, StoreFault::held_by_another);
  EXPECT_THAT(refused.error().message, HasSubstr("process " + std::to_string(child)));
  EXPECT_EQ(folder.refusal(), std::nullopt);
  for (const int end : {ready[0], ready[1], stop[0]}) ::close(end);
}

TEST(OpenModes, ReadersOpenBesideAWriterAtFullSpeed) {
  const LogFolder folder;
  ExpectedLog expected(9);
  const auto writer = folder.open().value();
  append(*writer, expected, 10);
  std::atomic<bool> done{false};
  std::atomic<int> reads{0};
  std::thread reading([&] {
    for (; reads < 20; ++reads) {
      const Head least = writer->head();
      const auto reader = folder.open(OpenMode::read_only);
      ASSERT_TRUE(reader.has_value()) << reader.error().message;
      EXPECT_GE((*reader)->head().next, least.next);
      std::uint64_t events = 0;
      ASSERT_TRUE((*reader)->scan_blocks({1}, [&events](const StoredBlock& block) {
        events += block.events.size();
        return true;
      }));
      EXPECT_EQ(events, (*reader)->head().next.value - 1);
      EXPECT_TRUE((*reader)->scan_hot(0, 1, {}, [](const HotRun&) {}).has_value());
    }
    done = true;
  });
  int flushed = 0;
  for (int i = 0; !done; ++i) {
    if (i == 2'000) break;  // what is read each time must have an end
    append(*writer, expected, 10);
    EXPECT_TRUE(writer->sync_witness().has_value());
    if (i % 10 == 5) {
      EXPECT_TRUE(writer->repack(1).has_value());
    }
    // Tables change while the reader opens, once each time: a reader gives up on a writer that
    // always does.
    if (reads != flushed) {
      flushed = reads;
      flush(*writer);
    }
  }
  reading.join();
}

TEST(Erasure, LeavesNoTraceInAnyFile) {
  const LogFolder folder;
  ExpectedLog expected(4);
  const std::string secret = "QmFja3VwIG9mIGEgc2VjcmV0IG5hbWU";
  const std::string kept = "S2VwdCB0ZXh0IHN0YXlzIHdoZXJlIGl0";
  const auto holds = [&folder](const std::string& words) {
    std::vector<std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(folder.path())) {
      if (entry.is_regular_file() && file_text(entry.path()).find(words) != std::string::npos) {
        found.push_back(entry.path().filename().string());
      }
    }
    return found;
  };
  for (const bool in_tables : {false, true}) {
    {
      const auto store = folder.open().value();
      NewBlock block = expected.make_block(2);
      const std::vector<FieldText> texts{{3, {"salt", secret}}, {4, {"salt", kept}}};
      block.events[0].texts = texts;
      ASSERT_TRUE(store->append(block.first, block));
      expected.accept(block);
      using Owner = std::tuple<CommunityNumber, HouseNumber, std::string>;
      ASSERT_TRUE(store->put_owners(std::vector<Owner>{{{1}, {1}, secret}}));
      ASSERT_TRUE(store->put_owners(std::vector<Owner>{{{1}, {1}, secret + "2"}}));
      if (in_tables) flush(*store);
      EXPECT_FALSE(holds(secret).empty());
      ASSERT_TRUE(store->erase_text(block.first, 3));
      ASSERT_TRUE(store->erase_owner({1}, {1}));
    }
    const auto store = folder.open().value();
    EXPECT_THAT(holds(secret), ::testing::IsEmpty()) << (in_tables ? "in tables" : "in the log");
    EXPECT_FALSE(holds(kept).empty());
  }
}

}  // namespace
}  // namespace mingzhang::test
