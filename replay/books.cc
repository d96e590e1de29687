#include "replay/books.h"

#include <algorithm>

#include "ledger/state/fold.h"
#include "ledger/state/ledger_state.h"

namespace mingzhang {
namespace {

bool counts(const Books& books, Day business_date) {
  return !books.cut || business_date <= *books.cut;
}

template <class Payload>
void keep_noted(std::vector<Noted<Payload>>& kept, const Event& event) {
  if (const auto* payload = std::get_if<Payload>(&event.payload)) {
    kept.push_back({event.header.sequence, event.header.business_date, *payload});
  }
}

void add_note(Books& books, const Event& event) {
  fold_event(books.state, event);
  const Day day = event.header.business_date;
  if (!counts(books, day)) return;
  books.last = std::max(books.last.value_or(day), day);
  keep_noted(books.resolutions, event);
  keep_noted(books.suspense, event);
  keep_noted(books.reversals, event);
}

}  // namespace

StoreResult<void> add_run(Books& books, const HotRun& run) {
  for (const HotRun::Note& note : run.notes) {
    const StoreResult<Event> event = read_note(note);
    if (!event) return event.error();
    add_note(books, *event);
  }
  for (std::size_t i = 0; i < run.postings.size(); ++i) {
    const Posting& posting = run.postings[i];
    fold_posting(books.state, posting);
    const Day day = posting.business_date();
    if (!counts(books, day)) continue;
    books.last = std::max(books.last.value_or(day), day);
    books.rows.push_back({run.sequences[i], posting});
  }
  return {};
}

StoreResult<Books> load_books(const EventStore& store, CommunityNumber community,
                              const AsOf& question) {
  Books books;
  books.cut = question.as_of;
  books.through = Sequence{store.head().next.value - 1};
  if (question.recorded_by) {
    const StoreResult<Sequence> last = store.last_recorded_by(*question.recorded_by);
    if (!last) return last.error();
    books.through = std::min(books.through, *last);
  }
  StoreResult<void> added;
  const StoreResult<void> scanned =
      store.scan_community(community, SliceRange{books.through}, [&](const HotRun& run) {
        if (added) added = add_run(books, run);
      });
  if (!scanned) return scanned.error();
  if (!added) return added.error();
  return books;
}

StoreResult<std::vector<CommunityEntry>> list_communities(const EventStore& store) {
  std::vector<CommunityEntry> entries;
  StoreResult<void> read;
  const StoreResult<void> scanned = store.scan_hot(0, 1, {}, [&](const HotRun& run) {
    for (const HotRun::Note& note : run.notes) {
      const StoreResult<Event> event = read_note(note);
      if (!event) {
        if (read) read = event.error();
        return;
      }
      if (const auto* registered = std::get_if<CommunityRegistered>(&event->payload)) {
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
