#pragma once

// Backups by RocksDB's own engine. open_log_backups of ledger/store/log_backup.h is this with the
// system's own files.

#include "ledger/store/log_backup.h"

namespace rocksdb {
class Env;
}

namespace mingzhang {

/// `env` is where the backups are written (tests make it fail); it outlives them.
StoreResult<std::unique_ptr<LogBackups>> open_log_backups(const std::string& folder,
                                                          rocksdb::Env* env);

}  // namespace mingzhang
