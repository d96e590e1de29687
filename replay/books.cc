#include "replay/books.h"

#include <algorithm>

#include "ledger/state/fold.h"
#include "ledger/state/ledger_state.h"

namespace mingzhang {
namespace {

/// The registry as it was through a sequence.
std::shared_ptr<const CommunityState> registry_through(
    const std::shared_ptr<const CommunityRows>& all, Sequence through) {
  if (all->notes.empty() || all->notes.back().sequence <= through) {
    return {all, &all->registry};
  }
  auto registry = std::make_shared<CommunityState>();
  for (const NotedEvent& note : all->notes) {
    if (note.sequence > through) break;
    fold_event(*registry, note.meaning.payload);
  }
  return registry;
}

}  // namespace

Books::Books(std::shared_ptr<const CommunityRows> rows, Sequence through, std::optional<Day> cut)
    : all_(std::move(rows)),
      registry_(registry_through(all_, through)),
      through_(through),
      cut_(cut) {
  const auto behind = std::ranges::upper_bound(all_->events, through, {}, &BookedEvent::sequence);
  event_count_ = static_cast<std::size_t>(behind - all_->events.begin());
  row_count_ = behind == all_->events.end() ? all_->rows.size() : behind->first_row;
  last_ = find_last();
}

std::optional<Day> Books::find_last() const {
  if (through_ >= all_->through && (!cut_ || !all_->last || counts(*all_->last))) {
    return all_->last;
  }
  std::optional<Day> last;
  const auto look_at = [&](Day day) {
    if (counts(day)) last = std::max(last.value_or(day), day);
  };
  for (std::size_t i = 0; i < event_count_; ++i) look_at(all_->events[i].business_date);
  for (const NotedEvent& note : all_->notes) {
    if (counts(note)) look_at(note.meaning.business_date);
  }
  return last;
}

CommunityState Books::folded() const {
  CommunityState state = *registry_;
  for (const Row& row : rows()) fold_posting(state, row.posting);
  return state;
}

StoreResult<Sequence> last_that_counts(const EventStore& store, const AsOf& question) {
  const Sequence newest{store.head().next.value - 1};
  if (!question.recorded_by) return newest;
  const StoreResult<Sequence> last = store.last_recorded_by(*question.recorded_by);
  if (!last) return last;
  return std::min(newest, *last);
}

StoreResult<Books> load_books(const EventStore& store, CommunityNumber community,
                              const AsOf& question) {
  const StoreResult<Sequence> through = last_that_counts(store, question);
  if (!through) return through.error();
  auto rows = std::make_shared<CommunityRows>();
  const StoreResult<void> read = carry_on(store, community, *through, *rows);
  if (!read) return read.error();
  return Books(std::move(rows), *through, question.as_of);
}

StoreResult<std::vector<CommunityEntry>> list_communities(const EventStore& store) {
  std::vector<CommunityEntry> entries;
  StoreResult<void> read;
  const StoreResult<void> scanned = store.scan_hot(0, 1, {}, [&](const HotRun& run) {
    for (const HotRun::Note& note : run.notes) {
      const StoreResult<EventMeaning> meaning = read_meaning(note);
      if (!meaning) {
        if (read) read = meaning.error();
        return;
      }
      if (const auto* registered = std::get_if<CommunityRegistered>(&meaning->payload)) {
        entries.push_back({registered->number.value, registered->id.value.value,
                           registered->name.value, registered->subdistrict.value,
                           registered->neighbourhood.value});
      }
    }
  });
  if (!scanned) return scanned.error();
  if (!read) return read.error();
  std::ranges::sort(entries, {}, &CommunityEntry::number);
  return entries;
}

StoreResult<CommunityNumber> find_community(const EventStore& store, const std::string& id) {
  const StoreResult<std::vector<CommunityEntry>> entries = list_communities(store);
  if (!entries) return entries.error();
  const auto found = std::ranges::find(*entries, id, &CommunityEntry::id);
  return found == entries->end() ? CommunityNumber{} : found->number;
}

}  // namespace mingzhang
