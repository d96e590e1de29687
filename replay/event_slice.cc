#include "replay/event_slice.h"

#include <fmt/format.h>

#include <algorithm>

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

bool matches_rows(const EventFilter& filter, const BookedEvent& event, std::span<const Row> rows) {
  return (!filter.kind || *filter.kind == event.kind) &&
         filter.dates.contains(event.business_date) &&
         (!filter.house || std::ranges::any_of(rows, [&filter](const Row& row) {
           return row.posting.house == *filter.house;
         }));
}

}  // namespace

bool EventFilter::matches(Day business_date, const Payload& payload) const {
  if (kind && *kind != kind_of(payload)) return false;
  if (!dates.contains(business_date)) return false;
  if (!house) return true;
  HouseSearch search(*house);
  std::visit([&](const auto& typed) { typed.fields(typed, search); }, payload);
  return search.found;
}

std::vector<Sequence> matching_events(const Books& books, const EventFilter& filter) {
  std::vector<Sequence> matches;
  books.each_event([&](const BookedEvent& event, std::span<const Row> rows) {
    if (matches_rows(filter, event, rows)) matches.push_back(event.sequence);
  });
  books.each_note([&](const NotedEvent& note) {
    const EventMeaning& meaning = note.meaning;
    if (filter.matches(meaning.business_date, meaning.payload)) matches.push_back(note.sequence);
  });
  std::ranges::sort(matches);
  matches.erase(std::unique(matches.begin(), matches.end()), matches.end());
  return matches;
}

StoreError undecodable_event(Sequence sequence) {
  return {StoreFault::damaged,
          fmt::format("第 {0} 号事项无法读取；请运行 mingzhang verify / event {0} cannot be read; "
                      "run mingzhang verify",
                      sequence.value)};
}

}  // namespace mingzhang
