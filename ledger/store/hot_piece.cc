#include "ledger/store/hot_piece.h"

#include "ledger/store/hot_codec.h"

namespace mingzhang {

HotPiece HotPiece::of(const HotRun& run) {
  const auto copy = [](const auto& span) { return std::vector(span.begin(), span.end()); };
  return {copy(run.sorts),   copy(run.sort_numbers), copy(run.houses),      copy(run.amounts_fen),
          copy(run.entries), copy(run.notes),        copy(run.descriptions)};
}

void HotDraft::clear() {
  rows_.sort_numbers.clear();
  rows_.houses.clear();
  rows_.amounts_fen.clear();
  rows_.entries.clear();
  rows_.notes.clear();
  sorts_.clear();
  descriptions_.clear();
}

void HotDraft::add_entry(Sequence sequence, std::span<const Posting> postings,
                         const Description* description) {
  const std::uint32_t caption = description == nullptr ? 0 : descriptions_.number_of(*description);
  rows_.entries.push_back(
      {sequence, static_cast<std::uint32_t>(postings.size()), caption, postings.front().day});
  for (const Posting& posting : postings) {
    rows_.sort_numbers.push_back(sorts_.number_of(PostingSort::of(posting)));
    rows_.houses.push_back(posting.house);
    rows_.amounts_fen.push_back(posting.amount_fen);
  }
}

void HotDraft::add(const StoredBlock& block, const SliceRange& range) {
  Sequence sequence = block.first;
  for (const StoredBlock::StoredEvent& event : block.events) {
    if (range.contains(sequence)) add(sequence, event, nullptr);
    sequence = next(sequence);
  }
}

HotRun HotDraft::run(CommunityNumber community, std::uint64_t stored_bytes) const {
  HotRun run = rows_.run(community, stored_bytes);
  run.sorts = sorts_.all();
  run.descriptions = descriptions_.all();
  return run;
}

std::string HotDraft::encode(CommunityNumber community, Sequence first, Sequence last) const {
  return encode_hot(community, first, last, run(community, 0));
}

}  // namespace mingzhang
