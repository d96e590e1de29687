#include "ledger/store/rocksdb/database.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <rocksdb/cache.h>
#include <rocksdb/convenience.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/options.h>
#include <rocksdb/table.h>
#include <rocksdb/utilities/table_properties_collectors.h>
#include <unistd.h>

#include <algorithm>
#include <cstdarg>
#include <filesystem>
#include <fstream>
#include <limits>
#include <map>

#include "ledger/base/durable_file.h"
#include "ledger/store/rocksdb/keys.h"
#include "ledger/store/rocksdb/table_keeper.h"

namespace mingzhang::rocks {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_logs = 16;

/// One compression for all levels: what does not overlap is then moved, not written again.
rocksdb::ColumnFamilyOptions family_options(Family which,
                                            const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.format_version = 5;
  table.checksum = rocksdb::kXXH3;
  table.max_auto_readahead_size = 0;  // the system reads ahead: see database_options
  rocksdb::ColumnFamilyOptions options;
  options.write_buffer_size = 8U << 20U;
  options.compression = rocksdb::kLZ4Compression;
  options.level_compaction_dynamic_level_bytes = true;
  switch (which) {
    case Family::blocks:
    case Family::segments:
      // Segments stay with LZ4: a replay reads all of them. It halves them, so that a cold one
      // waits less for the disk, at a seventh of a warm one's time (docs/performance.md).
      if (which == Family::blocks) {
        options.compression = rocksdb::kZSTD;
        // The quickest makes the smallest tables too (measured: 21.1 MB; 23.5 with level 3).
        options.compression_opts.level = 1;
      }
      table.block_size = 64U << 10U;
      options.write_buffer_size = 64U << 20U;
      options.target_file_size_base = 256U << 20U;
      break;
    case Family::tail:
      options.compression = rocksdb::kNoCompression;
      table.block_size = 64U << 10U;
      options.write_buffer_size = 32U << 20U;
      // Repacking deletes all of it in time: without this its tables would stay (measured: 300 of
      // 1,593 MB of ten million events).
      options.table_properties_collector_factories.push_back(
          rocksdb::NewCompactOnDeletionCollectorFactory(64, 32, 0.5));
      break;
    case Family::keys:
      table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
      table.block_size = 8U << 10U;
      // Tables of some 100,000 keys in no order of the log come one after the other (key_index.h).
      // Those of about one size are merged, so that a key is written again as often as the index
      // grows eightfold; by levels it would be with each few tables that come.
      options.compaction_style = rocksdb::kCompactionStyleUniversal;
      options.compaction_options_universal.size_ratio = 20;
      // No key is written twice, so that merging saves no room.
      options.compaction_options_universal.max_size_amplification_percent = 1'000'000;
      options.level0_file_num_compaction_trigger = 8;
      options.level0_slowdown_writes_trigger = 64;  // a slow merge slows look-ups, not recording
      options.level0_stop_writes_trigger = 128;
      break;
    case Family::meta:
    case Family::times:
    case Family::texts:
    case Family::directory:
      break;
  }
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

std::vector<rocksdb::ColumnFamilyDescriptor> descriptors(std::uint64_t block_cache_bytes) {
  // Few shards: a block of an assessment run takes megabytes, and a shard smaller than it keeps
  // nothing (measured: with 64 shards, looking up 0.3% of events took two thirds of recording).
  constexpr int shard_bits = 2;
  const std::shared_ptr<rocksdb::Cache> cache = rocksdb::NewLRUCache(block_cache_bytes, shard_bits);
  std::vector<rocksdb::ColumnFamilyDescriptor> out;
  for (std::size_t i = 0; i < family_names.size(); ++i) {
    out.emplace_back(std::string(family_names.at(i)),
                     family_options(static_cast<Family>(i), cache));
  }
  return out;
}

/// RocksDB's own log says nothing that its statuses do not. Its usual one, a file beside the
/// tables, ends the program when the disk is full: it writes on after a failed write, which RocksDB
/// asserts against (Debian builds it with assertions).
class NoTextLog final : public rocksdb::Logger {
 public:
  using Logger::Logv;
  void Logv(const char* /*format*/, std::va_list /*arguments*/) override {}
};

rocksdb::DBOptions database_options(OpenMode mode, rocksdb::Env* env) {
  rocksdb::DBOptions options;
  options.env = env;
  options.create_if_missing = mode == OpenMode::create_or_read_write;
  options.create_missing_column_families = mode != OpenMode::read_only;
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  // A cut in a log file that is not the last would leave a gap in the middle.
  options.track_and_verify_wals_in_manifest = true;
  options.avoid_flush_during_recovery = true;  // opening to record one event writes no tables
  options.max_total_wal_size = 128U << 20U;    // what the next opening has to read again
  options.max_open_files = -1;                 // a reader keeps the files that the writer drops
  // The system's reading ahead goes on while what it brought is folded; RocksDB's own waits, and
  // copies once more (measured: replay 1.15 times as fast, a cold scan 2.5 times).
  options.advise_random_on_open = false;
  options.info_log = std::make_shared<NoTextLog>();
  return options;
}

/// The process that holds RocksDB's lock, when it is another and the system says so.
std::optional<pid_t> lock_holder(const fs::path& lock) {
  const int descriptor = ::open(lock.c_str(), O_RDWR | O_CLOEXEC);
  if (descriptor < 0) return std::nullopt;
  struct flock wanted = {};
  wanted.l_type = F_WRLCK;
  const bool known = ::fcntl(descriptor, F_GETLK, &wanted) == 0 && wanted.l_type != F_UNLCK;
  ::close(descriptor);
  return known ? std::optional<pid_t>(wanted.l_pid) : std::nullopt;
}

StoreError held_by_another(const fs::path& log, const std::string& reason) {
  // Asking about a lock of our own would drop it (POSIX), so that case is told by RocksDB's words.
  const bool ours = reason.find("current process") != std::string::npos;
  const std::optional<pid_t> holder = ours ? ::getpid() : lock_holder(log / "LOCK");
  const std::string who =
      holder ? fmt::format(" ({} {})", ours ? "this process," : "process", *holder) : std::string();
  return {StoreFault::held_by_another,
          fmt::format("账本 {0} 正由另一程序{1}写入；请停止它，或经由它记账 / the log {0} is held "
                      "for writing by another program{1}; stop it, or record through it",
                      log.string(), who)};
}

StoreError open_error(const rocksdb::Status& status, const fs::path& log) {
  const std::string reason = status.ToString();
  if (status.IsIOError() && reason.find("lock") != std::string::npos &&
      reason.find("LOCK") != std::string::npos &&
      reason.find("Permission denied") == std::string::npos) {
    return held_by_another(log, reason);
  }
  return store_error(status, fmt::format("账本 {}", log.string()),
                     fmt::format("the log {}", log.string()));
}

StoreError unsupported(const fs::path& log, std::string_view what) {
  return {
      StoreFault::unsupported_format,
      fmt::format("账本 {0} 由较新版本写成（{1}）；请升级 mingzhang / the log {0} was written by "
                  "a newer version ({1}); use a newer mingzhang",
                  log.string(), what)};
}

StoreError half_begun(const fs::path& log) {
  return {StoreFault::not_found,
          fmt::format("账本 {0} 正在建立，或建立时中断；请重试，或再运行一次 mingzhang serve 或 "
                      "record / the log {0} is being begun, or was interrupted then; try again, or "
                      "run mingzhang serve or record once more",
                      log.string())};
}

/// Without its file CURRENT, RocksDB would take a log for a new one and delete what is there.
bool has_data(const fs::path& log) {
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(log, none)) {
    const std::string ending = entry.path().extension().string();
    if (ending == ".sst") return true;
    if (ending == ".log" && entry.file_size(none) > 0) return true;
  }
  return false;
}

/// A log that a newer version wrote has families that this one does not know; one that was begun
/// and lacks some is completed by the next writer. With data in it, its list of them was cut, and
/// the writer would delete the tables that the list does not name any more.
StoreResult<void> check_families(const rocksdb::DBOptions& options, const fs::path& log) {
  std::vector<std::string> there;
  const rocksdb::Status listed = rocksdb::DB::ListColumnFamilies(options, log.string(), &there);
  if (!listed.ok()) return open_error(listed, log);
  for (const std::string& name : there) {
    if (std::ranges::find(family_names, name) == family_names.end()) {
      return unsupported(log, name);
    }
  }
  if (there.size() == family_names.size()) return {};
  if (has_data(log)) return damaged("账本的 MANIFEST 文件", "the log's file MANIFEST");
  return options.create_missing_column_families ? StoreResult<void>() : half_begun(log);
}

/// Opens beside a running writer. RocksDB reads the manifest first and the write-ahead logs later;
/// when the writer moved data between the two, the result could have a hole, so it is thrown away
/// and read again.
rocksdb::Status open_read_only(const rocksdb::DBOptions& options, const fs::path& log,
                               const std::vector<rocksdb::ColumnFamilyDescriptor>& families,
                               std::vector<rocksdb::ColumnFamilyHandle*>& handles,
                               rocksdb::DB** db) {
  constexpr int most_tries = 50;
  for (int i = 0; i < most_tries; ++i) {
    const std::string before = fingerprint(log);
    const rocksdb::Status opened =
        rocksdb::DB::OpenForReadOnly(options, log.string(), families, &handles, db);
    if (fingerprint(log) == before) return opened;
    if (!opened.ok()) continue;
    for (rocksdb::ColumnFamilyHandle* handle : handles) (*db)->DestroyColumnFamilyHandle(handle);
    handles.clear();
    delete *db;
    *db = nullptr;
  }
  return rocksdb::Status::TryAgain("the writer is too busy to be read beside");
}

}  // namespace

std::string fingerprint(const fs::path& log) {
  std::map<std::string, std::uintmax_t> manifests_and_logs;
  std::error_code gone;
  for (const auto& entry : fs::directory_iterator(log, gone)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("MANIFEST")) manifests_and_logs[name] = entry.file_size(gone);
    if (name.ends_with(".log")) manifests_and_logs[name] = 0;
  }
  std::string out;
  for (const auto& [name, size] : manifests_and_logs) out += fmt::format("{}:{} ", name, size);
  return out;
}

StoreError no_log(const std::string& directory) {
  return {StoreFault::not_found,
          fmt::format("{0} 中没有账本；请核对 --data / there is no log in {0}; check --data",
                      directory)};
}

StoreError damaged(std::string_view place_zh, std::string_view place_en) {
  return {
      StoreFault::damaged,
      fmt::format("{0}已损坏；请从备份恢复，再运行 mingzhang verify 核对 / {1} is damaged; restore "
                  "it from a backup and check with `mingzhang verify`",
                  place_zh, place_en)};
}

StoreError store_error(const rocksdb::Status& status, std::string_view place_zh,
                       std::string_view place_en) {
  if (status.IsCorruption() || status.IsPathNotFound() || status.IsNotFound()) {
    StoreError error = damaged(place_zh, place_en);
    error.message += fmt::format(" ({})", status.ToString());
    return error;
  }
  return {StoreFault::io_failed,
          fmt::format(
              "{0}读写失败；请检查磁盘 / {1} could not be read or written; check the disk ({2})",
              place_zh, place_en, status.ToString())};
}

StoreResult<std::unique_ptr<Database>> Database::open(const StoreOptions& options,
                                                      rocksdb::Env* env) {
  const fs::path log = fs::path(options.directory) / "log";
  const bool there = env->FileExists((log / "CURRENT").string()).ok();
  if (!there && has_data(log)) return damaged("账本的 CURRENT 文件", "the log's file CURRENT");
  if (!there && options.mode != OpenMode::create_or_read_write) {
    return no_log(options.directory);
  }
  std::unique_ptr<Database> database(new Database());
  database->env_ = std::make_unique<TableKeeper>(env);
  // Merging tables gives way to those that somebody waits for; writing them out does not, since a
  // full memtable stops recording.
  database->env_->LowerThreadPoolCPUPriority(rocksdb::Env::LOW, rocksdb::CpuPriority::kLow)
      .PermitUncheckedError();
  const rocksdb::DBOptions settings = database_options(options.mode, database->env_.get());
  if (there) {
    if (const StoreResult<void> known = check_families(settings, log); !known) return known.error();
  } else {
    std::error_code failed;
    fs::create_directories(log, failed);  // a failure shows when RocksDB opens it
    sync_folder(options.directory);
    sync_folder(fs::path(options.directory).parent_path());
  }
  const auto families = descriptors(options.block_cache_bytes);
  rocksdb::DB* db = nullptr;
  const rocksdb::Status opened =
      options.mode == OpenMode::read_only
          ? open_read_only(settings, log, families, database->handles_, &db)
          : rocksdb::DB::Open(settings, log.string(), families, &database->handles_, &db);
  if (!opened.ok()) return open_error(opened, log);
  database->db_.reset(db);
  if (options.mode == OpenMode::read_only) return database;
  const auto tidied = database->drop_logs(most_logs, std::numeric_limits<std::uint64_t>::max());
  if (!tidied) return tidied.error();
  return database;
}

Database::~Database() {
  if (!db_) return;
  for (rocksdb::ColumnFamilyHandle* handle : handles_) db_->DestroyColumnFamilyHandle(handle);
  db_->Close().PermitUncheckedError();  // what was acknowledged is synced already
}

StoreResult<std::optional<std::string>> Database::get(Family which, std::string_view key,
                                                      const rocksdb::Snapshot* snapshot) const {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot;
  std::string value;
  const rocksdb::Status found = db_->Get(options, family(which), slice(key), &value);
  if (found.ok()) return std::optional<std::string>(std::move(value));
  if (found.IsNotFound()) return std::optional<std::string>();
  const std::string_view name = family_names.at(static_cast<std::size_t>(which));
  return store_error(found, fmt::format("列族 {} ", name), fmt::format("column family {}", name));
}

StoreResult<std::optional<Sequence>> Database::get_sequence(
    Family which, std::string_view key, const rocksdb::Snapshot* snapshot) const {
  const StoreResult<std::optional<std::string>> value = get(which, key, snapshot);
  if (!value) return value.error();
  if (!*value) return std::optional<Sequence>();
  const std::optional<Sequence> sequence = read_sequence(**value);
  if (sequence) return sequence;
  const std::string_view name = family_names.at(static_cast<std::size_t>(which));
  return damaged(fmt::format("列族 {} ", name), fmt::format("column family {}", name));
}

StoreResult<void> Database::drop_logs(std::size_t most_logs, std::uint64_t most_bytes) const {
  rocksdb::VectorLogPtr logs;
  rocksdb::Status status = db_->GetSortedWalFiles(logs);
  std::uint64_t bytes = 0;
  for (const auto& log : logs) bytes += log->SizeFileBytes();
  if (status.ok() && (logs.size() > most_logs || bytes > most_bytes)) {
    status = db_->Flush(rocksdb::FlushOptions(), handles_);
  }
  if (!status.ok()) return store_error(status, "预写日志", "the write-ahead log");
  return {};
}

StoreResult<void> Database::settle() const {
  constexpr std::uint64_t most_log_bytes = 4U << 20U;  // read again in hundredths of a second
  if (const auto dropped = drop_logs(most_logs, most_log_bytes); !dropped) return dropped;
  std::uint64_t tail_bytes = 0;
  db_->GetIntProperty(family(Family::tail), rocksdb::DB::Properties::kLiveSstFilesSize,
                      &tail_bytes);
  if (tail_bytes < most_log_bytes) return {};
  const rocksdb::Status compacted =
      db_->CompactRange(rocksdb::CompactRangeOptions(), family(Family::tail), nullptr, nullptr);
  if (!compacted.ok()) return store_error(compacted, "热数据", "the hot part");
  return {};
}

StoreResult<void> Database::scrub(Family which, const std::string& key) const {
  const auto failed = [](const rocksdb::Status& status) {
    return store_error(status, "已删除内容的残留", "what is left of an erased value");
  };
  // Once every family is flushed, the write-ahead logs that hold the value are dropped.
  const rocksdb::Status flushed = db_->Flush(rocksdb::FlushOptions(), handles_);
  if (!flushed.ok()) return failed(flushed);
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForceOptimized;
  const rocksdb::Slice place(key);
  const rocksdb::Status compacted = db_->CompactRange(options, family(which), &place, &place);
  if (!compacted.ok()) return failed(compacted);
  return {};
}

View::View(const Database& database)
    : database_(database), snapshot_(database.db().GetSnapshot()) {}

View::~View() { database_.db().ReleaseSnapshot(snapshot_); }

std::unique_ptr<rocksdb::Iterator> View::scan(Family which) const {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot_;
  options.fill_cache = false;
  return std::unique_ptr<rocksdb::Iterator>(
      database_.db().NewIterator(options, database_.family(which)));
}

std::unique_ptr<rocksdb::Iterator> View::seek(Family which) const {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot_;
  return std::unique_ptr<rocksdb::Iterator>(
      database_.db().NewIterator(options, database_.family(which)));
}

}  // namespace mingzhang::rocks
