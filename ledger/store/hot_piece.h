#pragma once

// Owners of what a HotRun points at: a piece that was read, and a draft of what will be stored.

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <vector>

#include "ledger/codec/meaning_codec.h"
#include "ledger/store/event_store.h"

namespace mingzhang {

/// Different values, numbered from 0 in the order of their first use.
template <class Value>
class Numbering {
 public:
  std::uint32_t number_of(const Value& value) {
    // Often the one before once more: comparing is quicker than looking for it.
    if (!all_.empty() && all_[last_] == value) return last_;
    const auto next = static_cast<std::uint32_t>(all_.size());
    const auto [found, added] = numbers_.emplace(value, next);
    if (added) all_.push_back(value);
    return last_ = found->second;
  }
  const std::vector<Value>& all() const { return all_; }
  void clear() {
    all_.clear();
    numbers_.clear();
    last_ = 0;
  }

 private:
  std::uint32_t last_ = 0;
  std::vector<Value> all_;
  boost::unordered_flat_map<Value, std::uint32_t> numbers_;
};
using DescriptionList = Numbering<Description>;

/// Which values of a list are used, numbered anew in the order of their first use.
class UsedNumbers {
 public:
  explicit UsedNumbers(std::size_t count) : numbers_(count, unused) {}

  std::uint32_t use(std::uint32_t number) {
    if (numbers_[number] == unused) {
      numbers_[number] = static_cast<std::uint32_t>(used_.size());
      used_.push_back(number);
    }
    return numbers_[number];
  }
  const std::vector<std::uint32_t>& used() const { return used_; }

 private:
  static constexpr std::uint32_t unused = ~std::uint32_t{0};
  std::vector<std::uint32_t> numbers_;
  std::vector<std::uint32_t> used_;
};

/// Rows as they are gathered: postings event by event. Sorts that no posting has may be among them.
struct EventRows {
  std::span<const PostingSort> sorts;
  std::span<const std::uint32_t> sort_numbers;  ///< of each posting, as the next two
  std::span<const HouseNumber> houses;
  std::span<const std::int64_t> amounts_fen;
  std::span<const HotRun::Entry> entries;
  std::span<const HotRun::Note> notes;
};

/// Columns in memory. Kept by a reader and filled again and again: its rows take no new memory once
/// it has grown to the largest piece.
struct HotPiece {
  std::vector<PostingSort> sorts;
  std::vector<std::uint32_t> sort_ends;
  std::vector<HouseNumber> houses;
  std::vector<std::int64_t> amounts_fen;
  std::vector<HotRun::Vouchers> vouchers;
  std::vector<HotRun::Note> notes;
  std::vector<HotRun::Entry> entries;
  std::vector<std::uint32_t> sort_numbers;
  std::vector<Description> descriptions;

  /// A copy that outlives what it was read from, but for the bytes of its notes.
  static HotPiece of(const HotRun& run);
  /// Takes the rows sort by sort. Its descriptions stay what they are.
  void take(const EventRows& rows);

  bool empty() const { return sorts.empty() && notes.empty(); }
  HotRun run(std::uint64_t stored_bytes) const {
    return {sorts, sort_ends, houses,       amounts_fen,  vouchers,
            notes, entries,   sort_numbers, descriptions, stored_bytes};
  }
};

/// By the entries of a piece, in the order of their first ones.
std::vector<HotRun::Vouchers> vouchers_of(const HotPiece& piece);

/// Rows of events that are about to be stored, or were read from blocks.
class HotDraft {
 public:
  HotDraft() = default;
  HotDraft(HotDraft&&) = default;
  HotDraft& operator=(HotDraft&&) = default;
  HotDraft(const HotDraft&) = delete;  // its notes point into it
  HotDraft& operator=(const HotDraft&) = delete;

  void clear();
  /// Adds the event's postings, and the event's meaning if it is to be noted.
  /// All entries of a draft are described, or none is (nullptr).
  /// REQUIRES: its postings are of one community and day and numbered in order, as a law of the
  /// books says; what verify finds of others is that the hot part differs.
  template <class Event>
  void add(Sequence sequence, const Event& event, const Description* description) {
    if (!event.postings.empty()) add_entry(sequence, event.postings, description);
    if (!event.noted) return;
    const std::string& meaning = meanings_.emplace_back(pack_meaning(event.bytes));
    notes_.push_back({sequence, event.community, meaning});
  }
  /// REQUIRES: at least one posting.
  void add_entry(Sequence sequence, std::span<const Posting> postings,
                 const Description* description);
  /// Adds a block's events in range, without descriptions.
  void add(const StoredBlock& block, const SliceRange& range);

  bool empty() const { return entries_.empty() && notes_.empty(); }
  EventRows rows() const {
    return {sorts_.all(), sort_numbers_, houses_, amounts_fen_, entries_, notes_};
  }
  const std::vector<Description>& descriptions() const { return descriptions_.all(); }
  /// Valid until the draft is changed or asked again.
  HotRun run(std::uint64_t stored_bytes);
  /// As a piece of its community, or of several. REQUIRES: not empty.
  std::string encode(Sequence first, Sequence last);

 private:
  Numbering<PostingSort> sorts_;
  std::vector<std::uint32_t> sort_numbers_;
  std::vector<HouseNumber> houses_;
  std::vector<std::int64_t> amounts_fen_;
  std::vector<HotRun::Entry> entries_;
  std::vector<HotRun::Note> notes_;
  std::deque<std::string> meanings_;  ///< of the notes
  DescriptionList descriptions_;
  HotPiece piece_;  ///< the rows sort by sort, once somebody asks
};

}  // namespace mingzhang
