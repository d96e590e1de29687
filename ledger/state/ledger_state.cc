#include "ledger/state/ledger_state.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/state/fold.h"

namespace mingzhang {
namespace {

void fold_note(LedgerState& state, CommunityNumber community, const Payload& payload) {
  if (const auto* registered = std::get_if<CommunityRegistered>(&payload)) {
    state.numbers[registered->id.value.value] = community;
  }
  fold_event(state.at(community), payload);
}

StoreError damaged_note(Sequence sequence) {
  return {
      StoreFault::damaged,
      fmt::format("第 {0} 号事项的登记副本无法读取；请从备份恢复 / the note of event {0} cannot "
                  "be read; restore from a backup",
                  sequence.value)};
}

}  // namespace

const CommunityState& LedgerState::find(const std::string& community) const {
  static const CommunityState none;
  const auto found = numbers.find(community);
  return found == numbers.end() ? none : communities[found->second.value - 1];
}

CommunityState& LedgerState::at(CommunityNumber number) {
  if (communities.size() < number.value) communities.resize(number.value);
  return communities[number.value - 1];
}

bool operator==(const LedgerState& left, const LedgerState& right) {
  return left.head == right.head && left.communities == right.communities &&
         left.numbers == right.numbers;
}

void fold_recorded(LedgerState& state, const Event& event, std::span<const Posting> postings) {
  if (is_noted(kind_of(event.payload))) {
    fold_note(state, event.header.community, event.payload);
  }
  CommunityState& community = state.at(event.header.community);
  for (const Posting& posting : postings) fold_posting(community, posting);
}

StoreResult<EventMeaning> read_meaning(const HotRun::Note& note) {
  std::optional<EventMeaning> meaning = unpack_meaning(note.meaning);
  if (!meaning) return damaged_note(note.sequence);
  return std::move(*meaning);
}

StoreResult<std::uint64_t> fold_run(LedgerState& state, const HotRun& run) {
  std::uint64_t events = 0;
  for (const HotRun::Note& note : run.notes) {
    const std::optional<EventMeaning> meaning = unpack_meaning(note.meaning);
    if (!meaning) return damaged_note(note.sequence);
    fold_note(state, note.community, meaning->payload);
    if (!meaning->has_voucher) ++events;  // the others are counted by their postings
  }
  CommunityNumber last;
  for (const PostingSort& sort : run.sorts) last = std::max(last, sort.community);
  for (const HotRun::Vouchers& vouchers : run.vouchers) {
    last = std::max(last, vouchers.community);
    events += vouchers.events;
  }
  if (last) state.at(last);
  fold_postings(state.communities, run);
  return events;
}

StoreResult<LedgerState> fold_log(const EventStore& store) {
  LedgerState state;
  state.head = store.head();
  StoreResult<std::uint64_t> folded = 0;
  const SliceRange range{{state.head.next.value - 1}};
  const StoreResult<void> scanned = store.scan_hot(0, 1, range, [&](const HotRun& run) {
    if (folded) folded = fold_run(state, run);
  });
  if (!scanned) return scanned.error();
  if (!folded) return folded.error();
  return state;
}

}  // namespace mingzhang
