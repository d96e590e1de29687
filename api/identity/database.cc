#include "api/identity/database.h"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

namespace mingzhang {
namespace {

constexpr int busy_timeout_ms = 5'000;
constexpr int schema_version = 1;

// Times are microseconds since 1970; roles are named, so that the file can be read with any tool.
constexpr const char* schema = R"sql(
CREATE TABLE tokens (
  id TEXT PRIMARY KEY, hash BLOB NOT NULL UNIQUE, actor TEXT NOT NULL, role TEXT NOT NULL,
  subdistrict TEXT NOT NULL, community TEXT NOT NULL, house TEXT NOT NULL,
  created_us INTEGER NOT NULL, expires_us INTEGER, revoked_us INTEGER
) STRICT;
CREATE TABLE users (
  name TEXT PRIMARY KEY, password TEXT NOT NULL, role TEXT NOT NULL,
  subdistrict TEXT NOT NULL, community TEXT NOT NULL, house TEXT NOT NULL,
  created_us INTEGER NOT NULL, failures INTEGER NOT NULL DEFAULT 0,
  locked_until_us INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE sessions (
  hash BLOB PRIMARY KEY, user TEXT NOT NULL REFERENCES users(name) ON DELETE CASCADE,
  csrf_token TEXT NOT NULL, expires_us INTEGER NOT NULL
) STRICT;
CREATE TABLE audit_trail (
  number INTEGER PRIMARY KEY, at_us INTEGER NOT NULL, actor TEXT NOT NULL, role TEXT NOT NULL,
  what TEXT NOT NULL, place TEXT NOT NULL, code TEXT NOT NULL, digest BLOB NOT NULL,
  hash BLOB NOT NULL
) STRICT;
)sql";

/// Only its owner reads it, from its first byte on; SQLite gives its other files the same rights.
void create_privately(const std::string& file) {
  const int made = ::open(file.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (made >= 0) ::close(made);
}

void bring_up_to_date(SQLite::Database& connection, const std::string& file) {
  SQLite::Transaction transaction(connection, SQLite::TransactionBehavior::IMMEDIATE);
  const int found = connection.execAndGet("PRAGMA user_version").getInt();
  if (found > schema_version) {
    throw std::runtime_error(fmt::format(
        "{0} 由更新的版本写成（{1}）；请用那个版本 / {0} was written by a newer version "
        "({1}); use that one",
        file, found));
  }
  if (found == 0) {
    connection.exec(schema);
    connection.exec(fmt::format("PRAGMA user_version = {}", schema_version));
  }
  transaction.commit();
}

}  // namespace

std::string identity_file(const std::string& directory) {
  return (std::filesystem::path(directory) / "identity.sqlite").string();
}

IdentityDatabase::IdentityDatabase(const std::string& directory, IdentityEdge edge)
    : edge_(std::move(edge)) {
  const std::string file = identity_file(directory);
  create_privately(file);
  connection_ = std::make_unique<SQLite::Database>(file, SQLite::OPEN_READWRITE, busy_timeout_ms);
  connection_->exec("PRAGMA journal_mode = WAL");
  connection_->exec("PRAGMA synchronous = FULL");
  connection_->exec("PRAGMA foreign_keys = ON");
  bring_up_to_date(*connection_, file);
  version_ = std::make_unique<SQLite::Statement>(*connection_, "PRAGMA data_version");
  index_.open(connection_->getHandle());
}

IdentityDatabase::~IdentityDatabase() = default;

IdentityDatabase::Held IdentityDatabase::hold() { return {std::unique_lock(mutex_), *connection_}; }

std::int64_t IdentityDatabase::version(const Held& /*held*/) {
  // Looked at before SQLite is asked: a commit between the two is seen the next time.
  const WalIndex::Header header = index_.header();
  if (header == last_header_) return last_version_;
  version_->reset();
  version_->executeStep();
  last_version_ = version_->getColumn(0).getInt64();
  version_->reset();
  last_header_ = header;
  return last_version_;
}

void IdentityDatabase::copy_to(const std::string& file) {
  const Held held = hold();
  SQLite::Database copy(file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  SQLite::Backup backup(copy, held.connection);
  backup.executeStep(-1);
}

}  // namespace mingzhang
