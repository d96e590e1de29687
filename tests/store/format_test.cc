#include <gtest/gtest.h>
#include <rocksdb/db.h>

#include <functional>
#include <map>

#include "tests/store/log_folder.h"

// Logs that another version of this program wrote.
namespace mingzhang::test {
namespace {

struct Change {
  rocksdb::DB& db;
  std::map<std::string, rocksdb::ColumnFamilyHandle*> families;

  void put_format(char number) const {
    ASSERT_TRUE(db.Put({}, "format", std::string(7, '\0') + number).ok());
  }
};

void with_database(const LogFolder& folder, const std::function<void(const Change&)>& change) {
  const std::string log = (folder.path() / "log").string();
  std::vector<std::string> names;
  ASSERT_TRUE(rocksdb::DB::ListColumnFamilies({}, log, &names).ok());
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  families.reserve(names.size());
  for (const std::string& name : names) families.emplace_back(name, rocksdb::ColumnFamilyOptions());
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* db = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open({}, log, families, &handles, &db).ok());
  Change there{*db, {}};
  for (auto* handle : handles) there.families[handle->GetName()] = handle;
  change(there);
  for (auto* handle : handles) db->DestroyColumnFamilyHandle(handle);
  delete db;
}

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
  with_database(*newer, [](const Change& change) { change.put_format(3); });
  const auto unmarked = LogFolder::copy_of(folder);
  with_database(*unmarked,
                [](const Change& change) { ASSERT_TRUE(change.db.Delete({}, "format").ok()); });
  const auto larger = LogFolder::copy_of(folder);
  with_database(*larger, [](const Change& change) {
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

/// In format 1 the hot part had another layout, which is not read any more.
void make_format_1(const Change& change) {
  for (const char* family : {"tail", "segments"}) {
    rocksdb::ColumnFamilyHandle* handle = change.families.at(family);
    const std::unique_ptr<rocksdb::Iterator> at(change.db.NewIterator({}, handle));
    int pieces = 0;
    for (at->SeekToFirst(); at->Valid(); at->Next(), ++pieces) {
      ASSERT_TRUE(change.db.Put({}, handle, at->key(), "as format 1 had it").ok());
    }
    ASSERT_GT(pieces, 0) << family;
  }
  change.put_format(1);
}

TEST(Format, TheFirstIsBroughtUpToDateByTheNextWriter) {
  const LogFolder folder;
  const ExpectedLog expected = closed_log(folder);
  with_database(folder, make_format_1);
  EXPECT_EQ(folder.refusal(OpenMode::read_only), StoreFault::unsupported_format);
  for (const OpenMode mode : {OpenMode::read_write, OpenMode::read_only}) {
    const auto store = folder.open(mode);
    ASSERT_TRUE(store) << store.error().message;
    EXPECT_EQ(read_everything(**store, expected), std::nullopt);
    expect_holds(**store, expected);
  }
}

}  // namespace
}  // namespace mingzhang::test
