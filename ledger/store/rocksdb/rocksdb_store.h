#pragma once

// The log on RocksDB, under DIR/log, with its head witness DIR/HEAD. See database.h for the column
// families. open_rocksdb_store of event_store.h is this with the system's own files.

#include "ledger/store/store_hooks.h"

namespace rocksdb {
class Env;
}

namespace mingzhang {

/// `env` is where RocksDB's files are (tests make it fail); it outlives the store.
StoreResult<std::unique_ptr<EventStore>> open_rocksdb_store(const StoreOptions& options,
                                                            rocksdb::Env* env,
                                                            StoreHooks hooks = {});

/// Opens the log, writes what its write-ahead logs hold into tables, synced, and closes it: nothing
/// of it then rests on files that a failed write may have left as only the system's memory has
/// them.
StoreResult<void> rewrite_log(const StoreOptions& options);

}  // namespace mingzhang
