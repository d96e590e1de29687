#include "replay/engine/block_check.h"

#include <xxhash.h>

#include "ledger/codec/event_codec.h"
#include "ledger/laws/laws.h"
#include "ledger/rules/decide.h"
#include "ledger/rules/rules.h"
#include "replay/engine/chain_check.h"

namespace mingzhang {

void Fingerprint::add(Sequence sequence, std::span<const Posting> postings) {
  add(sequence,
      std::string_view(reinterpret_cast<const char*>(postings.data()), postings.size_bytes()));
}

void Fingerprint::add(Sequence sequence, const Description& description) {
  low += XXH3_64bits_withSeed(description.zh.data(), description.zh.size(), sequence.value);
  high += XXH3_64bits_withSeed(description.en.data(), description.en.size(), sequence.value);
}

void Fingerprint::add(Sequence sequence, std::string_view meaning) {
  const XXH128_hash_t hash = XXH3_128bits_withSeed(meaning.data(), meaning.size(), sequence.value);
  low += hash.low64;
  high += hash.high64;
}

void add_run(const HotRun& run, Fingerprints& fingerprints) {
  for (const HotRun::Note& note : run.notes) {
    fingerprints[note.community.value].add(note.sequence, note.meaning);
  }
  run.each_entry([&](const HotRun::Entry& entry, std::span<const Posting> postings) {
    Fingerprint& fingerprint = fingerprints[postings.front().community.value];
    fingerprint.add(entry.sequence, postings);
    fingerprint.add(entry.sequence, run.descriptions[entry.caption]);
  });
}

void BlockCheck::check(const StoredBlock& block) {
  if (blocks_++ % shards_ == shard_) check_hashes(block, problems);
  Sequence sequence = block.first;
  for (const StoredBlock::StoredEvent& event : block.events) {
    if (shard_of(event.community, shards_) == shard_) check_event(sequence, event, block);
    sequence = next(sequence);
  }
}

void BlockCheck::check_event(Sequence sequence, const StoredBlock::StoredEvent& stored,
                             const StoredBlock& block) {
  std::optional<Event> event = decode_event(stored.bytes);
  if (!event) {
    problems.add(sequence, "事项无法读取 / the event cannot be read", place_of(block));
    return;
  }
  const bool is_ours = event->header.community == stored.community;
  if (event->header.sequence != sequence || event->header.recorded_at != block.recorded_at ||
      !is_ours) {
    problems.add(sequence, "事项与其位置不符 / the event says another place or time",
                 place_of(block));
  }
  if (!is_ours) return;
  recorded_.event = std::move(*event);
  recorded_.postings.assign(stored.postings.begin(), stored.postings.end());
  check_laws(recorded_, block);
  check_texts(recorded_.event);
  keep_if_named_later(sequence, recorded_);
  fold_recorded(state, recorded_.event, recorded_.postings);
  if (stored.postings.empty() && !stored.noted) return;
  Fingerprint& fingerprint = fingerprints[stored.community.value];
  if (stored.noted) fingerprint.add(sequence, pack_meaning(recorded_.event));
  if (stored.postings.empty()) return;
  fingerprint.add(sequence, stored.postings);
  fingerprint.add(sequence, describe(recorded_.event.payload));
}

/// The laws that hold of every event, over the state before it.
void BlockCheck::check_laws(const RecordedEvent& recorded, const StoredBlock& block) {
  std::optional<RecordedEvent> referenced;
  if (const Sequence sequence = referenced_sequence(recorded.event.payload)) {
    referenced = find(sequence);
  }
  const CommunityState& before = state.at(recorded.event.header.community);
  for (const Violation& violation :
       broken_laws(before, recorded, referenced ? &*referenced : nullptr)) {
    problems.add(recorded.event.header.sequence, violation.what, place_of(block));
  }
}

/// Every check holds without what was kept: then the event is looked for in the store.
std::optional<RecordedEvent> BlockCheck::find(Sequence sequence) {
  if (auto kept = kept_.extract(sequence)) return std::move(kept.mapped());
  StoreResult<std::optional<RecordedEvent>> found = store_.read_event(sequence);
  return found ? std::move(*found) : std::nullopt;
}

void BlockCheck::keep_if_named_later(Sequence sequence, const RecordedEvent& recorded) {
  const std::size_t community = recorded.event.header.community.value - std::size_t{1};
  const bool is_reversed = community < foreseen_.communities.size() &&
                           foreseen_.communities[community].reversed.contains(sequence.value);
  if (is_reversed || std::holds_alternative<SuspenseReceived>(recorded.event.payload)) {
    kept_.emplace(sequence, recorded);
  }
}

struct BlockCheck::TextVisitor {
  BlockCheck& check;
  Sequence sequence;
  std::uint8_t field = 0;

  void operator()(std::string_view, const Text& text) { check.check_text(sequence, field++, text); }
  void operator()(std::string_view, const auto&) { ++field; }
};

void BlockCheck::check_texts(const Event& event) {
  if (event.header.memo) {
    check_text(event.header.sequence, memo_text_field, *event.header.memo);
  }
  TextVisitor visitor{*this, event.header.sequence};
  std::visit([&visitor](const auto& payload) { payload.fields(payload, visitor); }, event.payload);
}

void BlockCheck::check_text(Sequence sequence, std::uint8_t field, const Text& text) {
  const StoreResult<std::optional<SaltedText>> kept = store_.read_text(sequence, field);
  if (!kept) {
    problems.add(kept.error(), "texts");
  } else if (*kept && commit_text((*kept)->salt, (*kept)->text) != text.commitment) {
    problems.add(sequence, "文字与其承诺不符 / a text is not the one that was committed to",
                 "texts");
  }
}

}  // namespace mingzhang
