#pragma once

// A store that passes everything on and fails when told to.

#include <atomic>

#include "ledger/store/event_store.h"

namespace mingzhang::test {

class FailingStore : public EventStore {
 public:
  explicit FailingStore(EventStore& inner) : inner_(inner) {}

  /// The next append writes nothing and fails.
  void fail_next_append() { fail_before_ = true; }
  /// The next append writes, but its caller is told that it failed.
  void fail_after_next_append() { fail_after_ = true; }
  void fail_reading_texts(bool fail) { fail_texts_ = fail; }
  /// Everything fails but `head`, until told otherwise.
  void fail_everything(bool fail) { fail_everything_ = fail; }

  Head head() const override { return inner_.head(); }
  StoreResult<void> append(Sequence expected, const NewBlock& block) override {
    if (std::exchange(fail_before_, false) || fail_everything_) return failure();
    const StoreResult<void> appended = inner_.append(expected, block);
    if (std::exchange(fail_after_, false)) return failure();
    return appended;
  }
  StoreResult<void> scan_blocks(
      Sequence from, const std::function<bool(const StoredBlock&)>& visit) const override {
    if (fail_everything_) return failure();
    return inner_.scan_blocks(from, visit);
  }
  StoreResult<void> check_tables() const override { return inner_.check_tables(); }
  StoreResult<void> scan_hot(std::uint32_t shard, std::uint32_t shards, SliceRange range,
                             const std::function<void(const HotRun&)>& visit) const override {
    return inner_.scan_hot(shard, shards, range, visit);
  }
  StoreResult<std::uint64_t> scan_hot_bytes(std::uint32_t shard,
                                            std::uint32_t shards) const override {
    return inner_.scan_hot_bytes(shard, shards);
  }
  StoreResult<void> scan_community(CommunityNumber community, SliceRange range,
                                   const std::function<void(const HotRun&)>& visit) const override {
    if (fail_everything_) return failure();
    return inner_.scan_community(community, range, visit);
  }
  StoreResult<void> scan_tail(SliceRange range,
                              const std::function<void(const HotRun&)>& visit) const override {
    if (fail_everything_) return failure();
    return inner_.scan_tail(range, visit);
  }
  StoreResult<std::optional<RecordedEvent>> read_event(Sequence sequence) const override {
    if (fail_everything_) return failure();
    return inner_.read_event(sequence);
  }
  StoreResult<Sequence> last_recorded_by(Instant time) const override {
    return inner_.last_recorded_by(time);
  }
  StoreResult<std::vector<Sequence>> find_keys(std::span<const KeyName> keys) const override {
    return inner_.find_keys(keys);
  }
  StoreResult<std::optional<SaltedText>> read_text(Sequence sequence,
                                                   std::uint8_t field) const override {
    if (fail_texts_ || fail_everything_) return failure();
    return inner_.read_text(sequence, field);
  }
  StoreResult<void> erase_text(Sequence sequence, std::uint8_t field) override {
    return inner_.erase_text(sequence, field);
  }
  StoreResult<std::optional<std::string>> read_owner(CommunityNumber community,
                                                     HouseNumber house) const override {
    if (fail_everything_) return failure();
    return inner_.read_owner(community, house);
  }
  StoreResult<void> put_owners(
      std::span<const std::tuple<CommunityNumber, HouseNumber, std::string>> owners) override {
    if (fail_everything_) return failure();
    return inner_.put_owners(owners);
  }
  StoreResult<void> erase_owner(CommunityNumber community, HouseNumber house) override {
    if (fail_everything_) return failure();
    return inner_.erase_owner(community, house);
  }
  StoreResult<void> repack(std::uint64_t least_events) override {
    return inner_.repack(least_events);
  }
  StoreResult<void> settle() override { return inner_.settle(); }
  StoreResult<void> sync_witness() override { return inner_.sync_witness(); }
  StoreStatistics statistics() const override { return inner_.statistics(); }

 private:
  static StoreError failure() { return {StoreFault::io_failed, "told to fail"}; }

  EventStore& inner_;
  bool fail_before_ = false;
  bool fail_after_ = false;
  bool fail_texts_ = false;
  std::atomic<bool> fail_everything_ = false;
};

}  // namespace mingzhang::test
