#pragma once

// What has to stay on record beside the books: reads of personal data, refused commands, requests
// that were denied, who signed in. Entries are chained by their hashes like events, so that one
// cannot be taken out unseen; the oldest ones go when there are too many.
// Threads: any. Errors: as the database's.

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "api/identity/database.h"
#include "api/identity/principal.h"
#include "ledger/base/ids.h"
#include "ledger/event.h"

namespace mingzhang {

struct AuditEntry {
  std::uint64_t number = 0;  ///< from 1, without gaps; given when it is kept
  Instant at{};
  std::string actor{};  ///< empty when nobody was signed in
  std::string role{};
  std::string what{};   ///< "owner_read", "event_refused", ...
  std::string place{};  ///< community and house, the event's kind, or the route
  std::string code{};   ///< of the refusal
  Hash32 digest{};      ///< of what was refused (SHA-256)
  Hash32 hash{};        ///< over all of this and the entry before
};

class AuditTrail {
 public:
  static constexpr std::uint64_t most_entries = 1'000'000;

  /// `database` outlives it.
  explicit AuditTrail(IdentityDatabase& database, std::uint64_t keep = most_entries);
  /// Keeps what still waits.
  ~AuditTrail();

  /// Kept before it returns: for what must not happen unseen.
  void keep(AuditEntry entry);
  /// Kept soon, by a thread of its own: nobody can make the service wait by being refused. When
  /// too many wait, one entry says how many were left out.
  void keep_soon(AuditEntry entry);

  /// Waits until nothing waits to be kept.
  void flush();

  /// Where it ends. Does not wait for the disk.
  AuditHead head() const;

  /// Entries behind `after`, oldest first.
  std::vector<AuditEntry> list(std::uint64_t after, std::size_t limit) const;
  /// The number of the first entry that does not follow from the one before it; none = all do.
  std::optional<std::uint64_t> first_broken() const;

 private:
  void run();
  bool try_to_write(std::deque<AuditEntry>& entries);
  void write(std::deque<AuditEntry>& entries);

  IdentityDatabase& database_;
  const std::uint64_t keep_entries_;
  mutable std::mutex mutex_;
  AuditHead head_;
  std::condition_variable wake_;
  std::condition_variable done_;
  std::deque<AuditEntry> waiting_;
  std::uint64_t left_out_ = 0;
  bool is_writing_ = false;
  bool stopping_ = false;
  std::thread thread_;  ///< last: it starts when all else is there
};

}  // namespace mingzhang
