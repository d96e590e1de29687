#pragma once

// A store that pauses when the disk is full and takes up writing by itself when there is room
// again; reading goes on all the while. Two things pause it: less room than it is told to leave,
// of which nothing is in doubt, and a write that failed for want of room. After the latter nobody
// knows what is in the log, so the store is closed and opened again: the log alone says what holds.
// A write that failed for another reason is not taken up again in this process: after a failed
// fsync the system may show what the disk does not have.
//
// Threads: as EventStore; pause() any, resume() one at a time beside all others. Opening again
// waits for readers that are reading.

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <shared_mutex>

#include "ledger/rejection.h"
#include "ledger/store/event_store.h"

namespace mingzhang {

class GuardedStore final : public EventStore {
 public:
  struct Guard {
    /// Opens the log again. What it finds must be durable when it returns: it may be read from
    /// files that a full disk kept from being synced.
    std::function<StoreResult<std::unique_ptr<EventStore>>(OpenMode)> open;
    std::function<std::uint64_t()> free_bytes;
    std::uint64_t least_free_bytes = 0;
  };
  GuardedStore(std::unique_ptr<EventStore> store, Guard guard);

  /// Why nothing is recorded now (storage_full, or store_unavailable); none when it is. Cheap.
  std::optional<Rejection> pause() const;

  /// Takes up writing if it was paused by a full disk that has room now; otherwise does nothing.
  StoreResult<void> resume();

  Head head() const override { return reading()->head(); }
  StoreResult<void> append(Sequence expected, const NewBlock& block) override;
  StoreResult<void> scan_blocks(
      Sequence from, const std::function<bool(const StoredBlock&)>& visit) const override {
    return reading()->scan_blocks(from, visit);
  }
  StoreResult<void> scan_hot(std::uint32_t shard, std::uint32_t shards, SliceRange range,
                             const std::function<void(const HotRun&)>& visit) const override {
    return reading()->scan_hot(shard, shards, range, visit);
  }
  StoreResult<std::uint64_t> scan_hot_bytes(std::uint32_t shard,
                                            std::uint32_t shards) const override {
    return reading()->scan_hot_bytes(shard, shards);
  }
  StoreResult<void> scan_community(CommunityNumber community, SliceRange range,
                                   const std::function<void(const HotRun&)>& visit) const override {
    return reading()->scan_community(community, range, visit);
  }
  StoreResult<void> scan_tail(SliceRange range,
                              const std::function<void(const HotRun&)>& visit) const override {
    return reading()->scan_tail(range, visit);
  }
  StoreResult<std::optional<RecordedEvent>> read_event(Sequence sequence) const override {
    return reading()->read_event(sequence);
  }
  StoreResult<Sequence> last_recorded_by(Instant time) const override {
    return reading()->last_recorded_by(time);
  }
  StoreResult<std::vector<Sequence>> find_keys(std::span<const KeyName> keys) const override {
    return reading()->find_keys(keys);
  }
  StoreResult<std::optional<SaltedText>> read_text(Sequence sequence,
                                                   std::uint8_t field) const override {
    return reading()->read_text(sequence, field);
  }
  StoreResult<void> erase_text(Sequence sequence, std::uint8_t field) override {
    return noted(reading()->erase_text(sequence, field));
  }
  StoreResult<std::optional<std::string>> read_owner(CommunityNumber community,
                                                     HouseNumber house) const override {
    return reading()->read_owner(community, house);
  }
  StoreResult<void> put_owners(
      std::span<const std::tuple<CommunityNumber, HouseNumber, std::string>> owners) override {
    return noted(reading()->put_owners(owners));
  }
  StoreResult<void> erase_owner(CommunityNumber community, HouseNumber house) override {
    return noted(reading()->erase_owner(community, house));
  }
  StoreResult<void> repack(std::uint64_t least_events) override {
    return noted(reading()->repack(least_events));
  }
  StoreResult<void> settle() override { return noted(reading()->settle()); }
  StoreResult<void> sync_witness() override { return reading()->sync_witness(); }
  StoreResult<void> check_tables() const override { return reading()->check_tables(); }
  StoreStatistics statistics() const override { return reading()->statistics(); }

 private:
  enum class State : std::uint8_t { writing, full, failed };

  /// The store, which is not opened again as long as this lives.
  class Reading {
   public:
    explicit Reading(const GuardedStore& guarded)
        : lock_(guarded.opening_), store_(*guarded.store_) {}
    EventStore* operator->() const { return &store_; }

   private:
    std::shared_lock<std::shared_mutex> lock_;
    EventStore& store_;
  };
  Reading reading() const { return Reading(*this); }

  /// Notes why a write failed, and passes it on.
  StoreResult<void> noted(StoreResult<void> written);
  StoreError too_little_room(std::uint64_t free_bytes) const;

  const Guard guard_;
  mutable std::shared_mutex opening_;
  std::unique_ptr<EventStore> store_;
  std::atomic<State> state_{State::writing};
};

}  // namespace mingzhang
