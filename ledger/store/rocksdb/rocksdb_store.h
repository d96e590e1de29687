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

}  // namespace mingzhang
