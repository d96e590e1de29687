#pragma once

// What is asked (Command) and what is recorded (Event). A command becomes an event only through
// `decide` and the sequencer.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/dates.h"
#include "ledger/base/ids.h"
#include "ledger/kinds/payload.h"
#include "ledger/posting.h"

namespace mingzhang {

/// What every command names besides its payload. Owned values; no invariants before `preflight`.
struct CommandHeader {
  std::string community;        ///< the community's id
  Day business_date;            ///< 发生日, a date in Asia/Shanghai
  std::string idempotency_key;  ///< 1 to 64 visible characters, unique per community for ever
  std::optional<Text> memo;
  std::optional<Hash32> document;  ///< SHA-256 of the source document
  std::optional<Day> occurred_on;  ///< the original date when business_date had to be another
  std::string actor;               ///< who asks: from the token or --actor
  bool operator==(const CommandHeader&) const = default;
};

struct Command {
  CommandHeader header;
  Payload payload;
  bool operator==(const Command&) const = default;
};

/// The running number of an entry in its community and month, without holes (rule 3.7). Events
/// without postings have none (number 0).
struct Voucher {
  Period month;
  std::uint32_t number = 0;
  bool operator==(const Voucher&) const = default;
};
std::string to_string(Voucher voucher);  ///< "2026-03-0007", "" when there is none

/// Where the audit trail stood. Covered by the event's hash, so the trail cannot lose its end nor
/// be written anew without the log saying so.
struct AuditHead {
  std::uint64_t number = 0;  ///< of its last entry; 0 = there is none
  Hash32 hash;               ///< of that entry, over all before it
  bool operator==(const AuditHead&) const = default;
};

struct EventHeader {
  Sequence sequence;
  CommunityNumber community;
  Day business_date;
  std::optional<Day> occurred_on;
  Instant recorded_at;  ///< 记账时间, never before that of the event before
  Voucher voucher;
  std::string actor;
  std::string idempotency_key;
  std::optional<Text> memo;
  std::optional<Hash32> document;
  std::optional<AuditHead> audit_head;  ///< on a block's first event, where the trail had moved
  bool operator==(const EventHeader&) const = default;
};

struct Event {
  EventHeader header;
  Payload payload;
  bool operator==(const Event&) const = default;
};

/// What a statement line says of an event: a short sentence in words an owner understands.
struct Description {
  std::string zh;
  std::string en;
  bool operator==(const Description&) const = default;
};
inline std::size_t hash_value(const Description& description) {
  const std::hash<std::string_view> hash;
  return hash(description.zh) ^ hash(description.en) * 3;
}

struct RecordedEvent {
  Event event;
  std::vector<Posting> postings;
};

}  // namespace mingzhang
