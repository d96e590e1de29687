#pragma once

// The hot part as it is stored: a header, the postings as columns, then the notes. Columns, because
// replay reads everything and what stands beside each other is alike: a column holds its smallest
// value once and of each row the difference, in as many bytes (0, 1, 2, 4 or 8) as the largest
// needs. About 12 bytes a posting, read as fast as memory is; no compressor comes near (figures in
// docs/performance.md). This is layout, never truth: it can be rebuilt from the blocks.
//
//   checksum u64 (xxh3 of all that follows), magic u32, version u16, tags u16, postings u32,
//   notes u32, community u32 (0 = several), 0 u32, first u64, last u64;
//   tags: those that occur, each account u8, fund u8, flow u8, kind u8;
//   columns: smallest value u64, width u8, the rows; one each of amount, community, house, subject,
//   period, day, tag (its number above), and sequence less that of the row before it (of the first
//   row: less `first`). A posting's line follows: 0 where the sequence is another, else one more;
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
  std::uint16_t tags = 0;
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
  /// Adds the rows of an event that is about to be stored or was read back. Its bytes stay the
  /// caller's.
  template <class Event>
  void add(Sequence sequence, const Event& event) {
    postings.insert(postings.end(), event.postings.begin(), event.postings.end());
    sequences.insert(sequences.end(), event.postings.size(), sequence);
    if (event.noted) notes.push_back({sequence, event.community, event.bytes});
  }
  /// Adds the rows of a block's events from..through.
  void add(const StoredBlock& block, Sequence from, Sequence through);
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

/// REQUIRES: rows lie in first..last in order, each event's with lines from 0 without gaps, and
/// last - first <= max_hot_span.
std::string encode_hot(CommunityNumber community, Sequence first, Sequence last, const HotRun& run);

/// The header alone, its checksum not yet checked. None when it is no header of ours.
std::optional<HotHeader> read_hot_header(std::string_view bytes);

/// Fills `out` with the wanted rows; notes point into `bytes`. False when the bytes are damaged.
bool decode_hot(std::string_view bytes, const HotFilter& filter, HotPiece& out);

}  // namespace mingzhang
