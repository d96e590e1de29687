#include "tests/properties/faults.h"

#include <algorithm>
#include <limits>

namespace mingzhang::test {
namespace {

/// Visits a payload's fields and changes the first value of a type, wherever it stands.
template <class Wanted, class Change>
struct FirstOf {
  const Change& change;
  bool found = false;

  void operator()(std::string_view, Wanted& value) {
    if (!found) change(value);
    found = true;
  }
  template <class Value>
  void operator()(std::string_view field, std::optional<Value>& value) {
    if (value) (*this)(field, *value);
  }
  template <class Value>
  void operator()(std::string_view field, std::vector<Value>& values) {
    if (!values.empty()) (*this)(field, values.back());
  }
  template <class Value>
  void operator()(std::string_view, Value&) {}
};

template <class Wanted, class Change>
bool change_first(Command& command, const Change& change) {
  FirstOf<Wanted, Change> visitor{change};
  std::visit([&visitor](auto& payload) { payload.fields(payload, visitor); }, command.payload);
  return visitor.found;
}

Day days_after(Day day, int days) { return {day.since_1970 + days}; }

constexpr Fault form[] = {
    {"no key", Code::malformed_value,
     [](Command& command, const Place&) {
       command.header.idempotency_key.clear();
       return true;
     }},
    {"a space in the key", Code::malformed_value,
     [](Command& command, const Place&) {
       command.header.idempotency_key += " x";
       return true;
     }},
    {"a key of 65 characters", Code::text_too_long,
     [](Command& command, const Place&) {
       command.header.idempotency_key = std::string(65, 'k');
       return true;
     }},
    {"no actor", Code::malformed_value,
     [](Command& command, const Place&) {
       command.header.actor.clear();
       return true;
     }},
    {"a memo of 201 characters", Code::text_too_long,
     [](Command& command, const Place&) {
       command.header.memo = Text{std::string(201, 'm'), {}};
       return true;
     }},
    {"a memo that is not UTF-8", Code::malformed_value,
     [](Command& command, const Place&) {
       command.header.memo = Text{"\xE5\xB9", {}};
       return true;
     }},
    {"dated tomorrow", Code::date_in_future,
     [](Command& command, const Place& place) {
       command.header.business_date = days_after(place.script.today, 1);
       return true;
     }},
    {"dated before 1990", Code::date_too_early,
     [](Command& command, const Place&) {
       command.header.business_date = days_after(first_day, -1);
       return true;
     }},
    {"holds from before 1990", Code::date_too_early,
     [](Command& command, const Place&) {
       return change_first<Day>(command, [](Day& day) { day = days_after(first_day, -1); });
     }},
    {"holds from after 2148", Code::value_too_large,
     [](Command& command, const Place&) {
       return change_first<Day>(command, [](Day& day) { day = days_after(last_day, 1); });
     }},
    {"occurred tomorrow", Code::date_in_future,
     [](Command& command, const Place& place) {
       command.header.occurred_on = days_after(place.script.today, 1);
       return true;
     }},
    {"another community", Code::unknown_community,
     [](Command& command, const Place&) {
       command.header.community = "nowhere";
       return !std::holds_alternative<CommunityRegistered>(command.payload);
     }},
    {"another house", Code::unknown_house,
     [](Command& command, const Place&) {
       return change_first<HouseRef>(command, [](HouseRef& house) { house.code = "9-9-999"; });
     }},
    {"an empty name", Code::malformed_value,
     [](Command& command, const Place&) {
       return change_first<Name>(command, [](Name& name) { name.value.clear(); });
     }},
    {"a text with a line end", Code::malformed_value,
     [](Command& command, const Place&) {
       return change_first<Text>(command, [](Text& text) { text.value += "\n"; });
     }},
    {"an amount past the largest", Code::value_too_large,
     [](Command& command, const Place&) {
       return change_first<Money>(command, [](Money& money) { money = max_amount + Money{1}; });
     }},
    {"an amount that would overflow", Code::value_too_large,
     [](Command& command, const Place&) {
       return change_first<Money>(
           command, [](Money& money) { money.fen = std::numeric_limits<std::int64_t>::max(); });
     }},
    {"no amount", std::nullopt,
     [](Command& command, const Place&) {
       return change_first<Money>(command, [](Money& money) { money = {}; });
     }},
    {"an area past the largest", Code::value_too_large,
     [](Command& command, const Place&) {
       return change_first<Area>(command, [](Area& area) { area.dm2 = max_area.dm2 + 1; });
     }},
    {"an area below zero", Code::not_positive,
     [](Command& command, const Place&) {
       return change_first<Area>(command, [](Area& area) { area.dm2 = -1; });
     }},
    {"no price", Code::not_positive,
     [](Command& command, const Place&) {
       return change_first<Price>(command, [](Price& price) { price = {}; });
     }},
    {"no hours", Code::not_positive,
     [](Command& command, const Place&) {
       return change_first<Hours>(command, [](Hours& hours) { hours = {}; });
     }},
    {"a reference to what is not yet recorded", Code::unknown_sequence,
     [](Command& command, const Place& place) {
       return change_first<Sequence>(command, [&place](Sequence& sequence) {
         sequence = {place.script.commands.size() + 1};
       });
     }},
};

/// The newest recorded command of a kind in the same community; nullptr when there is none.
template <class Payload>
const Command* find_before(const Command& command, const Place& place) {
  for (std::size_t i = place.index; i > 0; --i) {
    const Command& before = place.script.commands[i - 1];
    const bool same_community = before.header.community == command.header.community;
    if (same_community && std::holds_alternative<Payload>(before.payload)) return &before;
  }
  return nullptr;
}

/// Asks the same under the command's own key.
template <class Payload>
bool repeat_payload(Command& command, const Place& place) {
  const Command* before = find_before<Payload>(command, place);
  if (before != nullptr) command.payload = before->payload;
  return before != nullptr;
}

/// Turns the command into the reversal of an event.
bool reverse(Command& command, const Place& place, Sequence sequence) {
  command.header.business_date = place.script.today;
  command.payload = EventReversed{sequence, Text{"wrong", {}}};
  return true;
}

constexpr Fault books[] = {
    {"dated in a closed month", std::nullopt,
     [](Command& command, const Place& place) {
       if (!place.posts || place.state.closed.empty()) return false;
       command.header.business_date = last_day_of(place.state.closed.back());
       return true;
     }},
    {"the community once more", Code::community_exists, repeat_payload<CommunityRegistered>},
    {"a house once more", Code::house_exists, repeat_payload<HouseRegistered>},
    {"a reversal once more", Code::already_reversed,
     [](Command& command, const Place& place) {
       if (place.state.reversed.empty()) return false;
       return reverse(command, place, {*place.state.reversed.begin()});
     }},
    {"a reversal reversed", Code::reversal_of_reversal,
     [](Command& command, const Place& place) {
       const Command* before = find_before<EventReversed>(command, place);
       if (before == nullptr) return false;
       const auto index = static_cast<std::uint64_t>(before - place.script.commands.data());
       return reverse(command, place, {index + 1});
     }},
    {"another community's event reversed", Code::unknown_sequence,
     [](Command& command, const Place& place) {
       std::size_t index = place.index;
       const std::string& community = command.header.community;
       while (index > 0 && place.script.commands[index - 1].header.community == community) --index;
       return index > 0 && !place.state.id.empty() && reverse(command, place, {index});
     }},
    {"itself reversed", Code::unknown_sequence,
     [](Command& command, const Place& place) {
       return !place.state.id.empty() && reverse(command, place, {place.index + 1});
     }},
    {"a closed month closed", Code::already_closed,
     [](Command& command, const Place& place) {
       if (place.state.closed.empty()) return false;
       command.payload = PeriodClosed{place.state.closed.back()};
       return true;
     }},
    {"a month left out in closing", std::nullopt,
     [](Command& command, const Place& place) {
       if (place.state.closed.empty()) return false;
       command.payload = PeriodClosed{add_months(place.state.closed.back(), 2)};
       return true;
     }},
    {"an open month opened", std::nullopt,
     [](Command& command, const Place& place) {
       if (place.state.closed.empty()) return false;
       PeriodReopened reopened;
       reopened.period = add_months(place.state.closed.back(), 1);
       command.payload = reopened;
       return true;
     }},
};

}  // namespace

std::span<const Fault> faults_of_form() { return form; }
std::span<const Fault> faults_of_books() { return books; }

}  // namespace mingzhang::test
