#include "ledger/store/rocksdb/database.h"
#include "ledger/store/rocksdb/rocksdb_store.h"

namespace mingzhang {

StoreResult<void> rewrite_log(const StoreOptions& options) {
  const auto database = rocks::Database::open(options, rocksdb::Env::Default());
  if (!database) return database.error();
  rocksdb::DB& db = (*database)->db();
  const rocksdb::Status written = db.Flush(rocksdb::FlushOptions(), (*database)->families());
  if (written.ok()) return {};
  return rocks::store_error(written, "账本", "the log");
}

}  // namespace mingzhang
