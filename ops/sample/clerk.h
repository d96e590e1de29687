#pragma once

// The finance officer of the sample community: has a diary of what to do on which day, and writes
// each entry into trial books as the diary is worked off.

#include <array>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/base/ensure.h"
#include "ops/generate/random.h"
#include "ops/generate/trial_books.h"

namespace mingzhang {

/// "2025-03-14". REQUIRES: a date.
Day on(std::string_view date);
/// "2025-03". REQUIRES: a period.
Period month(std::string_view period);
Day days_after(Day day, std::int64_t days);

class Clerk {
 public:
  explicit Clerk(Day today) : books_(today), random_(20241101) {}

  using Task = std::function<void(Day)>;
  /// Tasks of one day are done in the order in which they were put down.
  void put_down(Day day, Task task) { diary_.emplace(day, std::move(task)); }
  /// Does everything up to `last`; tasks may put down further ones.
  void work_off(Day last);

  /// Writes an entry. It must be accepted: the sample is right or the program stops and says why.
  template <class Kind>
  Sequence post(Day day, Kind payload, std::string_view memo = {}) {
    return post_as("finance", day, std::move(payload), memo);
  }
  template <class Kind>
  Sequence post_as(std::string_view actor, Day day, Kind payload, std::string_view memo = {}) {
    Command command;
    command.header = header_of(actor, day, memo);
    command.payload = std::move(payload);
    return record(std::move(command));
  }
  /// An entry whose month was closed already: it keeps its original date.
  template <class Kind>
  Sequence post_belated(Day day, Day occurred, Kind payload, std::string_view memo) {
    Command command;
    command.header = header_of("finance", day, memo);
    command.header.occurred_on = occurred;
    command.payload = std::move(payload);
    return record(std::move(command));
  }

  const CommunityState& books() const { return books_.state().find(community_id); }
  HouseNumber number_of(const std::string& code) const;
  const House& house(const std::string& code) const { return books().house(number_of(code)); }
  /// All that a house owes: fees and late fees.
  Money open(const std::string& code) const;
  Random& random() { return random_; }
  std::vector<Command> take() { return std::move(commands_); }

  static constexpr const char* community_id = "heping";

 private:
  CommandHeader header_of(std::string_view actor, Day day, std::string_view memo) const;
  Sequence record(Command command);

  TrialBooks books_;
  Random random_;
  std::multimap<Day, Task> diary_;
  std::vector<Command> commands_;
};

}  // namespace mingzhang
