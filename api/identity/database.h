#pragma once

// DIR/identity.sqlite: who may use the service, and the audit trail. Beside the log, since none of
// it is money and much of it has to be forgotten; SQLite, since the command line changes it while
// the service runs. Only hashes of tokens, sessions and passwords are in it.
// Threads: any; one at a time holds the connection. Errors: std::exception where the file cannot be
// opened, read or written: then nobody is let in.

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "api/identity/wal_index.h"
#include "ledger/base/dates.h"

// NOLINTNEXTLINE(readability-identifier-naming): the library's own
namespace SQLite {
class Database;
class Statement;
}  // namespace SQLite

namespace mingzhang {

/// Given from the edge.
struct IdentityEdge {
  std::function<Instant()> now;
  std::function<std::string(std::size_t bytes)> fresh_bytes;  ///< that nobody can guess
};

class IdentityDatabase {
 public:
  /// Creates the file when it is not there, readable by its owner only.
  IdentityDatabase(const std::string& directory, IdentityEdge edge);
  ~IdentityDatabase();

  /// The connection, while it is held.
  struct Held {
    std::unique_lock<std::mutex> lock;
    SQLite::Database& connection;
  };
  Held hold();

  /// Another number after every change by any other connection, cheap to ask: while no process has
  /// committed anything, a look at memory that all of them share.
  std::int64_t version(const Held& held);

  Instant now() const { return edge_.now(); }
  std::string fresh_bytes(std::size_t bytes) const { return edge_.fresh_bytes(bytes); }

  /// A consistent copy, while others write.
  void copy_to(const std::string& file);

 private:
  IdentityEdge edge_;
  std::mutex mutex_;
  std::unique_ptr<SQLite::Database> connection_;
  std::unique_ptr<SQLite::Statement> version_;
  // Guarded by the mutex.
  WalIndex index_;
  WalIndex::Header last_header_{};
  std::int64_t last_version_ = 0;
};

/// Where it is in the books' directory.
std::string identity_file(const std::string& directory);

}  // namespace mingzhang
