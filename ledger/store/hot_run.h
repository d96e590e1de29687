#pragma once

// The hot part as it is folded: postings as columns, those of one sort together, so that a fold
// decides once for each sort what it moves and then adds along a column. Who looks at events asks
// for their order too (SliceRange::as_events): `entries` and `sort_numbers` lead from event to
// event through the columns.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "ledger/base/ensure.h"
#include "ledger/base/ids.h"
#include "ledger/event.h"
#include "ledger/posting.h"

namespace mingzhang {

/// Valid only inside the callback that receives it.
struct HotRun {
  /// How many events with postings a community has in a month of business dates.
  struct Vouchers {
    CommunityNumber community;
    Period month;
    std::uint32_t events = 0;
    bool operator==(const Vouchers&) const = default;
  };
  struct Note {
    Sequence sequence;
    CommunityNumber community;
    std::string_view meaning;  ///< of the event, packed
  };
  /// An event with postings.
  struct Entry {
    Sequence sequence;
    std::uint32_t postings = 0;  ///< at least one
    std::uint32_t caption = 0;   ///< place of its description, where there are descriptions
    std::uint16_t day = 0;       ///< business date of all of them, as in Posting
  };

  std::span<const PostingSort> sorts;
  std::span<const std::uint32_t> sort_ends;   ///< of each sort the place behind its last posting
  std::span<const HouseNumber> houses;        ///< of each posting, sort by sort
  std::span<const std::int64_t> amounts_fen;  ///< of each posting, sort by sort
  std::span<const Vouchers> vouchers;
  std::span<const Note> notes;
  // Of events, in their order. A sort's postings are in their order too.
  std::span<const Entry> entries;               ///< their postings, together, are all postings
  std::span<const std::uint32_t> sort_numbers;  ///< of each posting, event by event
  std::span<const Description> descriptions;    ///< empty unless asked for
  std::uint64_t stored_bytes = 0;               ///< as read, for rates

  std::size_t posting_count() const { return amounts_fen.size(); }

  /// Calls visit(const PostingSort&, std::span<const HouseNumber>, std::span<const std::int64_t>)
  /// with each sort's postings.
  template <class Visit>
  void each_sort(const Visit& visit) const {
    std::size_t begin = 0;
    for (std::size_t i = 0; i < sorts.size(); ++i) {
      const std::size_t count = sort_ends[i] - begin;
      visit(sorts[i], houses.subspan(begin, count), amounts_fen.subspan(begin, count));
      begin = sort_ends[i];
    }
  }
  /// Calls visit(const Entry&, const Posting&) with each posting, in order.
  /// REQUIRES: as events.
  template <class Visit>
  void each_posting(const Visit& visit) const {
    each_entry([&](const Entry& entry, std::span<const Posting> postings) {
      for (const Posting& posting : postings) visit(entry, posting);
    });
  }
  /// Calls visit(const Entry&, std::span<const Posting>) with all postings of each entry, in order.
  /// REQUIRES: as events.
  template <class Visit>
  void each_entry(const Visit& visit) const {
    ensure(sort_numbers.size() == posting_count(), "events are read by who asked for them");
    std::vector<std::uint32_t> places = sort_begins();
    std::vector<Posting> postings;
    const std::uint32_t* sort_number = sort_numbers.data();
    for (const Entry& entry : entries) {
      postings.clear();
      for (std::uint32_t line = 0; line < entry.postings; ++line, ++sort_number) {
        const std::uint32_t place = places[*sort_number]++;
        postings.push_back(
            sorts[*sort_number].posting(houses[place], amounts_fen[place], entry.day, line));
      }
      visit(entry, std::span<const Posting>(postings));
    }
  }
  /// Of each sort the place of its first posting.
  std::vector<std::uint32_t> sort_begins() const {
    std::vector<std::uint32_t> begins(sorts.size());
    for (std::size_t i = 1; i < sorts.size(); ++i) begins[i] = sort_ends[i - 1];
    return begins;
  }
};

}  // namespace mingzhang
