#pragma once

// Well-formed commands with made-up values, for tests that hold for every kind and any value.
// The same seed gives the same commands.

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "ledger/event.h"

namespace mingzhang::test {

class RandomCommands {
 public:
  /// `houses` are the codes that commands name houses by.
  RandomCommands(std::uint64_t seed, std::vector<std::string> houses)
      : random_(seed), houses_(std::move(houses)) {}

  /// Every field has a value of its type's form; optional fields are there half of the time.
  Command make(EventKind kind);

  std::uint64_t below(std::uint64_t limit) { return random_() % limit; }
  std::string name();
  std::string text();

  /// Visits a payload's fields: fills each, decided ones excepted.
  template <class Value>
  void operator()(std::string_view, Value& value) {
    fill(value);
  }

 private:
  void fill(Name& value) { value.value = name(); }
  void fill(Title& value) { value.value = text(); }
  void fill(Text& value) { value.value = text(); }
  void fill(Money& value) { value.fen = number(1, max_amount.fen); }
  void fill(Area& value) { value.dm2 = number(0, max_area.dm2); }
  void fill(Price& value) { value.centifen = number(1, max_price.centifen); }
  void fill(Hours& value) { value.centihours = number(1, 100'000); }
  void fill(Day& value) { value.since_1970 = static_cast<std::int32_t>(number(7305, 20'000)); }
  void fill(Period& value) { value.months = static_cast<std::uint16_t>(number(23'880, 25'000)); }
  void fill(std::uint32_t& value) { value = static_cast<std::uint32_t>(below(1'000'000)); }
  void fill(Sequence& value) { value.value = below(1'000'000'000) + 1; }
  void fill(AccountRef& value) { value = account_in_slot(fund_count + below(account_slots - 5)); }
  void fill(HouseRef& value) { value.code = houses_.at(below(houses_.size())); }
  void fill(Scope& value) {
    fill(value.building);
    fill(value.entrance);
  }
  template <class Enum>
  requires std::is_enum_v<Enum>
  void fill(Enum& value) {
    value = static_cast<Enum>(Words<Enum>::first + below(Words<Enum>::names.size()));
  }
  template <class Value>
  void fill(std::optional<Value>& value) {
    value.reset();
    if (below(2) == 0) fill(value.emplace());
  }
  template <class Value>
  void fill(std::vector<Value>& values) {
    values.resize(below(3) + 1);
    for (Value& value : values) fill(value);
  }
  template <class Value>
  void fill(Decided<Value>&) {}

  std::int64_t number(std::int64_t from, std::int64_t to) {
    return from + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(to - from + 1)));
  }

  std::mt19937_64 random_;
  std::vector<std::string> houses_;
};

/// An empty payload of a kind.
Payload payload_of(EventKind kind);

/// Every kind there is.
std::vector<EventKind> every_kind();

}  // namespace mingzhang::test
