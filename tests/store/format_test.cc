#include <gtest/gtest.h>

#include "ledger/store/rocksdb/keys.h"
#include "ledger/store/rocksdb/upgrade.h"
#include "tests/store/log_folder.h"
#include "tests/store/raw_log.h"

// Logs that another version of this program wrote.
namespace mingzhang::test {
namespace {

/// Some of it repacked, some not.
ExpectedLog closed_log(const LogFolder& folder) {
  ExpectedLog expected(17);
  const auto store = folder.open().value();
  for (int i = 0; i < 6; ++i) {
    append(*store, expected, 10);
    if (i != 2) continue;
    EXPECT_TRUE(store->repack(1).has_value());
  }
  return expected;
}

TEST(Format, AnotherIsRefused) {
  const LogFolder folder;
  closed_log(folder);
  const auto newer = LogFolder::copy_of(folder);
  with_database(newer->path(),
                [](const Change& change) { change.put_format(char{rocks::log_format} + 1); });
  const auto unmarked = LogFolder::copy_of(folder);
  with_database(unmarked->path(),
                [](const Change& change) { ASSERT_TRUE(change.db.Delete({}, "format").ok()); });
  const auto larger = LogFolder::copy_of(folder);
  with_database(larger->path(), [](const Change& change) {
    rocksdb::ColumnFamilyHandle* handle = nullptr;
    ASSERT_TRUE(change.db.CreateColumnFamily({}, "branches", &handle).ok());
    change.db.DestroyColumnFamilyHandle(handle);
  });
  for (const OpenMode mode : {OpenMode::read_only, OpenMode::read_write}) {
    EXPECT_EQ(newer->refusal(mode), StoreFault::unsupported_format);
    EXPECT_EQ(larger->refusal(mode), StoreFault::unsupported_format);
    EXPECT_EQ(unmarked->refusal(mode), StoreFault::damaged);
  }
}

/// Until format 3 every key was indexed with its block, and nothing said how far.
void make_format_2(const Change& change, const ExpectedLog& expected) {
  for (const NewBlock& block : expected.blocks()) {
    std::uint64_t sequence = block.first.value;
    for (const NewEvent& event : block.events) {
      const std::string key = rocks::idempotency_key(event.community, event.idempotency_key);
      ASSERT_TRUE(
          change.db.Put({}, change.families.at("keys"), key, rocks::number_value(sequence++)).ok());
    }
  }
  ASSERT_TRUE(change.db.Delete({}, "keys_through").ok());
  change.put_format(2);
}

/// As a layout that is not read any more.
void spoil_hot_part(const Change& change) {
  for (const char* family : {"tail", "segments"}) {
    rocksdb::ColumnFamilyHandle* handle = change.families.at(family);
    const std::unique_ptr<rocksdb::Iterator> at(change.db.NewIterator({}, handle));
    int pieces = 0;
    for (at->SeekToFirst(); at->Valid(); at->Next(), ++pieces) {
      ASSERT_TRUE(change.db.Put({}, handle, at->key(), "as an earlier format had it").ok());
    }
    ASSERT_GT(pieces, 0) << family;
  }
}

void make_format_1(const Change& change, const ExpectedLog& expected) {
  make_format_2(change, expected);
  spoil_hot_part(change);
  change.put_format(1);
}

void expect_readable(const LogFolder& folder, const ExpectedLog& expected, OpenMode mode) {
  const auto store = folder.open(mode);
  ASSERT_TRUE(store) << store.error().message;
  EXPECT_EQ(read_everything(**store, expected), std::nullopt);
  expect_holds(**store, expected);
}

TEST(Format, TheFirstIsBroughtUpToDateByTheNextWriter) {
  const LogFolder folder;
  const ExpectedLog expected = closed_log(folder);
  with_database(folder.path(), [&](const Change& change) { make_format_1(change, expected); });
  EXPECT_EQ(folder.refusal(OpenMode::read_only), StoreFault::unsupported_format);
  expect_readable(folder, expected, OpenMode::read_write);
  expect_readable(folder, expected, OpenMode::read_only);
}

/// Until format 4 nothing said what statements say, until 5 each posting said all that it shares
/// with others, until 6 they stood event by event, and until 7 noted events were there with all
/// their bytes: so the hot part is made anew.
TEST(Format, ThoseAfterItToo) {
  for (char format = 2; format < char{rocks::log_format}; ++format) {
    const LogFolder folder;
    const ExpectedLog expected = closed_log(folder);
    with_database(folder.path(), [&](const Change& change) {
      if (format == 2) make_format_2(change, expected);
      spoil_hot_part(change);
      change.put_format(format);
    });
    EXPECT_EQ(folder.refusal(OpenMode::read_only), StoreFault::unsupported_format);
    expect_readable(folder, expected, OpenMode::read_write);
    expect_readable(folder, expected, OpenMode::read_only);
    with_database(folder.path(), [](const Change& change) {
      const std::unique_ptr<rocksdb::Iterator> at(
          change.db.NewIterator({}, change.families.at("tail")));
      at->SeekToFirst();
      EXPECT_FALSE(at->Valid()) << "all of it is repacked";
    });
  }
}

TEST(Format, KeysOfTheSecondAreKnownToItsNextWriter) {
  const LogFolder folder;
  ExpectedLog expected = closed_log(folder);
  with_database(folder.path(), [&](const Change& change) { make_format_2(change, expected); });
  {
    const auto store = folder.open(OpenMode::read_write).value();
    append(*store, expected, 10);
    EXPECT_EQ(read_everything(*store, expected), std::nullopt);
    EXPECT_TRUE(store->repack(1).has_value());
    append(*store, expected, 10);
  }
  expect_readable(folder, expected, OpenMode::read_only);
  expect_readable(folder, expected, OpenMode::read_write);
}

}  // namespace
}  // namespace mingzhang::test
