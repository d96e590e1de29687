#pragma once

#include <rocksdb/file_system.h>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace rocksdb {
class Env;
}

// The system's files, that fail when told to and know what a power failure would take.
namespace mingzhang::test {

enum class Failing : bool { once, from_then_on };

class FaultyFiles {
 public:
  FaultyFiles();
  ~FaultyFiles();

  rocksdb::Env* env() const { return env_.get(); }

  /// The n-th write, sync, creation, renaming or removal from now on fails (n from 1).
  void fail(int n, Failing failing);
  /// The n-th of them and all after it find the disk full.
  void fill(int n);
  /// From now on nothing fails. True when something did.
  bool stop_failing();

  /// What every file loses when the power goes: all that was not synced. Call when the database is
  /// closed.
  void lose_power() const;

 private:
  class Files;

  std::shared_ptr<Files> files_;
  std::unique_ptr<rocksdb::Env> env_;
};

}  // namespace mingzhang::test
