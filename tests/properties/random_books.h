#pragma once

// Books that grow by plausible commands of every kind: names from small pools, small amounts, a few
// months, so that events meet each other. Many are refused, which is as it should be. Generic over
// `fields()`: a new kind takes part at once. The same seed gives the same books.

#include <array>
#include <map>
#include <random>

#include "tests/kinds/table.h"

namespace mingzhang::test {

class RandomBooks {
 public:
  explicit RandomBooks(std::uint64_t seed);

  /// Tries `count` commands; laws are checked after each (see table.h).
  void grow(int count);

  /// Reverses every event that still counts, in any order.
  void reverse_everything();

  Table table;
  std::map<EventKind, int> recorded;  ///< events by kind
  std::mt19937_64 random;

  /// Visits a payload's fields.
  template <class Value>
  void operator()(std::string_view field, Value& value) {
    fill(field, value);
  }

 private:
  std::uint64_t below(std::uint64_t limit) { return random() % limit; }
  std::int64_t between(std::int64_t least, std::int64_t most) {
    return least + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(most - least + 1)));
  }
  Command command_of(EventKind kind);

  void fill(std::string_view field, Name& value);
  void fill(std::string_view field, Title& value);
  void fill(std::string_view, Text& value) { value.value = "some words"; }
  void fill(std::string_view, Money& value);
  void fill(std::string_view field, Area& value);
  void fill(std::string_view, Price& value) { value.centifen = between(1, 20'000); }
  void fill(std::string_view, Hours& value) { value.centihours = between(1, 10'000); }
  void fill(std::string_view field, Day& value);
  void fill(std::string_view, Period& value);
  void fill(std::string_view field, std::uint32_t& value);
  void fill(std::string_view, Sequence& value) {
    value.value = 1 + below(table.events().size() + 1);
  }
  void fill(std::string_view, AccountRef& value) {
    value = account_in_slot(fund_count + below(account_slots - fund_count));
  }
  void fill(std::string_view, HouseRef& value);
  void fill(std::string_view, Scope& value) {
    fill("building", value.building);
    fill("entrance", value.entrance);
  }
  void fill(std::string_view, Matter& value);
  void fill(std::string_view, std::vector<AllowedUse>& value);
  template <class Enum>
  requires std::is_enum_v<Enum>
  void fill(std::string_view, Enum& value) {
    value = static_cast<Enum>(Words<Enum>::first + below(Words<Enum>::names.size()));
  }
  template <class Value>
  void fill(std::string_view field, std::optional<Value>& value) {
    value.reset();
    if (below(3) == 0) fill(field, value.emplace());
  }
  template <class Value>
  void fill(std::string_view field, std::vector<Value>& values) {
    values.resize(1 + below(3));
    for (Value& value : values) fill(field, value);
  }
  template <class Value>
  void fill(std::string_view, Decided<Value>&) {}

  int asked_ = 0;
};

}  // namespace mingzhang::test
