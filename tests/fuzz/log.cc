// The readers of the log see bytes whose checksum was right: it is put right here, so that what is
// behind it is reached.

#include <xxhash.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "ledger/base/ensure.h"
#include "ledger/codec/event_codec.h"
#include "ledger/codec/meaning_codec.h"
#include "ledger/state/ledger_state.h"
#include "ledger/store/block_codec.h"
#include "ledger/store/hot_codec.h"
#include "tests/fuzz/targets.h"

namespace mingzhang::fuzz {
namespace {

std::string with_checksum(std::string_view bytes) {
  std::string out(bytes);
  if (out.size() < sizeof(std::uint64_t)) return out;
  const std::uint64_t sum = XXH3_64bits(out.data() + sizeof(sum), out.size() - sizeof(sum));
  std::memcpy(out.data(), &sum, sizeof(sum));
  return out;
}

/// A fold has room for every community and house up to the largest number, and for sums of what
/// amounts may be (money.h): only what keeps to that.
void fold_if_small(HotRun run) {
  constexpr std::uint32_t most = 1000;
  const auto is_small = [](auto number) { return number.value <= most; };
  if (!std::ranges::all_of(run.houses, is_small)) return;
  if (!std::ranges::all_of(run.sorts, is_small, &PostingSort::community)) return;
  if (!std::ranges::all_of(run.vouchers, is_small, &HotRun::Vouchers::community)) return;
  const auto is_allowed = [](std::int64_t fen) {
    return -max_amount.fen <= fen && fen <= max_amount.fen;
  };
  if (!std::ranges::all_of(run.amounts_fen, is_allowed)) return;
  run.notes = {};
  std::uint64_t events = 0;
  for (const HotRun::Vouchers& vouchers : run.vouchers) events += vouchers.events;
  LedgerState state;
  ensure(fold_run(state, run).value() == events, "every entry is an event");
}

}  // namespace

void block(std::string_view bytes) {
  const auto read = decode_block(std::make_shared<const std::string>(with_checksum(bytes)));
  if (!read) return;
  std::size_t postings = 0;
  for (const StoredBlock::StoredEvent& stored : read->events) {
    postings += stored.postings.size();
    hash_event({}, stored.bytes, stored.postings);  // reads all of both
    const std::optional<Event> event = decode_event(stored.bytes);
    if (!event) continue;
    const std::optional<Event> again = decode_event(encode_event(*event));
    ensure(again && *again == *event, "an event that was read is written as the same");
  }
  HotDraft draft;
  draft.add(*read, {});
  ensure(draft.run(0).posting_count() == postings, "every posting is a row");
}

void hot_piece(std::string_view bytes) {
  const std::string sealed = with_checksum(bytes);
  HotPiece sums;
  if (!decode_hot(sealed, {}, sums)) return;
  for (const HotRun::Note& note : sums.notes) unpack_meaning(note.meaning);
  fold_if_small(sums.run(sealed.size()));
  HotPiece part;
  ensure(decode_hot(sealed, {{}, 1, 2, {}}, part), "a shard reads a part of the same");
  ensure(part.amounts_fen.size() <= sums.amounts_fen.size(), "and no more");
  HotPiece piece;
  if (!decode_hot(sealed, all_events, piece)) return;
  ensure(sums.amounts_fen == piece.amounts_fen, "whoever folds reads the same");
  const HotRun run = piece.run(0);
  std::size_t postings = 0;
  run.each_posting([&](const HotRun::Entry& entry, const Posting& posting) {
    ensure(entry.caption < piece.descriptions.size(), "each description is there");
    ensure(bool{posting.community}, "each posting is of a community");
    ++postings;
  });
  ensure(postings == run.posting_count(), "the entries' postings are all postings");
  const HotHeader header = *read_hot_header(sealed);
  const Sequence middle{header.first.value + (header.last.value - header.first.value) / 2};
  ensure(decode_hot(sealed, {{}, 0, 1, {.through = middle}}, part), "so can half of it be read");
  fold_if_small(part.run(0));
}

}  // namespace mingzhang::fuzz
