#include "ledger/store/hot_piece.h"

#include <algorithm>

#include "ledger/store/hot_codec.h"

namespace mingzhang {

HotPiece HotPiece::of(const HotRun& run) {
  const auto copy = [](const auto& span) { return std::vector(span.begin(), span.end()); };
  HotPiece piece;
  piece.sorts = copy(run.sorts);
  piece.sort_ends = copy(run.sort_ends);
  piece.houses = copy(run.houses);
  piece.amounts_fen = copy(run.amounts_fen);
  piece.vouchers = copy(run.vouchers);
  piece.notes = copy(run.notes);
  piece.entries = copy(run.entries);
  piece.sort_numbers = copy(run.sort_numbers);
  piece.descriptions = copy(run.descriptions);
  return piece;
}

void HotPiece::take(const EventRows& rows) {
  const std::size_t count = rows.sort_numbers.size();
  UsedNumbers used(rows.sorts.size());
  sort_numbers.resize(count);
  for (std::size_t i = 0; i < count; ++i) sort_numbers[i] = used.use(rows.sort_numbers[i]);
  sorts.clear();
  for (const std::uint32_t number : used.used()) sorts.push_back(rows.sorts[number]);
  sort_ends.assign(sorts.size() + 1, 0);
  for (const std::uint32_t number : sort_numbers) ++sort_ends[number + 1];
  for (std::size_t i = 1; i < sort_ends.size(); ++i) sort_ends[i] += sort_ends[i - 1];
  houses.resize(count);
  amounts_fen.resize(count);
  // What begins as the places of first postings ends as those behind the last ones.
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t place = sort_ends[sort_numbers[i]]++;
    houses[place] = rows.houses[i];
    amounts_fen[place] = rows.amounts_fen[i];
  }
  sort_ends.pop_back();
  entries.assign(rows.entries.begin(), rows.entries.end());
  notes.assign(rows.notes.begin(), rows.notes.end());
  vouchers = vouchers_of(*this);
}

std::vector<HotRun::Vouchers> vouchers_of(const HotPiece& piece) {
  std::vector<HotRun::Vouchers> vouchers;
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> places;
  HotRun::Vouchers* last = nullptr;
  std::uint16_t day = 0;
  std::size_t place = 0;
  for (const HotRun::Entry& entry : piece.entries) {
    const CommunityNumber community = piece.sorts[piece.sort_numbers[place]].community;
    place += entry.postings;
    // Those of one community and day come in runs.
    if (last == nullptr || community != last->community || entry.day != day) {
      const Period month = period_of(Day{entry.day});
      const std::uint64_t key = std::uint64_t{community.value} << 16U | month.months;
      const auto next = static_cast<std::uint32_t>(vouchers.size());
      const auto [found, added] = places.emplace(key, next);
      if (added) vouchers.push_back({community, month, 0});
      last = &vouchers[found->second];
      day = entry.day;
    }
    ++last->events;
  }
  return vouchers;
}

void HotDraft::clear() {
  sorts_.clear();
  sort_numbers_.clear();
  houses_.clear();
  amounts_fen_.clear();
  entries_.clear();
  notes_.clear();
  meanings_.clear();
  descriptions_.clear();
}

void HotDraft::add_entry(Sequence sequence, std::span<const Posting> postings,
                         const Description* description) {
  const std::uint32_t caption = description == nullptr ? 0 : descriptions_.number_of(*description);
  entries_.push_back(
      {sequence, static_cast<std::uint32_t>(postings.size()), caption, postings.front().day});
  for (const Posting& posting : postings) {
    sort_numbers_.push_back(sorts_.number_of(PostingSort::of(posting)));
    houses_.push_back(posting.house);
    amounts_fen_.push_back(posting.amount_fen);
  }
}

void HotDraft::add(const StoredBlock& block, const SliceRange& range) {
  Sequence sequence = block.first;
  for (const StoredBlock::StoredEvent& event : block.events) {
    if (range.contains(sequence)) add(sequence, event, nullptr);
    sequence = next(sequence);
  }
}

HotRun HotDraft::run(std::uint64_t stored_bytes) {
  piece_.take(rows());
  HotRun run = piece_.run(stored_bytes);
  run.descriptions = descriptions_.all();
  return run;
}

std::string HotDraft::encode(Sequence first, Sequence last) {
  const HotRun all = run(0);
  for (const HotRun::Note& note : all.notes)
    ensure(!note.meaning.empty(), "a note means something");
  const CommunityNumber community =
      all.sorts.empty() ? all.notes.front().community : all.sorts.front().community;
  const auto is_of_it = [&](const auto& one) { return one.community == community; };
  const bool is_of_one =
      std::ranges::all_of(all.sorts, is_of_it) && std::ranges::all_of(all.notes, is_of_it);
  return encode_hot(is_of_one ? community : CommunityNumber{}, first, last, all);
}

}  // namespace mingzhang
