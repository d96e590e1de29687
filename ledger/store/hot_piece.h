#pragma once

// Owners of what a HotRun points at: a piece that was read, and a draft of what will be stored.

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "ledger/store/event_store.h"

namespace mingzhang {

/// Different values, numbered from 0 in the order of their first use.
template <class Value>
class Numbering {
 public:
  std::uint32_t number_of(const Value& value) {
    const auto next = static_cast<std::uint32_t>(all_.size());
    const auto [found, added] = numbers_.emplace(value, next);
    if (added) all_.push_back(value);
    return found->second;
  }
  const std::vector<Value>& all() const { return all_; }
  void clear() {
    all_.clear();
    numbers_.clear();
  }

 private:
  std::vector<Value> all_;
  boost::unordered_flat_map<Value, std::uint32_t> numbers_;
};
using DescriptionList = Numbering<Description>;

/// Columns in memory. Kept by a reader and filled again and again: nothing is allocated once it has
/// grown to the largest piece.
struct HotPiece {
  std::vector<PostingSort> sorts;
  std::vector<std::uint32_t> sort_numbers;
  std::vector<HouseNumber> houses;
  std::vector<std::int64_t> amounts_fen;
  std::vector<HotRun::Entry> entries;
  std::vector<HotRun::Note> notes;
  std::vector<Description> descriptions;

  /// A copy that outlives what it was read from, but for the bytes of its notes.
  static HotPiece of(const HotRun& run);

  bool empty() const { return entries.empty() && notes.empty(); }
  HotRun run(CommunityNumber community, std::uint64_t stored_bytes) const {
    return {community, sorts, sort_numbers, houses,      amounts_fen,
            entries,   notes, descriptions, stored_bytes};
  }
};

/// Rows of events that are about to be stored, or were read from blocks.
class HotDraft {
 public:
  void clear();
  /// Adds the event's postings, and the event as a note if it is one. Its bytes stay the caller's.
  /// All entries of a draft are described, or none is (nullptr).
  /// REQUIRES: its postings are of one community and day and numbered in order, as a law of the
  /// books says; what verify finds of others is that the hot part differs.
  template <class Event>
  void add(Sequence sequence, const Event& event, const Description* description) {
    if (!event.postings.empty()) add_entry(sequence, event.postings, description);
    if (event.noted) rows_.notes.push_back({sequence, event.community, event.bytes});
  }
  /// REQUIRES: at least one posting.
  void add_entry(Sequence sequence, std::span<const Posting> postings,
                 const Description* description);
  /// Adds a block's events in range, without descriptions.
  void add(const StoredBlock& block, const SliceRange& range);

  bool empty() const { return rows_.empty(); }
  HotRun run(CommunityNumber community, std::uint64_t stored_bytes) const;
  std::string encode(CommunityNumber community, Sequence first, Sequence last) const;

 private:
  HotPiece rows_;  ///< but for the two lists below
  Numbering<PostingSort> sorts_;
  DescriptionList descriptions_;
};

}  // namespace mingzhang
