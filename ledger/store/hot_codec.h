#pragma once

// The hot part as it is stored: a header, the postings as columns, then the notes. Columns, because
// replay reads everything and what stands beside each other is alike: a column holds its smallest
// value once and of each row the difference, in as many bytes (0, 1, 2, 4 or 8) as the largest
// needs. About 12 bytes a posting, read as fast as memory is; no compressor comes near (figures in
// docs/performance.md). This is layout, never truth: it can be rebuilt from the blocks.
//
//   checksum u64 (xxh3 of all that follows), magic u32, version u16, tags u16, postings u32,
//   notes u32, community u32 (0 = several), described u32, first u64, last u64;
//   tags: those that occur, each account u8, fund u8, flow u8, kind u8;
//   columns: smallest value u64, width u8, the rows; one each of amount, community, house, subject,
//   period, day, tag (its number above), and sequence less that of the row before it (of the first
//   row: less `first`). A posting's line follows: 0 where the sequence is another, else one more;
//   notes: sequence u64, community u32, size u32, event bytes;
//   descriptions: their count u32; zh size u32, zh, en size u32, en; then a column of the events
//   with postings, `described` of them: which description each has. What statements say stands
//   here, so that none has to look for its events in the cold part.
// All little endian, unaligned.

#include <boost/unordered/unordered_flat_map.hpp>
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
  std::uint32_t described = 0;
  Sequence first;  ///< of the events covered, also of those with neither posting nor note
  Sequence last;
};

/// Descriptions, each different one once.
class DescriptionList {
 public:
  std::uint32_t number_of(const Description& description) {
    const auto next = static_cast<std::uint32_t>(all_.size());
    const auto [found, added] = numbers_.emplace(description, next);
    if (added) all_.push_back(description);
    return found->second;
  }
  const std::vector<Description>& all() const { return all_; }
  void clear() {
    all_.clear();
    numbers_.clear();
  }

 private:
  std::vector<Description> all_;
  boost::unordered_flat_map<Description, std::uint32_t> numbers_;
};

/// Rows in memory. Kept by a reader and filled again and again: nothing is allocated once it has
/// grown to the largest piece.
struct HotPiece {
  std::vector<Posting> postings;
  std::vector<Sequence> sequences;
  std::vector<HotRun::Note> notes;
  std::vector<std::uint32_t> captions;    ///< empty, or one of each posting
  std::vector<Description> descriptions;  ///< what captions count in

  void clear();
  /// Adds the rows of an event that is about to be stored or was read back. Its bytes stay the
  /// caller's.
  template <class Event>
  void add(Sequence sequence, const Event& event) {
    postings.insert(postings.end(), event.postings.begin(), event.postings.end());
    sequences.insert(sequences.end(), event.postings.size(), sequence);
    if (event.noted) notes.push_back({sequence, event.community, event.bytes});
  }
  /// Adds the rows of a block's events in range.
  void add(const StoredBlock& block, const SliceRange& range);
  bool empty() const { return postings.empty() && notes.empty(); }
  HotRun run(CommunityNumber community, std::uint64_t stored_bytes) const {
    return {community, postings, sequences, notes, stored_bytes, captions, descriptions};
  }
};

/// Rows of events that are about to be stored, or stored anew.
class HotDraft {
 public:
  void clear() {
    rows_.clear();
    descriptions_.clear();
  }
  /// The event's bytes stay the caller's.
  template <class Event>
  void add(Sequence sequence, const Event& event, const Description& description) {
    rows_.add(sequence, event);
    if (event.postings.empty()) return;
    rows_.captions.resize(rows_.postings.size(), descriptions_.number_of(description));
  }
  std::string encode(CommunityNumber community, Sequence first, Sequence last) const;

 private:
  HotPiece rows_;
  DescriptionList descriptions_;
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

/// The widest span of sequences that one piece can hold.
inline constexpr std::uint64_t max_hot_span = 0xFFFF'FFFFU;

/// Descriptions that no caption names are left out.
/// REQUIRES: rows lie in first..last in order, each event's with lines from 0 without gaps and with
/// one caption, and last - first <= max_hot_span.
std::string encode_hot(CommunityNumber community, Sequence first, Sequence last, const HotRun& run);

/// The header alone, its checksum not yet checked. None when it is no header of ours.
std::optional<HotHeader> read_hot_header(std::string_view bytes);

/// Fills `out` with the wanted rows; notes point into `bytes`. False when the bytes are damaged.
bool decode_hot(std::string_view bytes, const HotFilter& filter, HotPiece& out);

}  // namespace mingzhang
