#pragma once

// A store that passes everything on to another and says which errors came back. What stands in for
// a store in part (a failing disk in a test) derives from it.

#include <functional>
#include <utility>

#include "ledger/store/event_store.h"

namespace mingzhang {

/// Threads: as the inner store's; `on_error` is called on whichever thread met the error.
class WatchedStore : public EventStore {
 public:
  using OnError = std::function<void(const StoreError&)>;
  /// `inner` outlives it; `on_error` may be empty.
  explicit WatchedStore(EventStore& inner, OnError on_error = {})
      : inner_(inner), on_error_(std::move(on_error)) {}

  Head head() const override { return inner_.head(); }
  StoreResult<void> append(Sequence expected, const NewBlock& block) override {
    return seen(inner_.append(expected, block));
  }
  StoreResult<void> scan_blocks(
      Sequence from, const std::function<bool(const StoredBlock&)>& visit) const override {
    return seen(inner_.scan_blocks(from, visit));
  }
  StoreResult<void> check_tables() const override { return seen(inner_.check_tables()); }
  StoreResult<void> scan_hot(std::uint32_t shard, std::uint32_t shards, SliceRange range,
                             const std::function<void(const HotRun&)>& visit) const override {
    return seen(inner_.scan_hot(shard, shards, range, visit));
  }
  StoreResult<std::uint64_t> scan_hot_bytes(std::uint32_t shard,
                                            std::uint32_t shards) const override {
    return seen(inner_.scan_hot_bytes(shard, shards));
  }
  StoreResult<void> scan_community(CommunityNumber community, SliceRange range,
                                   const std::function<void(const HotRun&)>& visit) const override {
    return seen(inner_.scan_community(community, range, visit));
  }
  StoreResult<void> scan_tail(SliceRange range,
                              const std::function<void(const HotRun&)>& visit) const override {
    return seen(inner_.scan_tail(range, visit));
  }
  StoreResult<std::optional<RecordedEvent>> read_event(Sequence sequence) const override {
    return seen(inner_.read_event(sequence));
  }
  StoreResult<Sequence> last_recorded_by(Instant time) const override {
    return seen(inner_.last_recorded_by(time));
  }
  StoreResult<std::vector<Sequence>> find_keys(std::span<const KeyName> keys) const override {
    return seen(inner_.find_keys(keys));
  }
  StoreResult<std::optional<SaltedText>> read_text(Sequence sequence,
                                                   std::uint8_t field) const override {
    return seen(inner_.read_text(sequence, field));
  }
  StoreResult<void> erase_text(Sequence sequence, std::uint8_t field) override {
    return seen(inner_.erase_text(sequence, field));
  }
  StoreResult<std::optional<std::string>> read_owner(CommunityNumber community,
                                                     HouseNumber house) const override {
    return seen(inner_.read_owner(community, house));
  }
  StoreResult<void> put_owners(
      std::span<const std::tuple<CommunityNumber, HouseNumber, std::string>> owners) override {
    return seen(inner_.put_owners(owners));
  }
  StoreResult<void> erase_owner(CommunityNumber community, HouseNumber house) override {
    return seen(inner_.erase_owner(community, house));
  }
  StoreResult<void> repack(std::uint64_t least_events) override {
    return seen(inner_.repack(least_events));
  }
  StoreResult<void> settle() override { return seen(inner_.settle()); }
  StoreResult<void> sync_witness() override { return seen(inner_.sync_witness()); }
  StoreStatistics statistics() const override { return inner_.statistics(); }

 private:
  template <class Value>
  StoreResult<Value> seen(StoreResult<Value> result) const {
    if (!result && on_error_) on_error_(result.error());
    return result;
  }

  EventStore& inner_;
  const OnError on_error_;
};

}  // namespace mingzhang
