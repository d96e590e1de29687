#include "api/identity/audit_trail.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "api/identity/rows.h"
#include "api/identity/secrets.h"

namespace mingzhang {
namespace {

constexpr std::size_t most_waiting = 10'000;

Hash32 hash_in(const SQLite::Column& column) {
  Hash32 hash;
  ensure(column.getBytes() == static_cast<int>(hash.bytes.size()),
         "a hash in identity.sqlite has 32 bytes");
  std::memcpy(hash.bytes.data(), column.getBlob(), hash.bytes.size());
  return hash;
}

/// Every part with its length in front, so that no two entries read alike.
Hash32 hash_entry(const Hash32& previous, const AuditEntry& entry) {
  std::string bytes(reinterpret_cast<const char*>(previous.bytes.data()), previous.bytes.size());
  bytes += fmt::format("{};{};", entry.number, entry.at.us);
  for (const std::string* part :
       {&entry.actor, &entry.role, &entry.what, &entry.place, &entry.code}) {
    bytes += fmt::format("{}:", part->size()) + *part;
  }
  bytes.append(reinterpret_cast<const char*>(entry.digest.bytes.data()), entry.digest.bytes.size());
  return digest_of(bytes);
}

AuditEntry entry_in(SQLite::Statement& row) {
  return {static_cast<std::uint64_t>(row.getColumn(0).getInt64()),
          {row.getColumn(1).getInt64()},
          row.getColumn(2).getString(),
          row.getColumn(3).getString(),
          row.getColumn(4).getString(),
          row.getColumn(5).getString(),
          row.getColumn(6).getString(),
          hash_in(row.getColumn(7)),
          hash_in(row.getColumn(8))};
}

constexpr const char* all_columns =
    "SELECT number, at_us, actor, role, what, place, code, digest, hash FROM audit_trail ";

AuditHead last_in(SQLite::Database& connection) {
  SQLite::Statement row(connection, std::string(all_columns) + "ORDER BY number DESC LIMIT 1");
  if (!row.executeStep()) return {};
  const AuditEntry entry = entry_in(row);
  return {entry.number, entry.hash};
}

void insert(SQLite::Database& connection, const AuditEntry& entry) {
  SQLite::Statement row(connection,
                        "INSERT INTO audit_trail (number, at_us, actor, role, what, place, code, "
                        "digest, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  row.bind(1, static_cast<std::int64_t>(entry.number));
  row.bind(2, entry.at.us);
  row.bind(3, entry.actor);
  row.bind(4, entry.role);
  row.bind(5, entry.what);
  row.bind(6, entry.place);
  row.bind(7, entry.code);
  bind_hash(row, 8, entry.digest);
  bind_hash(row, 9, entry.hash);
  row.exec();
}

}  // namespace

AuditTrail::AuditTrail(IdentityDatabase& database, std::uint64_t keep)
    : database_(database),
      keep_entries_(keep),
      head_(last_in(database.hold().connection)),
      thread_([this] { run(); }) {}

AuditTrail::~AuditTrail() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    wake_.notify_one();
  }
  thread_.join();
}

void AuditTrail::keep(AuditEntry entry) {
  entry.at = database_.now();
  std::deque<AuditEntry> one;
  one.push_back(std::move(entry));
  write(one);
}

void AuditTrail::keep_soon(AuditEntry entry) {
  entry.at = database_.now();
  const std::lock_guard lock(mutex_);
  if (waiting_.size() >= most_waiting) {
    ++left_out_;
    return;
  }
  waiting_.push_back(std::move(entry));
  wake_.notify_one();
}

void AuditTrail::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    std::deque<AuditEntry> entries = std::exchange(waiting_, {});
    if (const std::uint64_t left_out = std::exchange(left_out_, 0); left_out != 0) {
      AuditEntry gap;
      gap.at = entries.back().at;
      gap.what = "left_out";
      gap.place = fmt::to_string(left_out);
      entries.push_back(std::move(gap));
    }
    is_writing_ = true;
    lock.unlock();
    const bool is_kept = try_to_write(entries);
    lock.lock();
    // The disk is full or failing: a later entry says how many are missing.
    if (!is_kept) left_out_ += entries.size();
    is_writing_ = false;
    done_.notify_all();
  }
}

void AuditTrail::flush() {
  std::unique_lock lock(mutex_);
  done_.wait(lock, [this] { return waiting_.empty() && !is_writing_; });
}

bool AuditTrail::try_to_write(std::deque<AuditEntry>& entries) {
  try {
    write(entries);
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

void AuditTrail::write(std::deque<AuditEntry>& entries) {
  const IdentityDatabase::Held held = database_.hold();
  SQLite::Transaction transaction(held.connection, SQLite::TransactionBehavior::IMMEDIATE);
  AuditHead head = last_in(held.connection);
  for (AuditEntry& entry : entries) {
    entry.number = head.number + 1;
    entry.hash = hash_entry(head.hash, entry);
    head = {entry.number, entry.hash};
    insert(held.connection, entry);
  }
  if (head.number > keep_entries_) {
    SQLite::Statement trim(held.connection, "DELETE FROM audit_trail WHERE number <= ?");
    trim.bind(1, static_cast<std::int64_t>(head.number - keep_entries_));
    trim.exec();
  }
  transaction.commit();
  const std::lock_guard lock(mutex_);
  head_ = head;
}

AuditHead AuditTrail::head() const {
  const std::lock_guard lock(mutex_);
  return head_;
}

std::vector<AuditEntry> AuditTrail::list(std::uint64_t after, std::size_t limit) const {
  const IdentityDatabase::Held held = database_.hold();
  SQLite::Statement row(held.connection,
                        std::string(all_columns) + "WHERE number > ? ORDER BY number LIMIT ?");
  row.bind(1, static_cast<std::int64_t>(after));
  row.bind(2, static_cast<std::int64_t>(limit));
  std::vector<AuditEntry> entries;
  while (row.executeStep()) entries.push_back(entry_in(row));
  return entries;
}

std::optional<std::uint64_t> AuditTrail::first_broken() const {
  const IdentityDatabase::Held held = database_.hold();
  SQLite::Statement row(held.connection, std::string(all_columns) + "ORDER BY number");
  std::optional<AuditEntry> before;  // the first one kept stands on what is gone
  while (row.executeStep()) {
    AuditEntry entry = entry_in(row);
    const bool follows = before ? entry.number == before->number + 1 : true;
    const bool begins = !before && entry.number != 1;
    if (!follows) return before->number + 1;
    if (!begins && entry.hash != hash_entry(before ? before->hash : Hash32{}, entry)) {
      return entry.number;
    }
    before = std::move(entry);
  }
  return std::nullopt;
}

}  // namespace mingzhang
