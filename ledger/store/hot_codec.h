#pragma once

// The hot part as it is stored: a header, a column for each field of a posting and one for its
// event's sequence, then the notes. A column whose values are all equal is stored once. Columns,
// because replay reads everything and the bytes of a column look alike. This is layout, never
// truth: it can be rebuilt from the blocks.
//
//   checksum u64 (xxh3 of all that follows), magic u32, version u16, constant columns u16 (a bit
//   each), postings u32, notes u32, community u32 (0 = several), 0 u32, first u64, last u64;
//   columns: amount i64, community u32, house u32, subject u32, period u16, day u16, account u8,
//   fund u8, flow u8, kind u8, line u32, sequence - first u32;
//   notes: sequence u64, community u32, size u32, event bytes.  All little endian, unaligned.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/store/event_store.h"

namespace mingzhang {

/// What the header says.
struct HotHeader {
  std::uint64_t checksum = 0;
  std::uint32_t magic = 0;
  std::uint16_t version = 0;
  std::uint16_t constant_columns = 0;
  std::uint32_t postings = 0;
  std::uint32_t notes = 0;
  CommunityNumber community;  ///< 0 = several
  std::uint32_t reserved = 0;
  Sequence first;  ///< of the events covered, also of those with neither posting nor note
  Sequence last;
};

/// Rows in memory. Kept by a reader and filled again and again: nothing is allocated once it has
/// grown to the largest piece.
struct HotPiece {
  std::vector<Posting> postings;
  std::vector<Sequence> sequences;
  std::vector<HotRun::Note> notes;

  void clear();
  bool empty() const { return postings.empty() && notes.empty(); }
  std::size_t size() const { return postings.size() + notes.size(); }
  HotRun run(CommunityNumber community, std::uint64_t stored_bytes) const {
    return {community, postings, sequences, notes, stored_bytes};
  }
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
};

/// The widest span of sequences that one piece can hold.
inline constexpr std::uint64_t max_hot_span = 0xFFFF'FFFFU;

/// REQUIRES: rows lie in first..last in order, and last - first <= max_hot_span.
std::string encode_hot(CommunityNumber community, Sequence first, Sequence last, const HotRun& run);

/// The header alone, its checksum not yet checked. None when it is no header of ours.
std::optional<HotHeader> read_hot_header(std::string_view bytes);

/// Fills `out` with the wanted rows; notes point into `bytes`. False when the bytes are damaged.
bool decode_hot(std::string_view bytes, const HotFilter& filter, HotPiece& out);

}  // namespace mingzhang
