#pragma once

// What one community's reports are made from: its registry and its postings, for the question "what
// did we know at this time about that date" (domain.md rule 3.8).
//
// Books look at rows that they share with others and leave out what does not count: asking as of a
// date or as recorded by a time takes no longer than asking for everything. Threads: any number may
// make reports from one Books value.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "replay/community_rows.h"
#include "replay/reports/ranges.h"

namespace mingzhang {

/// Both may be given together. Nothing given = everything recorded.
struct AsOf {
  std::optional<Day> as_of;            ///< last business date that counts
  std::optional<Instant> recorded_by;  ///< last recording time that counts
};

/// A noted event that a report shows more of than the state keeps.
template <class Payload>
struct Noted {
  Sequence sequence;
  Day business_date;
  Payload payload;
};

/// Rows through a business date, for a range-for.
class RowsThrough {
 public:
  class Iterator {
   public:
    Iterator(const Row* at, const Row* end, Day through) : at_(at), end_(end), through_(through) {
      skip();
    }
    const Row& operator*() const { return *at_; }
    Iterator& operator++() {
      ++at_;
      skip();
      return *this;
    }
    bool operator==(const Iterator& other) const { return at_ == other.at_; }

   private:
    void skip() {
      while (at_ != end_ && at_->posting.business_date() > through_) ++at_;
    }

    const Row* at_;
    const Row* end_;
    Day through_;
  };

  RowsThrough(std::span<const Row> rows, Day through) : rows_(rows), through_(through) {}
  Iterator begin() const { return {rows_.data(), end_of_rows(), through_}; }
  Iterator end() const { return {end_of_rows(), end_of_rows(), through_}; }

 private:
  const Row* end_of_rows() const { return rows_.data() + rows_.size(); }

  std::span<const Row> rows_;
  Day through_;
};

class Books {
 public:
  /// What `rows` hold through a sequence, and through a business date if one is given.
  /// REQUIRES: through <= rows->through.
  Books(std::shared_ptr<const CommunityRows> rows, Sequence through, std::optional<Day> cut);

  /// As of the recording time, whatever the business dates: house codes, names of programmes and
  /// repairs. Every sum is zero.
  const CommunityState& registry() const { return *registry_; }
  /// Those that count, in sequence order.
  RowsThrough rows() const {
    return {std::span(all_->rows).first(row_count_), cut_.value_or(last_day)};
  }
  const BookedEvent& event_of(const Row& row) const { return all_->events[row.event]; }
  const Description& description_of(const BookedEvent& event) const {
    return all_->descriptions.all()[event.caption];
  }

  /// Calls visit(const BookedEvent&, std::span<const Row>) with all rows of each event that counts,
  /// in sequence order.
  template <class Visit>
  void each_event(const Visit& visit) const {
    for (std::size_t i = 0; i < event_count_; ++i) {
      const BookedEvent& event = all_->events[i];
      if (counts(event.business_date)) visit(event, rows_of(i));
    }
  }
  /// The same of some business dates alone: a month's events in sequence order, month by month.
  template <class Visit>
  void each_event_in(const DayRange& days, const Visit& visit) const {
    using Places = std::vector<std::uint32_t>;
    all_->events_by_month.each([&](Period month, std::size_t, const Places& places) {
      if (days.is_before(last_day_of(month)) || days.is_after(first_day_of(month))) return;
      for (const std::uint32_t place : places) {
        if (place >= event_count_) return;
        const BookedEvent& event = all_->events[place];
        if (!counts(event.business_date) || !days.contains(event.business_date)) continue;
        visit(event, rows_of(place));
      }
    });
  }
  /// Calls visit(const Row&) with the rows of cash, bank and channels that count, in sequence
  /// order.
  template <class Visit>
  void each_money_row(const Visit& visit) const {
    each_row_at(all_->money_rows, visit);
  }
  /// Calls visit(const Row&) with the rows of 1122.OPS for fee periods through `last` that count.
  template <class Visit>
  void each_fee_row(Period last, const Visit& visit) const {
    using Places = std::vector<std::uint32_t>;
    all_->fee_rows.each([&](Period period, std::size_t, const Places& places) {
      if (period <= last) each_row_at(places, visit);
    });
  }
  /// Calls visit(const Row&) with the house's rows that count, in sequence order.
  template <class Visit>
  void each_row_of(HouseNumber house, const Visit& visit) const {
    if (house.value > all_->house_rows.size()) return;
    each_row_at(all_->house_rows[house.value - 1], visit);
  }
  /// Calls visit(const NotedEvent&) with each noted event that counts, in sequence order.
  template <class Visit>
  void each_note(const Visit& visit) const {
    for (const NotedEvent& note : all_->notes) {
      if (counts(note)) visit(note);
    }
  }
  /// The noted events of a kind that count, in sequence order.
  template <class Payload>
  std::vector<Noted<Payload>> noted() const {
    std::vector<Noted<Payload>> found;
    each_note([&](const NotedEvent& note) {
      const auto* payload = std::get_if<Payload>(&note.meaning.payload);
      if (payload == nullptr) return;
      found.push_back({note.sequence, note.meaning.business_date, *payload});
    });
    return found;
  }

  /// Last sequence of the log that could count.
  Sequence through() const { return through_; }
  /// The date that figures made from these books stand for: the one asked for, else the newest
  /// business date recorded (none while there is nothing).
  std::optional<Day> as_of() const { return cut_ ? cut_ : last_; }

  /// The state that the rows that count add up to.
  CommunityState folded() const;

 private:
  bool counts(Day business_date) const { return !cut_ || business_date <= *cut_; }
  bool counts(const Row& row) const { return counts(row.posting.business_date()); }
  bool counts(const NotedEvent& note) const {
    return note.sequence <= through_ && counts(note.meaning.business_date);
  }
  /// `places` ascend.
  template <class Visit>
  void each_row_at(const std::vector<std::uint32_t>& places, const Visit& visit) const {
    for (const std::uint32_t place : places) {
      if (place >= row_count_) return;
      if (counts(all_->rows[place])) visit(all_->rows[place]);
    }
  }
  std::span<const Row> rows_of(std::size_t event) const {
    const std::uint32_t first = all_->events[event].first_row;
    const std::size_t end =
        event + 1 < all_->events.size() ? all_->events[event + 1].first_row : all_->rows.size();
    return std::span(all_->rows).subspan(first, end - first);
  }
  std::optional<Day> find_last() const;

  std::shared_ptr<const CommunityRows> all_;
  std::shared_ptr<const CommunityState> registry_;
  std::size_t event_count_;  ///< through the sequence
  std::size_t row_count_;
  Sequence through_;
  std::optional<Day> cut_;
  std::optional<Day> last_;  ///< newest business date that counts
};

/// The last sequence that counts when it is asked for what was recorded by a time.
StoreResult<Sequence> last_that_counts(const EventStore& store, const AsOf& question);

/// A community without events (or not registered by that time) gives empty books.
/// Reads the community's slice of the log, never the whole log. Errors: as the store's.
StoreResult<Books> load_books(const EventStore& store, CommunityNumber community,
                              const AsOf& question);

struct CommunityEntry {
  CommunityNumber number;
  std::string id;
  std::string name;
  std::string subdistrict;
  std::string neighbourhood;
};

/// All communities, by number. Scans the notes of the whole log: for the command line and for
/// starting up, not for each request.
StoreResult<std::vector<CommunityEntry>> list_communities(const EventStore& store);

/// 0 when no community has that id. Scans like list_communities.
StoreResult<CommunityNumber> find_community(const EventStore& store, const std::string& id);

}  // namespace mingzhang
