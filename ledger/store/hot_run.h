#pragma once

// The hot part as it is folded: postings as columns, in sequence order, and the noted events among
// them. What many postings have in common stands once (`sorts`), and what an event's postings have
// in common stands once for each event (`entries`), so that a fold looks at few bytes and
// decides once for each sort what it moves.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "ledger/base/ids.h"
#include "ledger/event.h"
#include "ledger/posting.h"

namespace mingzhang {

/// Valid only inside the callback that receives it.
struct HotRun {
  /// An event with postings.
  struct Entry {
    Sequence sequence;
    std::uint32_t postings = 0;  ///< at least one
    std::uint32_t caption = 0;   ///< place of its description, where there are descriptions
    std::uint16_t day = 0;       ///< business date of all of them, as in Posting
  };
  struct Note {
    Sequence sequence;
    CommunityNumber community;
    std::string_view event_bytes;
  };

  CommunityNumber community;  ///< 0 = more than one (an unpacked block)
  std::span<const PostingSort> sorts;
  std::span<const std::uint32_t> sort_numbers;  ///< of each posting its place in `sorts`
  std::span<const HouseNumber> houses;          ///< of each posting
  std::span<const std::int64_t> amounts_fen;    ///< of each posting
  std::span<const Entry> entries;               ///< their postings, together, are all postings
  std::span<const Note> notes;
  std::span<const Description> descriptions{};  ///< empty unless asked for
  std::uint64_t stored_bytes = 0;               ///< as read, for rates

  std::size_t posting_count() const { return amounts_fen.size(); }
  /// REQUIRES: `entry` is the event of the posting at `place`, as its posting number `line`.
  Posting posting(const Entry& entry, std::size_t place, std::uint32_t line) const {
    return sorts[sort_numbers[place]].posting(houses[place], amounts_fen[place], entry.day, line);
  }
  /// Calls visit(const Entry&, const Posting&) with each posting, in order.
  template <class Visit>
  void each_posting(const Visit& visit) const {
    each_entry([&](const Entry& entry, std::span<const Posting> postings) {
      for (const Posting& posting : postings) visit(entry, posting);
    });
  }
  /// Calls visit(const Entry&, std::span<const Posting>) with all postings of each entry, in order.
  template <class Visit>
  void each_entry(const Visit& visit) const {
    std::vector<Posting> postings;
    std::size_t place = 0;
    for (const Entry& entry : entries) {
      postings.clear();
      for (std::uint32_t line = 0; line < entry.postings; ++line) {
        postings.push_back(posting(entry, place++, line));
      }
      visit(entry, std::span<const Posting>(postings));
    }
  }
};

}  // namespace mingzhang
