#pragma once

#include <gtest/gtest.h>
#include <rocksdb/db.h>

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace mingzhang::test {

/// Families by name, as they are while `with_database` runs.
struct Change {
  rocksdb::DB& db;
  std::map<std::string, rocksdb::ColumnFamilyHandle*> families;

  void put_format(char number) const {
    ASSERT_TRUE(db.Put({}, "format", std::string(7, '\0') + number).ok());
  }
};

/// Opens the log in `folder` past our own code, to make it what another program would have left.
inline void with_database(const std::filesystem::path& folder,
                          const std::function<void(const Change&)>& change) {
  const std::string log = (folder / "log").string();
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

}  // namespace mingzhang::test
