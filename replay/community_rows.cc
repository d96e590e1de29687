#include "replay/community_rows.h"

#include <algorithm>

#include "ledger/state/fold.h"
#include "ledger/state/ledger_state.h"
#include "replay/reports/rows.h"

namespace mingzhang {
namespace {

template <class Value>
std::uint64_t bytes_of(const std::vector<Value>& values) {
  return values.capacity() * sizeof(Value);
}

std::uint64_t bytes_of(const std::vector<std::vector<std::uint32_t>>& lists) {
  std::uint64_t bytes = lists.capacity() * sizeof(lists.front());
  for (const std::vector<std::uint32_t>& list : lists) bytes += bytes_of(list);
  return bytes;
}

std::uint64_t bytes_of(const ByPeriod<std::vector<std::uint32_t>>& lists) {
  std::uint64_t bytes = lists.allocated_bytes();
  lists.each([&bytes](Period, std::size_t, const std::vector<std::uint32_t>& list) {
    bytes += bytes_of(list);
  });
  return bytes;
}

}  // namespace

StoreResult<void> CommunityRows::add(const HotRun& run) {
  for (const HotRun::Note& note : run.notes) {
    StoreResult<EventMeaning> meaning = read_meaning(note);
    if (!meaning) return meaning.error();
    fold_event(registry, meaning->payload);
    const Day day = meaning->business_date;
    last = std::max(last.value_or(day), day);
    notes.push_back({note.sequence, std::move(*meaning)});
  }
  run.each_posting([&](const HotRun::Entry& entry, const Posting& posting) {
    if (posting.line == 0) add_event(entry.sequence, posting, run.descriptions[entry.caption]);
    add_row(posting);
  });
  return {};
}

void CommunityRows::add_event(Sequence sequence, const Posting& first,
                              const Description& description) {
  const Day day = first.business_date();
  last = std::max(last.value_or(day), day);
  std::vector<std::uint32_t>& of_month = events_by_month[period_of(day)];
  of_month.push_back(static_cast<std::uint32_t>(events.size()));
  events.push_back(
      {sequence, day, static_cast<EventKind>(first.kind), static_cast<std::uint32_t>(rows.size()),
       static_cast<std::uint32_t>(of_month.size()), descriptions.number_of(description)});
}

void CommunityRows::add_row(const Posting& posting) {
  const auto place = static_cast<std::uint32_t>(rows.size());
  if (posting.house) {
    if (house_rows.size() < posting.house.value) house_rows.resize(posting.house.value);
    house_rows[posting.house.value - 1].push_back(place);
  }
  if (is_money(posting.account)) money_rows.push_back(place);
  if (is_account(posting, Account::fee_receivable, Fund::operations)) {
    fee_rows[posting.period].push_back(place);
  }
  rows.push_back({posting, static_cast<std::uint32_t>(events.size() - 1)});
}

std::uint64_t CommunityRows::allocated_bytes() const {
  constexpr std::uint64_t note_bytes = sizeof(NotedEvent) + 200;  // its texts and lists, roughly
  constexpr std::uint64_t house_bytes = sizeof(House) + 50;
  return bytes_of(events) + bytes_of(rows) + bytes_of(house_rows) + bytes_of(events_by_month) +
         bytes_of(money_rows) + bytes_of(fee_rows) + notes.size() * note_bytes +
         registry.houses.size() * house_bytes;
}

StoreResult<void> carry_on(const EventStore& store, CommunityNumber community, Sequence through,
                           CommunityRows& rows) {
  if (rows.through >= through) return {};
  StoreResult<void> added;
  const SliceRange range{.through = through, .from = next(rows.through), .as_events = true};
  const StoreResult<void> scanned = store.scan_community(community, range, [&](const HotRun& run) {
    if (added) added = rows.add(run);
  });
  if (!scanned) return scanned;
  if (!added) return added;
  rows.through = through;
  return {};
}

}  // namespace mingzhang
