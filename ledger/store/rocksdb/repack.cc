#include "ledger/store/rocksdb/repack.h"

#include <algorithm>
#include <limits>
#include <map>

#include "ledger/store/hot_codec.h"
#include "ledger/store/rocksdb/keys.h"
#include "ledger/store/rocksdb/scan.h"

namespace mingzhang::rocks {
namespace {

/// One community's rows in sequence order; the bytes of notes are its own.
struct Rows {
  struct OwnNote {
    Sequence sequence;
    std::string meaning;
  };
  HotDraft entries;
  std::vector<OwnNote> notes;

  std::size_t size() const { return entries.rows().sort_numbers.size() + notes.size(); }
};
using RowsByCommunity = std::map<CommunityNumber, Rows>;

void sort_out(const HotRun& run, RowsByCommunity& out) {
  run.each_entry([&](const HotRun::Entry& entry, std::span<const Posting> postings) {
    out[postings.front().community].entries.add_entry(entry.sequence, postings,
                                                      &run.descriptions[entry.caption]);
  });
  for (const HotRun::Note& note : run.notes) {
    out[note.community].notes.push_back({note.sequence, std::string(note.meaning)});
  }
}

/// Takes a community's newest segments back in, in front of its new rows, while they are not full
/// and not much larger than what joins them: so a row is rewritten a few times (the logarithm of a
/// segment's size), however few rows each step brings, and few small segments stay behind.
StoreResult<void> take_back(const View& view, CommunityNumber community, Rows& rows,
                            rocksdb::WriteBatch& batch, rocksdb::ColumnFamilyHandle* segments) {
  std::vector<std::string> taken;
  std::size_t size = rows.size();
  const std::unique_ptr<rocksdb::Iterator> at = view.seek(Family::segments);
  const Sequence behind_all{std::numeric_limits<std::uint64_t>::max()};
  for (at->SeekForPrev(segment_key(community, behind_all)); at->Valid(); at->Prev()) {
    const std::optional<HotHeader> header = read_hot_header(at->value().ToStringView());
    if (!header) return damaged_piece({community, {}});
    const std::size_t there = std::size_t{header->postings} + header->notes;
    if (header->community != community || there >= segment_rows || there > 2 * size) break;
    size += there;
    taken.push_back(at->value().ToString());
    batch.Delete(segments, at->key());
  }
  if (!at->status().ok()) {
    return store_error(at->status(), "数据段", "a segment");
  }
  if (taken.empty()) return {};
  RowsByCommunity joined;
  HotPiece piece;
  for (auto bytes = taken.rbegin(); bytes != taken.rend(); ++bytes) {
    if (!decode_hot(*bytes, all_events, piece)) {
      return damaged_piece({community, read_hot_header(*bytes)->first});
    }
    sort_out(piece.run(0), joined);
  }
  sort_out(rows.entries.run(0), joined);
  Rows& all = joined[community];
  std::ranges::move(rows.notes, std::back_inserter(all.notes));
  rows = std::move(all);
  return {};
}

/// Cuts rows into segments, between events.
class SegmentCutter {
 public:
  SegmentCutter(CommunityNumber community, const Rows& rows)
      : community_(community),
        all_(rows.entries.rows()),
        descriptions_(rows.entries.descriptions()) {
    for (const Rows::OwnNote& note : rows.notes) {
      notes_.push_back({note.sequence, community, note.meaning});
    }
  }

  void cut(rocksdb::WriteBatch& batch, rocksdb::ColumnFamilyHandle* segments) {
    while (more()) {
      const std::size_t entry = entry_;
      const std::size_t posting = posting_;
      const std::size_t note = note_;
      const Sequence first = next_sequence();
      Sequence last = first;
      while (more() && posting_ - posting + note_ - note < segment_rows &&
             next_sequence().value - first.value <= max_hot_span) {
        last = next_sequence();
        take_event(last);
      }
      EventRows rows = all_;
      rows.sort_numbers = all_.sort_numbers.subspan(posting, posting_ - posting);
      rows.houses = all_.houses.subspan(posting, posting_ - posting);
      rows.amounts_fen = all_.amounts_fen.subspan(posting, posting_ - posting);
      rows.entries = all_.entries.subspan(entry, entry_ - entry);
      rows.notes = std::span(notes_).subspan(note, note_ - note);
      piece_.take(rows);
      HotRun run = piece_.run(0);
      run.descriptions = descriptions_;
      batch.Put(segments, segment_key(community_, first), encode_hot(community_, first, last, run));
    }
  }

 private:
  bool more() const { return entry_ < all_.entries.size() || note_ < notes_.size(); }
  Sequence next_sequence() const {
    const Sequence none{std::numeric_limits<std::uint64_t>::max()};
    return std::min(entry_ < all_.entries.size() ? all_.entries[entry_].sequence : none,
                    note_ < notes_.size() ? notes_[note_].sequence : none);
  }
  void take_event(Sequence event) {
    while (entry_ < all_.entries.size() && all_.entries[entry_].sequence == event) {
      posting_ += all_.entries[entry_++].postings;
    }
    while (note_ < notes_.size() && notes_[note_].sequence == event) ++note_;
  }

  CommunityNumber community_;
  EventRows all_;
  std::span<const Description> descriptions_;
  std::vector<HotRun::Note> notes_;
  HotPiece piece_;
  std::size_t entry_ = 0;
  std::size_t posting_ = 0;
  std::size_t note_ = 0;
};

/// Reads the oldest blocks of the tail and deletes them in the batch.
StoreResult<RowsByCommunity> take_tail(const View& view, std::uint64_t most_events,
                                       rocksdb::ColumnFamilyHandle* tail, RepackStep& step) {
  const auto packed = view.get_sequence(Family::meta, meta_key::repacked_through);
  if (!packed) return packed.error();
  const Sequence before = packed->value_or(Sequence{});
  step.through = before;
  RowsByCommunity rows;
  HotPiece piece;
  const std::unique_ptr<rocksdb::Iterator> at = view.scan(Family::tail);
  for (at->Seek(sequence_key(next(before))); at->Valid(); at->Next()) {
    const std::string_view bytes = at->value().ToStringView();
    const PiecePlace place{{}, next(step.through)};
    if (!decode_hot(bytes, all_events, piece)) return damaged_piece(place);
    const HotHeader header = *read_hot_header(bytes);
    if (header.first != place.first) return damaged_piece(place);
    if (step.through > before && header.last.value - before.value > most_events) break;
    sort_out(piece.run(0), rows);
    step.batch.Delete(tail, at->key());
    step.through = header.last;
  }
  if (!at->status().ok()) return store_error(at->status(), "热数据", "the hot part");
  return rows;
}

}  // namespace

std::uint64_t events_of_a_step(std::uint64_t waiting) {
  constexpr std::uint64_t least_events = 4'096;
  constexpr std::uint64_t most_events = 262'144;
  constexpr std::uint64_t steps = 16;
  return std::clamp(waiting / steps, least_events, most_events);
}

StoreResult<RepackStep> prepare_repack(const View& view, std::uint64_t most_events) {
  RepackStep step;
  rocksdb::ColumnFamilyHandle* segments = view.family(Family::segments);
  auto rows = take_tail(view, most_events, view.family(Family::tail), step);
  if (!rows) return rows.error();
  for (auto& [community, of_community] : *rows) {
    const auto taken = take_back(view, community, of_community, step.batch, segments);
    if (!taken) return taken.error();
    SegmentCutter(community, of_community).cut(step.batch, segments);
  }
  step.batch.Put(view.family(Family::meta), slice(meta_key::repacked_through),
                 number_value(step.through.value));
  return step;
}

}  // namespace mingzhang::rocks
