#pragma once

// Backups of whole books: the log, its head witness, the newest snapshot, and who may use them
// (identity.sqlite). Made beside a running `serve` or without one; each is complete, and what it
// shares with earlier ones is kept once.
//
// A folder of backups holds log/ (ledger/store/log_backup.h), which says which backups there are,
// and beside/<n>/ with the other files of each. Threads: one. Errors: ExitError, with the way out.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ledger/store/head_witness.h"

namespace mingzhang {

struct Backup {
  std::uint32_t number = 0;
  std::uint64_t bytes = 0;
  Instant made_at{};
  HeadWitness head{};  ///< where its log ends
  /// False when the log stands on entries of the audit trail that are gone, or identity.sqlite is.
  bool trail_is_whole = true;
  /// Files of its log are missing; nothing but its number is known, and it cannot be restored.
  bool is_damaged = false;
};

struct BackupOptions {
  std::string data;                             ///< the books' directory
  std::string target;                           ///< the folder of backups
  std::optional<std::uint32_t> keep;            ///< only so many of the newest; none = all
  std::function<void(std::uint64_t)> progress;  ///< events proven so far; may be empty
};

/// In the books' directory: written anew when a backup is complete.
inline constexpr const char* backup_mark = "BACKED_UP";
/// The last event of the backup that the mark is of; none without a mark.
std::optional<Sequence> backed_up_through(const std::string& data);

/// Makes a backup: captures the books at one moment, proves them as `verify` does, copies them, and
/// reads the copy again. Books that do not verify are not backed up. Where the audit trail lost
/// something, no older backup goes and no mark is left: the lost part may stand in one of them.
/// Books that do not go on from the newest backup (other books, or older ones) need another folder.
Backup make_backup(const BackupOptions& options);

/// Oldest first.
std::vector<Backup> list_backups(const std::string& target);

struct RestoreOptions {
  std::string target;
  std::string data;                     ///< empty or not there yet
  std::optional<std::uint32_t> number;  ///< none = the newest
  std::function<void(std::uint64_t)> progress;
};

/// Builds the books beside, in `data`/.restoring, proves them, and only then puts them in place.
/// Where the newest backup is damaged, an older one has to be asked for by its number.
Backup restore_backup(const RestoreOptions& options);

}  // namespace mingzhang
