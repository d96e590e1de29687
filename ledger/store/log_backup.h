#pragma once

// Backups of the log in a folder of their own, outside the books' directory. Each is complete;
// tables of the log, which never change once written, are kept once for all of them, so another
// backup writes only what came since. A backup counts once all of it is durable: one that was
// interrupted is as if it had never been begun.
//
// Threads: one. Processes: the caller sees to it that one at a time works in a folder of backups.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "ledger/store/event_store.h"

namespace mingzhang {

struct LogBackup {
  std::uint32_t number = 0;  ///< counts up
  std::uint64_t bytes = 0;   ///< of all its files
  std::string note;          ///< the caller's
  bool is_damaged = false;   ///< files are missing or of another size; then the rest is not known
};

/// Puts the log of `directory` as it is at this moment into `into`/log, while a writer goes on: its
/// tables are linked, so both must be on one file system, the rest is copied. What results is read
/// as any log is. REQUIRES: `into` exists and has no log.
StoreResult<void> capture_log(const std::string& directory, const std::string& into);

class LogBackups {
 public:
  LogBackups() = default;
  LogBackups(const LogBackups&) = delete;
  LogBackups& operator=(const LogBackups&) = delete;
  virtual ~LogBackups() = default;

  /// Oldest first.
  virtual std::vector<LogBackup> list() const = 0;
  /// Adds the log in `captured`/log, of which nothing changes meanwhile.
  virtual StoreResult<LogBackup> add(const std::string& captured, const std::string& note) = 0;
  /// Reads every byte of one and compares the checksums.
  virtual StoreResult<void> check(std::uint32_t number) const = 0;
  /// Removes all but the newest so many.
  virtual StoreResult<void> keep_newest(std::uint32_t count) = 0;
  virtual StoreResult<void> remove(std::uint32_t number) = 0;
};

/// Begins backups in `folder` where there are none.
StoreResult<std::unique_ptr<LogBackups>> open_log_backups(const std::string& folder);

/// Oldest first; writes nothing.
StoreResult<std::vector<LogBackup>> list_log_backups(const std::string& folder);

/// Writes the log of a backup to `into`/log, comparing checksums. REQUIRES: `into` has no log.
StoreResult<void> restore_log(const std::string& folder, std::uint32_t number,
                              const std::string& into);

}  // namespace mingzhang
