#pragma once

// RocksDB deletes a table whose ingestion has failed, even where what failed was the sync of its
// list of tables. The list may name the table all the same, and the log could then not be opened
// any more for want of it. So it stays; the next opening removes it if the list does not name it.

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <memory>
#include <string>

namespace mingzhang::rocks {

/// While it is in scope, this thread deletes no table.
class KeepsTables {
 public:
  KeepsTables() { in_scope = true; }
  KeepsTables(const KeepsTables&) = delete;
  KeepsTables& operator=(const KeepsTables&) = delete;
  ~KeepsTables() { in_scope = false; }

  static bool here() { return in_scope; }

 private:
  static inline thread_local bool in_scope = false;
};

class TableKeepingFiles final : public rocksdb::FileSystemWrapper {
 public:
  using FileSystemWrapper::FileSystemWrapper;
  const char* Name() const override { return "TableKeepingFiles"; }

  rocksdb::IOStatus DeleteFile(const std::string& name, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override {
    if (KeepsTables::here() && name.ends_with(".sst")) return rocksdb::IOStatus::OK();
    return target()->DeleteFile(name, options, debug);
  }
};

/// `env` outlives it.
class TableKeeper final : public rocksdb::EnvWrapper {
 public:
  explicit TableKeeper(rocksdb::Env* env) : EnvWrapper(env) {
    file_system_ = std::make_shared<TableKeepingFiles>(env->GetFileSystem());
    system_clock_ = env->GetSystemClock();
  }
  const char* Name() const override { return "TableKeeper"; }
};

}  // namespace mingzhang::rocks
