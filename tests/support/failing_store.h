#pragma once

// A store that passes everything on and fails when told to.

#include <atomic>
#include <optional>
#include <utility>

#include "ledger/store/watched_store.h"

namespace mingzhang::test {

class FailingStore : public WatchedStore {
 public:
  explicit FailingStore(EventStore& inner) : WatchedStore(inner) {}

  /// The next append writes nothing and fails.
  void fail_next_append() { fail_before_ = true; }
  /// The next append writes, but its caller is told that it failed.
  void fail_after_next_append() { fail_after_ = true; }
  /// Until told otherwise (none).
  void fail_reading_texts(std::optional<StoreFault> fault) { fail_texts_ = fault; }
  /// Everything fails but `head`, until told otherwise.
  void fail_everything(bool fail) { fail_everything_ = fail; }

  StoreResult<void> append(Sequence expected, const NewBlock& block) override {
    if (std::exchange(fail_before_, false) || fail_everything_) return failure();
    const StoreResult<void> appended = WatchedStore::append(expected, block);
    if (std::exchange(fail_after_, false)) return failure();
    return appended;
  }
  StoreResult<void> scan_blocks(
      Sequence from, const std::function<bool(const StoredBlock&)>& visit) const override {
    if (fail_everything_) return failure();
    return WatchedStore::scan_blocks(from, visit);
  }
  StoreResult<void> scan_community(CommunityNumber community, SliceRange range,
                                   const std::function<void(const HotRun&)>& visit) const override {
    if (fail_everything_) return failure();
    return WatchedStore::scan_community(community, range, visit);
  }
  StoreResult<void> scan_tail(SliceRange range,
                              const std::function<void(const HotRun&)>& visit) const override {
    if (fail_everything_) return failure();
    return WatchedStore::scan_tail(range, visit);
  }
  StoreResult<std::optional<RecordedEvent>> read_event(Sequence sequence) const override {
    if (fail_everything_) return failure();
    return WatchedStore::read_event(sequence);
  }
  StoreResult<std::optional<SaltedText>> read_text(Sequence sequence,
                                                   std::uint8_t field) const override {
    if (fail_texts_) return StoreError{*fail_texts_, "told to fail"};
    if (fail_everything_) return failure();
    return WatchedStore::read_text(sequence, field);
  }
  StoreResult<std::optional<std::string>> read_owner(CommunityNumber community,
                                                     HouseNumber house) const override {
    if (fail_everything_) return failure();
    return WatchedStore::read_owner(community, house);
  }
  StoreResult<void> put_owners(
      std::span<const std::tuple<CommunityNumber, HouseNumber, std::string>> owners) override {
    if (fail_everything_) return failure();
    return WatchedStore::put_owners(owners);
  }
  StoreResult<void> erase_owner(CommunityNumber community, HouseNumber house) override {
    if (fail_everything_) return failure();
    return WatchedStore::erase_owner(community, house);
  }

 private:
  static StoreError failure() { return {StoreFault::io_failed, "told to fail"}; }

  bool fail_before_ = false;
  bool fail_after_ = false;
  std::optional<StoreFault> fail_texts_;
  std::atomic<bool> fail_everything_ = false;
};

}  // namespace mingzhang::test
