#include "ledger/store/rocksdb/log_backup.h"

#include <fmt/format.h>
#include <rocksdb/utilities/backup_engine.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "ledger/base/durable_file.h"
#include "ledger/store/rocksdb/database.h"

namespace mingzhang {
namespace {

namespace fs = std::filesystem;

StoreError backup_error(const rocksdb::Status& status, const std::string& folder) {
  const std::string why = status.ToString();
  if (status.IsCorruption() || status.IsNotFound()) {
    return {
        StoreFault::damaged,
        fmt::format("备份 {0} 已损坏（{1}）；请用另一份备份，或另起一个备份目录 / the backup in "
                    "{0} is damaged ({1}); use another one, or begin a new folder",
                    folder, why)};
  }
  return {StoreFault::io_failed,
          fmt::format("备份 {0} 读写失败（{1}）；请检查磁盘 / the backup in {0} could not be read "
                      "or written ({1}); check the disk",
                      folder, why)};
}

StoreError cannot_copy(const fs::path& what, const std::error_code& error) {
  return {
      StoreFault::io_failed,
      fmt::format("无法复制 {0}（{1}）；请检查磁盘和权限 / {0} could not be copied ({1}); check "
                  "the disk and the permissions",
                  what.string(), error.message())};
}

rocksdb::BackupEngineOptions engine_options(const std::string& folder, rocksdb::Env* env) {
  rocksdb::BackupEngineOptions options(folder);
  options.backup_env = env;
  options.share_table_files = true;
  options.share_files_with_checksum = true;
  options.sync = true;
  return options;
}

StoreResult<std::unique_ptr<rocksdb::BackupEngineReadOnly>> open_to_read(
    const std::string& folder) {
  rocksdb::BackupEngineReadOnly* opened = nullptr;
  const rocksdb::Status status = rocksdb::BackupEngineReadOnly::Open(
      engine_options(folder, rocksdb::Env::Default()), rocksdb::Env::Default(), &opened);
  if (!status.ok()) return backup_error(status, folder);
  return std::unique_ptr<rocksdb::BackupEngineReadOnly>(opened);
}

std::vector<LogBackup> list_of(const rocksdb::BackupEngineReadOnlyBase& engine) {
  std::vector<rocksdb::BackupInfo> infos;
  engine.GetBackupInfo(&infos);
  std::vector<LogBackup> backups;
  backups.reserve(infos.size());
  for (const rocksdb::BackupInfo& info : infos) {
    backups.push_back({info.backup_id, info.size, info.app_metadata});
  }
  std::vector<rocksdb::BackupID> damaged;
  engine.GetCorruptedBackups(&damaged);
  for (const rocksdb::BackupID number : damaged) backups.push_back({number, 0, {}, true});
  std::ranges::sort(backups, {}, &LogBackup::number);
  return backups;
}

class RocksdbBackups final : public LogBackups {
 public:
  RocksdbBackups(std::string folder, std::unique_ptr<rocksdb::BackupEngine> engine)
      : folder_(std::move(folder)), engine_(std::move(engine)) {}

  std::vector<LogBackup> list() const override { return list_of(*engine_); }

  StoreResult<LogBackup> add(const std::string& captured, const std::string& note) override {
    const auto database =
        rocks::Database::open({captured, OpenMode::read_only}, rocksdb::Env::Default());
    if (!database) return database.error();
    rocksdb::BackupID number = 0;
    const rocksdb::Status made = engine_->CreateNewBackupWithMetadata(
        rocksdb::CreateBackupOptions(), &(*database)->db(), note, &number);
    if (!made.ok()) return backup_error(made, folder_);
    for (LogBackup& backup : list()) {
      if (backup.number == number) return std::move(backup);
    }
    return backup_error(rocksdb::Status::NotFound(), folder_);
  }

  StoreResult<void> check(std::uint32_t number) const override {
    return said(engine_->VerifyBackup(number, true));
  }

  StoreResult<void> keep_newest(std::uint32_t count) override {
    return said(engine_->PurgeOldBackups(count));
  }

  StoreResult<void> remove(std::uint32_t number) override {
    return said(engine_->DeleteBackup(number));
  }

 private:
  StoreResult<void> said(const rocksdb::Status& status) const {
    if (status.ok()) return {};
    return backup_error(status, folder_);
  }

  const std::string folder_;
  const std::unique_ptr<rocksdb::BackupEngine> engine_;
};

/// How long each write-ahead log was when it was taken.
using LogSizes = std::map<fs::path, std::uintmax_t>;

/// Links or copies what the log consists of now. Write-ahead logs are linked too: they only grow,
/// and are copied afterwards, in peace, as far as they go now.
std::error_code take(const fs::path& log, const fs::path& into, const fs::path& write_ahead,
                     LogSizes& sizes) {
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(log, failed)) {
    const fs::path& file = entry.path();
    const std::string name = file.filename().string();
    if (name.ends_with(".sst")) {
      if (!fs::exists(into / name)) fs::create_hard_link(file, into / name, failed);
    } else if (name.ends_with(".log")) {
      fs::create_hard_link(file, write_ahead / name, failed);
      if (!failed) sizes[write_ahead / name] = fs::file_size(write_ahead / name, failed);
    } else if (name.starts_with("MANIFEST") || name == "CURRENT" || name == "IDENTITY" ||
               name.starts_with("OPTIONS")) {
      fs::copy_file(file, into / name, fs::copy_options::overwrite_existing, failed);
    }
    // What the writer has just removed is not of the log any more; the caller notices.
    if (failed && failed != std::errc::no_such_file_or_directory) return failed;
    failed.clear();
  }
  return failed;
}

/// Removes what a try that the writer interfered with took, but not its tables.
void forget(const fs::path& into, const fs::path& write_ahead) {
  std::error_code ignored;
  fs::remove_all(write_ahead, ignored);
  for (const auto& entry : fs::directory_iterator(into, ignored)) {
    if (entry.path().extension() != ".sst") fs::remove(entry.path(), ignored);
  }
  fs::create_directories(write_ahead, ignored);
}

/// Copies the write-ahead logs. What has been added since they were taken is left out: it may speak
/// of tables that were not there yet, as the index of keys does of its own.
std::error_code copy_logs(const LogSizes& sizes, const fs::path& into) {
  std::error_code failed;
  for (const auto& [from, size] : sizes) {
    const fs::path copy = into / from.filename();
    fs::copy_file(from, copy, failed);
    if (!failed) fs::resize_file(copy, size, failed);
    if (failed) return failed;
  }
  return failed;
}

}  // namespace

StoreResult<void> capture_log(const std::string& directory, const std::string& into) {
  return capture_log(directory, into, [] {});
}

StoreResult<void> capture_log(const std::string& directory, const std::string& into,
                              const std::function<void()>& before_copying) {
  const fs::path log = fs::path(directory) / "log";
  const fs::path copy = fs::path(into) / "log";
  const fs::path write_ahead = fs::path(into) / "write_ahead";
  std::error_code failed;
  if (!fs::exists(log / "CURRENT", failed)) return rocks::no_log(directory);
  fs::create_directories(copy, failed);
  if (failed) return cannot_copy(copy, failed);
  constexpr int most_tries = 100;
  bool is_whole = false;
  LogSizes sizes;
  for (int i = 0; i < most_tries && !is_whole; ++i) {
    forget(copy, write_ahead);
    sizes.clear();
    const std::string before = rocks::fingerprint(log);
    failed = take(log, copy, write_ahead, sizes);
    if (failed) return cannot_copy(log, failed);
    is_whole = rocks::fingerprint(log) == before;
  }
  if (!is_whole) {
    return StoreError{
        StoreFault::io_failed,
        "账本变动太频繁，未能取得一致的副本；请稍后重试 / the log changes too often to "
        "be copied; try again later"};
  }
  before_copying();
  failed = copy_logs(sizes, copy);
  if (!failed) fs::remove_all(write_ahead, failed);
  if (failed) return cannot_copy(write_ahead, failed);
  return {};
}

StoreResult<std::unique_ptr<LogBackups>> open_log_backups(const std::string& folder,
                                                          rocksdb::Env* env) {
  rocksdb::BackupEngine* engine = nullptr;
  const rocksdb::Status opened =
      rocksdb::BackupEngine::Open(engine_options(folder, env), rocksdb::Env::Default(), &engine);
  if (!opened.ok()) return backup_error(opened, folder);
  return std::unique_ptr<LogBackups>(
      std::make_unique<RocksdbBackups>(folder, std::unique_ptr<rocksdb::BackupEngine>(engine)));
}

StoreResult<std::unique_ptr<LogBackups>> open_log_backups(const std::string& folder) {
  return open_log_backups(folder, rocksdb::Env::Default());
}

StoreResult<std::vector<LogBackup>> list_log_backups(const std::string& folder) {
  std::error_code failed;
  if (!fs::exists(fs::path(folder) / "meta", failed)) {
    return StoreError{
        StoreFault::not_found,
        fmt::format("{0} 中没有备份；请核对路径 / there are no backups in {0}; correct the path",
                    folder)};
  }
  const auto engine = open_to_read(folder);
  if (!engine) return engine.error();
  return list_of(**engine);
}

StoreResult<void> restore_log(const std::string& folder, std::uint32_t number,
                              const std::string& into) {
  const auto engine = open_to_read(folder);
  if (!engine) return engine.error();
  const std::string log = (fs::path(into) / "log").string();
  const rocksdb::Status status = (*engine)->RestoreDBFromBackup(number, log, log);
  if (!status.ok()) return backup_error(status, folder);
  sync_folder(log);
  return {};
}

}  // namespace mingzhang
