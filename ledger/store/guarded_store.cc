#include "ledger/store/guarded_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace mingzhang {
namespace {

/// A write that fails while the disk has less than this failed for want of room.
constexpr std::uint64_t nothing_left_bytes = 16U << 20U;
/// As the C library says it, and RocksDB after it: of the disk, or of the user's share of it.
constexpr std::array<std::string_view, 2> no_room{"No space left on device", "Disk quota exceeded"};

bool speaks_of_room(std::string_view message) {
  return std::ranges::any_of(no_room, [message](std::string_view words) {
    return message.find(words) != std::string_view::npos;
  });
}

}  // namespace

GuardedStore::GuardedStore(std::unique_ptr<EventStore> store, Guard guard)
    : guard_(std::move(guard)), store_(std::move(store)) {}

std::optional<Rejection> GuardedStore::pause() const {
  const State state = state_;
  if (state == State::failed) {
    return reject(Code::store_unavailable, "",
                  "此前一次写入失败；请检查磁盘后重启服务 / a write has failed before; check the "
                  "disk and start the service again");
  }
  const std::uint64_t free_bytes = guard_.free_bytes();
  if (state == State::writing && free_bytes >= guard_.least_free_bytes) return std::nullopt;
  return reject(Code::storage_full, "", fmt::to_string(free_bytes));
}

StoreError GuardedStore::too_little_room(std::uint64_t free_bytes) const {
  return {
      StoreFault::io_failed,
      fmt::format("磁盘只余 {0} 字节，应留 {1}；请腾出空间 / the disk has {0} bytes left and is "
                  "to keep {1}; free some space",
                  free_bytes, guard_.least_free_bytes)};
}

StoreResult<void> GuardedStore::append(Sequence expected, const NewBlock& block) {
  const std::uint64_t free_bytes = guard_.free_bytes();
  if (free_bytes < guard_.least_free_bytes) return too_little_room(free_bytes);
  return noted(reading()->append(expected, block));
}

StoreResult<void> GuardedStore::noted(StoreResult<void> written) {
  if (written || written.error().fault != StoreFault::io_failed) return written;
  State was = State::writing;
  const bool is_full = guard_.free_bytes() < std::max(nothing_left_bytes, guard_.least_free_bytes);
  const bool says_so = speaks_of_room(written.error().message);
  // Later failures follow from the first, which says what is the matter.
  state_.compare_exchange_strong(was, is_full || says_so ? State::full : State::failed);
  return written;
}

StoreResult<void> GuardedStore::resume() {
  if (state_ != State::full) return {};
  const std::uint64_t free_bytes = guard_.free_bytes();
  if (free_bytes < std::max(nothing_left_bytes, guard_.least_free_bytes)) {
    return too_little_room(free_bytes);
  }
  const std::unique_lock alone(opening_);
  store_.reset();
  StoreResult<std::unique_ptr<EventStore>> opened = guard_.open(OpenMode::read_write);
  if (opened) {
    store_ = std::move(*opened);
    state_ = State::writing;
    return {};
  }
  StoreResult<std::unique_ptr<EventStore>> to_read = guard_.open(OpenMode::read_only);
  ensure(to_read.has_value(), opened.error().message);
  store_ = std::move(*to_read);
  return opened.error();
}

}  // namespace mingzhang
