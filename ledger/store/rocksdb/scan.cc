#include "ledger/store/rocksdb/scan.h"

#include <fmt/format.h>

#include <limits>

#include "ledger/store/block_codec.h"
#include "ledger/store/rocksdb/keys.h"

namespace mingzhang::rocks {
namespace {

std::optional<PiecePlace> read_segment_key(std::string_view key) {
  const auto community = take_number<std::uint32_t>(key);
  const auto first = take_number<std::uint64_t>(key);
  if (!community || !first || !key.empty()) return std::nullopt;
  return PiecePlace{{*community}, {*first}};
}

/// The first community from `from` on that the filter wants; none when there is no other.
std::optional<CommunityNumber> next_wanted(const HotFilter& filter, std::uint64_t from) {
  if (filter.community) {
    return filter.community.value >= from ? std::optional(filter.community) : std::nullopt;
  }
  while (from <= std::numeric_limits<std::uint32_t>::max()) {
    const CommunityNumber community{static_cast<std::uint32_t>(from)};
    if (filter.wants(community)) return community;
    ++from;
  }
  return std::nullopt;
}

/// To the community's segment that may hold `from`, or the first behind it.
void seek_segment(rocksdb::Iterator& at, CommunityNumber community, Sequence from) {
  // Going back would read a segment of the community before for nothing.
  if (from.value <= 1) return at.Seek(segment_key(community, {}));
  at.SeekForPrev(segment_key(community, from));
  const auto found = at.Valid() ? read_segment_key(at.key().ToStringView()) : std::nullopt;
  if (!found || found->community != community) at.Seek(segment_key(community, {}));
}

StoreResult<void> finish(const rocksdb::Iterator& at, std::string_view place_zh,
                         std::string_view place_en) {
  const rocksdb::Status status = at.status();
  if (status.ok()) return {};
  return store_error(status, place_zh, place_en);
}

StoreError ends_early(Sequence next, Sequence least_next) {
  return damaged(
      fmt::format("账本止于第 {} 号事项（应至第 {} 号），", next.value - 1, least_next.value - 1),
      fmt::format("what is read ends at event {} of {} and", next.value - 1, least_next.value - 1));
}

}  // namespace

StoreError damaged_piece(PiecePlace place) {
  if (!place.community) {
    return damaged(fmt::format("第 {} 号事项起的热数据", place.first.value),
                   fmt::format("the hot part from event {}", place.first.value));
  }
  return damaged(
      fmt::format("第 {} 号小区自第 {} 号事项起的数据段", place.community.value, place.first.value),
      fmt::format("the segment of community number {} from event {}", place.community.value,
                  place.first.value));
}

StoreError damaged_block(Sequence first) {
  return damaged(fmt::format("第 {} 号事项起的数据块", first.value),
                 fmt::format("the block from event {}", first.value));
}

StoreResult<void> each_segment(const View& view, const HotFilter& filter, const VisitPiece& visit) {
  const std::unique_ptr<rocksdb::Iterator> at = view.scan(Family::segments);
  PiecePlace place;
  const auto seek = [&](std::uint64_t from) {
    const std::optional<CommunityNumber> wanted = next_wanted(filter, from);
    if (wanted) seek_segment(*at, *wanted, filter.range.from);
    return wanted.has_value();
  };
  bool more = seek(0);
  while (more && at->Valid()) {
    const std::optional<PiecePlace> found = read_segment_key(at->key().ToStringView());
    if (!found) return damaged_piece(place);
    place = *found;
    if (!filter.wants(place.community)) {
      more = seek(place.community.value);
    } else if (place.first > filter.range.through) {
      more = seek(std::uint64_t{place.community.value} + 1);
    } else {
      if (const auto visited = visit(place, at->value().ToStringView()); !visited) return visited;
      at->Next();
    }
  }
  return finish(
      *at,
      fmt::format("第 {} 号小区自第 {} 号事项后的数据段", place.community.value, place.first.value),
      fmt::format("the segment behind community number {}, event {}", place.community.value,
                  place.first.value));
}

StoreResult<void> each_tail_piece(const View& view, SliceRange range, Sequence least_next,
                                  const VisitPiece& visit) {
  const auto packed = view.get_sequence(Family::meta, meta_key::repacked_through);
  if (!packed) return packed.error();
  Sequence expected = next(packed->value_or(Sequence{}));
  const std::unique_ptr<rocksdb::Iterator> at = view.scan(Family::tail);
  for (at->Seek(sequence_key(expected)); at->Valid(); at->Next()) {
    if (expected > range.through) return {};
    const std::string_view bytes = at->value().ToStringView();
    const std::optional<HotHeader> header = read_hot_header(bytes);
    if (read_sequence(at->key().ToStringView()) != expected || !header ||
        header->first != expected) {
      return damaged_piece({{}, expected});
    }
    if (header->last >= range.from) {
      if (const auto visited = visit({{}, expected}, bytes); !visited) return visited;
    }
    expected = next(header->last);
  }
  if (const auto finished = finish(*at, fmt::format("第 {} 号事项起的热数据", expected.value),
                                   fmt::format("the hot part from event {}", expected.value));
      !finished) {
    return finished;
  }
  if (expected < least_next && expected <= range.through) return ends_early(expected, least_next);
  return {};
}

StoreResult<StoredBlock> read_block(const rocksdb::Iterator& at) {
  const std::optional<Sequence> first = read_sequence(at.key().ToStringView());
  std::optional<StoredBlock> block =
      decode_block(std::make_shared<const std::string>(at.value().ToStringView()));
  if (!first || !block || block->first != *first) return damaged_block(first.value_or(Sequence{}));
  return std::move(*block);
}

StoreResult<void> each_block(const View& view, Sequence from, Sequence least_next,
                             const std::function<bool(const StoredBlock&)>& visit) {
  const std::unique_ptr<rocksdb::Iterator> at = view.scan(Family::blocks);
  at->SeekForPrev(sequence_key(from));
  if (!at->Valid() && at->status().ok()) at->SeekToFirst();
  Sequence expected;  // none yet
  Hash32 hash;
  for (; at->Valid(); at->Next()) {
    const StoreResult<StoredBlock> block = read_block(*at);
    if (!block) return block.error();
    const bool joins = expected ? block->first == expected && block->previous_hash == hash
                                : block->first <= from || block->first.value == 1;
    if (!joins) return damaged_block(expected ? expected : from);
    expected = next(last_of(*block));
    hash = block->last_hash;
    if (expected > from && !visit(*block)) return {};
  }
  const Sequence end = expected ? expected : Sequence{1};
  if (const auto finished = finish(*at, fmt::format("第 {} 号事项起的数据块", end.value),
                                   fmt::format("the block from event {}", end.value));
      !finished) {
    return finished;
  }
  if (end < least_next) return ends_early(end, least_next);
  return {};
}

StoreResult<void> RunReader::operator()(PiecePlace place, std::string_view bytes) {
  if (!decode_hot(bytes, filter_, piece_)) return damaged_piece(place);
  const HotHeader header = *read_hot_header(bytes);
  if (header.first != place.first) return damaged_piece(place);
  if (place.community) {
    const bool joins = place.community != community_ || place.first > last_;
    if (!joins || header.community != place.community) return damaged_piece(place);
    community_ = place.community;
    last_ = header.last;
  }
  if (!piece_.empty()) visit_(piece_.run(bytes.size()));
  return {};
}

}  // namespace mingzhang::rocks
