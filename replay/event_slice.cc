#include "replay/event_slice.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/state/fold.h"
#include "ledger/state/ledger_state.h"

namespace mingzhang {
namespace {

/// Whether a payload names a house, in whatever field.
class HouseSearch {
 public:
  explicit HouseSearch(HouseNumber wanted) : wanted_(wanted) {}
  template <class Value>
  void operator()(std::string_view, const Value& value) {
    found = found || names(value);
  }
  bool found = false;

 private:
  bool names(HouseNumber number) const { return number == wanted_; }
  bool names(const HouseRef& house) const { return house.number == wanted_; }
  bool names(const ShareLine& line) const { return line.house == wanted_; }
  template <class Value>
  bool names(const std::vector<Value>& values) const {
    return std::ranges::any_of(values, [this](const Value& value) { return names(value); });
  }
  template <class Value>
  bool names(const std::optional<Value>& value) const {
    return value && names(*value);
  }
  template <class Value>
  bool names(const Decided<Value>& value) const {
    return names(value.value);
  }
  template <class Value>
  bool names(const Value&) const {
    return false;
  }

  HouseNumber wanted_;
};

bool matches_posting(const EventFilter& filter, const Posting& posting) {
  return (!filter.kind || static_cast<std::uint8_t>(*filter.kind) == posting.kind) &&
         (!filter.house || *filter.house == posting.house) &&
         filter.dates.contains(posting.business_date());
}

}  // namespace

bool EventFilter::matches(const Event& event) const {
  if (kind && *kind != kind_of(event.payload)) return false;
  if (!dates.contains(event.header.business_date)) return false;
  if (!house) return true;
  HouseSearch search(*house);
  std::visit([&](const auto& payload) { payload.fields(payload, search); }, event.payload);
  return search.found;
}

StoreResult<std::vector<Sequence>> matching_events(const EventStore& store,
                                                   CommunityNumber community,
                                                   const EventFilter& filter) {
  std::vector<Sequence> matches;
  StoreResult<void> read;
  const StoreResult<void> scanned = store.scan_community(community, {}, [&](const HotRun& run) {
    for (std::size_t i = 0; i < run.postings.size(); ++i) {
      if (!matches_posting(filter, run.postings[i])) continue;
      if (matches.empty() || matches.back() != run.sequences[i]) {
        matches.push_back(run.sequences[i]);
      }
    }
    for (const HotRun::Note& note : run.notes) {
      const StoreResult<Event> event = read_note(note);
      if (!event) {
        read = event.error();
        return;
      }
      if (filter.matches(*event)) matches.push_back(note.sequence);
    }
  });
  if (!scanned) return scanned.error();
  if (!read) return read.error();
  std::ranges::sort(matches);
  matches.erase(std::unique(matches.begin(), matches.end()), matches.end());
  return matches;
}

StoreResult<CommunityState> read_registry(const EventStore& store, CommunityNumber community) {
  CommunityState registry;
  StoreResult<void> read;
  const StoreResult<void> scanned = store.scan_community(community, {}, [&](const HotRun& run) {
    for (const HotRun::Note& note : run.notes) {
      const StoreResult<Event> event = read_note(note);
      if (!event) {
        read = event.error();
        return;
      }
      fold_event(registry, *event);
    }
  });
  if (!scanned) return scanned.error();
  if (!read) return read.error();
  return registry;
}

StoreError undecodable_event(Sequence sequence) {
  return {StoreFault::damaged,
          fmt::format("第 {0} 号事项无法读取；请运行 mingzhang verify / event {0} cannot be read; "
                      "run mingzhang verify",
                      sequence.value)};
}

}  // namespace mingzhang
