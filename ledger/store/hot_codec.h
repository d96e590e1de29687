#pragma once

// The hot part as it is stored: a header, a HotRun's lists as columns, then what only readers of
// events look at. Columns, because replay reads everything and what stands beside each other is
// alike: a column holds its smallest value once and of each row the difference, in as many bytes
// (0, 1, 2, 4 or 8) as the largest needs. Postings of one sort stand together and have a width of
// their own: so they need fewer bytes, and a fold goes along them without asking what each is.
// About 8 bytes a posting, a good half of which whoever folds reads; on disk RocksDB's LZ4 halves
// them once more (figures in docs/performance.md). This is layout, never truth: it can be rebuilt
// from the blocks.
//
//   checksum u64 (xxh3 of all that follows), magic u32, version u16, nothing u16, sorts u32,
//   postings u32, entries u32, notes u32, community u32 (0 = several), vouchers u32, first u64,
//   last u64;
//   columns of sorts (smallest value u64, width u8, the rows): community, subject, period, account,
//   fund, flow, kind, number of its postings; smallest amount, width of amounts, smallest house,
//   width of houses;
//   of each sort the amounts of its postings, then of each sort their houses: rows alone;
//   columns of vouchers: community, month, events;
//   notes: sequence u64, community u32, size u32, meaning of the event (meaning_codec.h);
//   here whoever folds stops;
//   column of postings, event by event: sort (its place above);
//   columns of entries: sequence less that of the entry before it (of the first: less `first`),
//   number of its postings, day, description (its place below);
//   descriptions: their number u32; zh size u32, zh, en size u32, en. What statements say stands
//   here, so that none has to look for its events in the cold part.
// All little endian, unaligned.

#include <optional>
#include <string>
#include <string_view>

#include "ledger/store/hot_piece.h"

namespace mingzhang {

/// What the header says.
struct HotHeader {
  static constexpr std::uint32_t our_magic = 0x48'5A'4DU;  // "MZH"
  static constexpr std::uint16_t our_version = 6;
  static constexpr std::size_t checksum_size = sizeof(std::uint64_t);

  std::uint64_t checksum = 0;
  std::uint32_t magic = 0;
  std::uint16_t version = 0;
  std::uint16_t nothing = 0;
  std::uint32_t sorts = 0;
  std::uint32_t postings = 0;
  std::uint32_t entries = 0;
  std::uint32_t notes = 0;
  CommunityNumber community;  ///< 0 = several
  std::uint32_t vouchers = 0;
  Sequence first;  ///< of the events covered, also of those with neither posting nor note
  Sequence last;
};

/// Which rows a reader wants.
struct HotFilter {
  CommunityNumber community;  ///< 0 = those of the shard
  std::uint32_t shard = 0;
  std::uint32_t shards = 1;
  SliceRange range;

  bool wants(CommunityNumber of) const {
    return community ? of == community : shard_of(of, shards) == shard;
  }
  bool wants(Sequence sequence, CommunityNumber of) const {
    return range.contains(sequence) && wants(of);
  }
};

/// All of a piece, as events.
inline constexpr HotFilter all_events{{}, 0, 1, {.as_events = true}};

/// The widest span of sequences that one piece can hold.
inline constexpr std::uint64_t max_hot_span = 0xFFFF'FFFFU;

/// Descriptions that no entry names are left out.
/// REQUIRES: as events, with descriptions; entries lie in first..last in order and last - first <=
/// max_hot_span.
std::string encode_hot(CommunityNumber community, Sequence first, Sequence last, const HotRun& run);

/// The header alone, its checksum not yet checked. None when it is no header of ours.
std::optional<HotHeader> read_hot_header(std::string_view bytes);

/// Fills `out` with the wanted rows; notes point into `bytes`. Its entries and their order are
/// there only when the range asks for events. False when what was asked for is damaged.
bool decode_hot(std::string_view bytes, const HotFilter& filter, HotPiece& out);

}  // namespace mingzhang
