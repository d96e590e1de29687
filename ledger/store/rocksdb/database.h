#pragma once

// RocksDB as this log uses it: its column families, its settings and its errors.

#include <rocksdb/db.h>
#include <rocksdb/env.h>

#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/store/event_store.h"

namespace mingzhang::rocks {

enum class Family : std::uint8_t {
  meta,      ///< format, writer epoch, how far repacking and the index of keys reach
  blocks,    ///< first sequence -> cold block
  times,     ///< recording time and first sequence -> last sequence of the block
  tail,      ///< first sequence -> hot part of a block, as written
  segments,  ///< community and first sequence -> hot part, repacked
  keys,      ///< community and idempotency key -> sequence
  texts,     ///< sequence and field -> salt and text
  directory  ///< community and house -> owner
};
inline constexpr std::array<std::string_view, 8> family_names{
    "default", "blocks", "times", "tail", "segments", "keys", "texts", "directory"};

namespace meta_key {
inline constexpr std::string_view format = "format";
inline constexpr std::string_view writer_epoch = "writer_epoch";
inline constexpr std::string_view repacked_through = "repacked_through";
inline constexpr std::string_view keys_through = "keys_through";
}  // namespace meta_key

inline rocksdb::Slice slice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }

/// Says that `place` is damaged and what to do.
StoreError damaged(std::string_view place_zh, std::string_view place_en);
/// What a failed call means to the caller; damage that RocksDB found is told from a failing disk.
StoreError store_error(const rocksdb::Status& status, std::string_view place_zh,
                       std::string_view place_en);

StoreError no_log(const std::string& directory);

/// Of a log's files: what changes when the writer beside us moves data from the write-ahead log
/// into tables.
std::string fingerprint(const std::filesystem::path& log);

class Database {
 public:
  /// Opens `options.directory`/log. `env` outlives the database.
  static StoreResult<std::unique_ptr<Database>> open(const StoreOptions& options,
                                                     rocksdb::Env* env);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  rocksdb::DB& db() const { return *db_; }
  rocksdb::ColumnFamilyHandle* family(Family which) const {
    return handles_.at(static_cast<std::size_t>(which));
  }
  const std::vector<rocksdb::ColumnFamilyHandle*>& families() const { return handles_; }

  /// Reads as of `snapshot`, or the newest when there is none.
  StoreResult<std::optional<std::string>> get(Family which, std::string_view key,
                                              const rocksdb::Snapshot* snapshot = nullptr) const;
  StoreResult<std::optional<Sequence>> get_sequence(
      Family which, std::string_view key, const rocksdb::Snapshot* snapshot = nullptr) const;

  /// Leaves little behind that the next opening has to read again, and no table of deleted rows.
  StoreResult<void> settle() const;

  /// Removes the last traces of a key that was deleted: from memory, from the write-ahead log and
  /// from the files that still hold it.
  StoreResult<void> scrub(Family which, const std::string& key) const;

 private:
  Database() = default;

  /// Writes everything to tables, and so drops the write-ahead logs, when there are more of them
  /// than these. Every opening begins another and leaves the old ones to be read again.
  StoreResult<void> drop_logs(std::size_t most_logs, std::uint64_t most_bytes) const;

  std::unique_ptr<rocksdb::Env> env_;  ///< first: the database uses it to its end
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
};

/// An unchanging view over all column families, whatever is appended or repacked meanwhile.
class View {
 public:
  explicit View(const Database& database);
  View(const View&) = delete;
  View& operator=(const View&) = delete;
  ~View();

  rocksdb::ColumnFamilyHandle* family(Family which) const { return database_.family(which); }
  /// For a long read: reads ahead and leaves the cache alone.
  std::unique_ptr<rocksdb::Iterator> scan(Family which) const;
  /// For a seek or two.
  std::unique_ptr<rocksdb::Iterator> seek(Family which) const;
  StoreResult<std::optional<Sequence>> get_sequence(Family which, std::string_view key) const {
    return database_.get_sequence(which, key, snapshot_);
  }

 private:
  const Database& database_;
  const rocksdb::Snapshot* snapshot_;
};

}  // namespace mingzhang::rocks
