#pragma once

// Backups by RocksDB's own engine. open_log_backups of ledger/store/log_backup.h is this with the
// system's own files.

#include <functional>
#include <string>

#include "ledger/store/log_backup.h"

namespace rocksdb {
class Env;
}

namespace mingzhang {

/// `env` is where the backups are written (tests make it fail); it outlives them.
StoreResult<std::unique_ptr<LogBackups>> open_log_backups(const std::string& folder,
                                                          rocksdb::Env* env);

/// `before_copying` is called when everything is taken and the write-ahead logs are not yet copied:
/// tests write then.
StoreResult<void> capture_log(const std::string& directory, const std::string& into,
                              const std::function<void()>& before_copying);

}  // namespace mingzhang
