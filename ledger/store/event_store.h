#pragma once

// Where the log lives. Two implementations pass one contract suite: RocksDB (store/rocksdb) and
// memory (store/memory). The store knows bytes, positions and communities; it knows no rules.
//
// Threads: one writer (append, put_*, erase_*); one repack and one sync_witness at a time beside
// it, from any thread; any number of readers. A reader sees whole blocks only, and only blocks that
// are durable. Visitors are called on the reader's thread with no lock held. Errors: every call
// that can meet damage or a failing disk returns a StoreError; nothing throws.

#include <boost/system/result.hpp>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/dates.h"
#include "ledger/base/ensure.h"
#include "ledger/base/ids.h"
#include "ledger/event.h"
#include "ledger/posting.h"
#include "ledger/store/hot_run.h"

namespace mingzhang {

enum class StoreFault : std::uint8_t {
  held_by_another,     ///< another process has the store open for writing
  not_found,           ///< no store there (when asked not to create one)
  unsupported_format,  ///< written by a newer or unknown version
  damaged,             ///< bytes that do not match their checksum, or a gap
  behind_witness,      ///< the log ends before its head witness
  sequence_moved,      ///< append's block does not join the end of the log
  read_only,
  io_failed,
};

/// Says where and what to do, in Chinese and English, in `message`.
struct StoreError {
  StoreFault fault{};
  std::string message;
};

template <class Value>
using StoreResult = boost::system::result<Value, StoreError>;

/// What StoreResult::value() does with an error that nobody looked at: it stops the program.
[[noreturn]] inline void throw_exception_from_error(const StoreError& error,
                                                    const boost::source_location&) {
  ensure(false, error.message);
  std::abort();
}

/// The end of the log. `hash` is that of the last event (zero when empty).
struct Head {
  Sequence next{1};
  Hash32 hash;
  Instant recorded_at;  ///< of the last block
  bool operator==(const Head&) const = default;
};

/// A free text kept beside the log, with the salt of its commitment.
struct SaltedText {
  std::string salt;
  std::string text;
  bool operator==(const SaltedText&) const = default;
};

/// An idempotency key: unique in its community for ever.
struct KeyName {
  CommunityNumber community;
  std::string_view key;
  bool operator==(const KeyName&) const = default;
};
inline std::size_t hash_value(const KeyName& name) {
  return std::hash<std::string_view>{}(name.key) ^ name.community.value * 0x9E37'79B9'7F4A'7C15U;
}

/// A free text of an event, by the field id of the payload; field 255 is the memo.
using FieldText = std::pair<std::uint8_t, SaltedText>;
inline constexpr std::uint8_t memo_text_field = 255;

/// One event of a block that is about to be appended. It points into the block's storage: copying
/// what the decided events hold already took a tenth of recording.
struct NewEvent {
  std::string_view bytes;  ///< encode_event
  CommunityNumber community;
  std::string_view idempotency_key;
  bool noted = false;  ///< is_noted(kind): its meaning is kept beside the hot postings
  std::span<const Posting> postings;
  std::span<const FieldText> texts;
  Description description{};  ///< kept beside the hot postings too
};

/// One group commit: all of it becomes durable, or nothing. `events` point into `storage`, which
/// whoever keeps the block keeps.
struct NewBlock {
  Sequence first;
  Instant recorded_at;
  Hash32 previous_hash;  ///< of the event before `first`
  Hash32 last_hash;      ///< of the block's last event
  std::vector<NewEvent> events;
  std::shared_ptr<const void> storage;
};

/// A block as read back: everything its events' hashes cover, so a block alone proves and rebuilds
/// what it holds. The hot part is a second layout of the same postings, made for replay.
/// `events` point into `storage`.
struct StoredBlock {
  struct StoredEvent {
    std::string_view bytes;
    std::span<const Posting> postings;
    CommunityNumber community;
    bool noted = false;
  };
  Sequence first;
  Instant recorded_at;
  Hash32 previous_hash;
  Hash32 last_hash;
  std::vector<StoredEvent> events;
  std::shared_ptr<const void> storage;
  std::uint64_t stored_bytes = 0;
};

/// What a reader of the hot part asks for. It begins where an earlier reading ended, and stops for
/// an as-of answer, or because the shards of one replay beside a writer must all stop at the same
/// place.
struct SliceRange {
  Sequence through{~std::uint64_t{0}};  ///< last sequence to include
  Sequence from{1};                     ///< first sequence to include
  /// With what only readers of events need: the order of their postings, and descriptions.
  bool as_events = false;

  bool contains(Sequence sequence) const { return sequence >= from && sequence <= through; }
};

/// The one rule for which of `shards` a community belongs to.
constexpr std::uint32_t shard_of(CommunityNumber community, std::uint32_t shards) {
  return community.value % shards;
}

struct StoreStatistics {
  /// A part of the layout, and what it takes: on disk, and in memory until it is written there.
  struct Part {
    std::string_view name;
    std::uint64_t bytes = 0;
  };
  std::uint64_t events = 0;
  std::vector<Part> parts;

  std::uint64_t bytes() const {
    std::uint64_t sum = 0;
    for (const Part& part : parts) sum += part.bytes;
    return sum;
  }
};

class EventStore {
 public:
  EventStore() = default;
  EventStore(const EventStore&) = delete;
  EventStore& operator=(const EventStore&) = delete;
  virtual ~EventStore() = default;

  virtual Head head() const = 0;

  /// Makes the block durable before it returns: one atomic write, synced. Refuses when `expected`
  /// is not the log's next sequence or the block's hashes do not join the chain (sequence_moved,
  /// nothing written). After io_failed nobody knows whether the block is in the log: the store then
  /// refuses every further write until it is opened again.
  /// REQUIRES: the block is not empty, its events are numbered from block.first without gaps, and
  /// it is not recorded earlier than the block before it.
  virtual StoreResult<void> append(Sequence expected, const NewBlock& block) = 0;

  /// Blocks from the one that holds `from`, in order, until the visitor says false.
  virtual StoreResult<void> scan_blocks(
      Sequence from, const std::function<bool(const StoredBlock&)>& visit) const = 0;

  /// Compares every stored byte with its checksum: those of indexes too, which neither replay nor
  /// the proof of the events ever reads.
  virtual StoreResult<void> check_tables() const = 0;

  /// Every posting and note of the range once: `shard` of `shards` gets the communities whose
  /// shard_of it is; each community's runs come in sequence order. None is empty.
  virtual StoreResult<void> scan_hot(std::uint32_t shard, std::uint32_t shards, SliceRange range,
                                     const std::function<void(const HotRun&)>& visit) const = 0;

  /// Reads what scan_hot reads and does nothing with it: the bare scan that replay is held
  /// against. Returns the bytes read.
  virtual StoreResult<std::uint64_t> scan_hot_bytes(std::uint32_t shard,
                                                    std::uint32_t shards) const = 0;

  /// One community's postings and notes in sequence order.
  virtual StoreResult<void> scan_community(
      CommunityNumber community, SliceRange range,
      const std::function<void(const HotRun&)>& visit) const = 0;

  /// Postings and notes of the range, by block, in sequence order: the tail behind a snapshot.
  /// Reads the blocks, not the hot part, and gives events without descriptions.
  virtual StoreResult<void> scan_tail(SliceRange range,
                                      const std::function<void(const HotRun&)>& visit) const = 0;

  /// The event at a sequence with its postings; none past the end.
  virtual StoreResult<std::optional<RecordedEvent>> read_event(Sequence sequence) const = 0;

  /// The last sequence recorded at or before `time`; 0 when there is none.
  virtual StoreResult<Sequence> last_recorded_by(Instant time) const = 0;

  /// The events that were recorded under these keys, in their order; 0 where there is none.
  virtual StoreResult<std::vector<Sequence>> find_keys(std::span<const KeyName> keys) const = 0;
  StoreResult<Sequence> find_key(const KeyName& key) const {
    const StoreResult<std::vector<Sequence>> found = find_keys({&key, 1});
    if (!found) return found.error();
    return found->front();
  }

  virtual StoreResult<std::optional<SaltedText>> read_text(Sequence sequence,
                                                           std::uint8_t field) const = 0;
  /// Erases a text and its salt (a court's order); the event and the chain stay whole.
  virtual StoreResult<void> erase_text(Sequence sequence, std::uint8_t field) = 0;

  /// The owners' directory: personal data, correctable and erasable. Value bytes are the caller's.
  virtual StoreResult<std::optional<std::string>> read_owner(CommunityNumber community,
                                                             HouseNumber house) const = 0;
  virtual StoreResult<void> put_owners(
      std::span<const std::tuple<CommunityNumber, HouseNumber, std::string>> owners) = 0;
  virtual StoreResult<void> erase_owner(CommunityNumber community, HouseNumber house) = 0;

  /// Moves unpacked hot postings into per-community segments when at least `least_events` wait.
  /// Layout only: no reader sees a difference.
  virtual StoreResult<void> repack(std::uint64_t least_events) = 0;

  /// Moves what the write-ahead log still holds into tables when it is large, so that the next
  /// opening need not read it again: for whoever is about to close the store.
  virtual StoreResult<void> settle() = 0;

  /// Writes the head witness if the log has grown since it was last written. The caller does so at
  /// least every second while it appends; the store itself does so every 65,536 events and when it
  /// is closed.
  virtual StoreResult<void> sync_witness() = 0;

  virtual StoreStatistics statistics() const = 0;
};

/// For tests and dry runs: nothing survives it.
std::unique_ptr<EventStore> make_memory_store();

enum class OpenMode : std::uint8_t { read_write, create_or_read_write, read_only };

struct StoreOptions {
  std::string directory;
  OpenMode mode = OpenMode::create_or_read_write;
  std::uint64_t block_cache_bytes = 256ULL << 20U;
};

/// Opens the log in `directory`. A torn tail (a write that was never acknowledged) is dropped; any
/// other damage, or an end before the head witness, is refused with what to do.
StoreResult<std::unique_ptr<EventStore>> open_rocksdb_store(const StoreOptions& options);

}  // namespace mingzhang
