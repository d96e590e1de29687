#include "tests/store/faulty_files.h"

#include <rocksdb/env.h>
#include <rocksdb/system_clock.h>

#include <algorithm>

namespace mingzhang::test {

using rocksdb::FileOptions;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

class FaultyFiles::Files : public rocksdb::FileSystemWrapper {
 public:
  Files() : FileSystemWrapper(rocksdb::FileSystem::Default()) {}
  const char* Name() const override { return "FaultyFiles"; }

  void arm(int n, Failing failing, bool is_full = false) {
    const std::lock_guard lock(mutex_);
    is_full_ = is_full;
    left_ = n;
    failing_ = failing;
    failed_ = false;
  }
  bool disarm() {
    const std::lock_guard lock(mutex_);
    left_ = 0;
    return failed_;
  }
  /// Counts one operation; the status is bad when it is its turn to fail.
  IOStatus step() {
    const std::lock_guard lock(mutex_);
    if (left_ == 0 || --left_ > 0) return IOStatus::OK();
    failed_ = true;
    if (failing_ == Failing::from_then_on) left_ = 1;
    return is_full_ ? IOStatus::NoSpace("told to fail") : IOStatus::IOError("told to fail");
  }
  void grew(const std::string& name, std::uint64_t bytes) {
    const std::lock_guard lock(mutex_);
    sizes_[name].written += bytes;
  }
  void synced(const std::string& name) {
    const std::lock_guard lock(mutex_);
    sizes_[name].synced = sizes_[name].written;
  }
  void lose_power() const {
    const std::lock_guard lock(mutex_);
    for (const auto& [name, size] : sizes_) {
      std::error_code gone;
      if (std::filesystem::exists(name, gone))
        std::filesystem::resize_file(name, size.synced, gone);
    }
  }

  IOStatus NewWritableFile(const std::string& name, const FileOptions& options,
                           std::unique_ptr<rocksdb::FSWritableFile>* file,
                           IODebugContext* debug) override;
  IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                      IODebugContext* debug) override {
    if (IOStatus status = step(); !status.ok()) return status;
    const std::lock_guard lock(mutex_);
    if (const auto moved = sizes_.extract(from)) sizes_[to] = moved.mapped();
    return target()->RenameFile(from, to, options, debug);
  }
  IOStatus DeleteFile(const std::string& name, const IOOptions& options,
                      IODebugContext* debug) override {
    if (IOStatus status = step(); !status.ok()) return status;
    return target()->DeleteFile(name, options, debug);
  }

 private:
  struct Size {
    std::uint64_t written = 0;
    std::uint64_t synced = 0;
  };

  mutable std::mutex mutex_;
  int left_ = 0;
  Failing failing_ = Failing::once;
  bool failed_ = false;
  bool is_full_ = false;
  std::map<std::string, Size> sizes_;
};

namespace {

/// A file for writing. A write that fails may have written half.
template <class Files>
class FaultyFile : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  FaultyFile(std::unique_ptr<rocksdb::FSWritableFile> file, std::string name, Files& files)
      : FSWritableFileOwnerWrapper(std::move(file)), name_(std::move(name)), files_(files) {}

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
    IOStatus status = files_.step();
    const Slice part = status.ok() ? data : Slice(data.data(), data.size() / 2);
    const IOStatus written = target()->Append(part, options, debug);
    if (written.ok()) files_.grew(name_, part.size());
    return status.ok() ? written : status;
  }
  IOStatus Append(const Slice& data, const IOOptions& options, const rocksdb::DataVerificationInfo&,
                  IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    if (IOStatus status = files_.step(); !status.ok()) return status;
    files_.synced(name_);
    return target()->Sync(options, debug);
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return Sync(options, debug);
  }

 private:
  std::string name_;
  Files& files_;
};

/// RocksDB waits a second before it flushes again after a failure; over all the failures of a test
/// these are minutes.
class ImpatientClock final : public rocksdb::SystemClockWrapper {
 public:
  using SystemClockWrapper::SystemClockWrapper;
  const char* Name() const override { return "ImpatientClock"; }
  void SleepForMicroseconds(int duration_us) override {
    SystemClockWrapper::SleepForMicroseconds(std::min(duration_us, 1'000));
  }
};

class ImpatientEnv final : public rocksdb::EnvWrapper {
 public:
  explicit ImpatientEnv(const std::shared_ptr<rocksdb::FileSystem>& files)
      : EnvWrapper(rocksdb::NewCompositeEnv(files)) {
    system_clock_ = std::make_shared<ImpatientClock>(system_clock_);
  }
  const char* Name() const override { return "ImpatientEnv"; }
};

}  // namespace

IOStatus FaultyFiles::Files::NewWritableFile(const std::string& name, const FileOptions& options,
                                             std::unique_ptr<rocksdb::FSWritableFile>* file,
                                             IODebugContext* debug) {
  if (IOStatus status = step(); !status.ok()) return status;
  std::unique_ptr<rocksdb::FSWritableFile> opened;
  IOStatus status = target()->NewWritableFile(name, options, &opened, debug);
  if (!status.ok()) return status;
  {
    const std::lock_guard lock(mutex_);
    sizes_[name] = {};
  }
  *file = std::make_unique<FaultyFile<Files>>(std::move(opened), name, *this);
  return status;
}

FaultyFiles::FaultyFiles()
    : files_(std::make_shared<Files>()), env_(std::make_unique<ImpatientEnv>(files_)) {}
FaultyFiles::~FaultyFiles() = default;

void FaultyFiles::fail(int n, Failing failing) { files_->arm(n, failing); }
void FaultyFiles::fill(int n) { files_->arm(n, Failing::from_then_on, true); }
bool FaultyFiles::stop_failing() { return files_->disarm(); }
void FaultyFiles::lose_power() const { files_->lose_power(); }

}  // namespace mingzhang::test
