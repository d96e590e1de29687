#pragma once

// Requests that differ from another one in a single field. Generic over `fields()`: a new kind and
// a new field take part at once.

#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/event.h"

namespace mingzhang::test {

/// Visits a payload's fields and gives one of them another value, of the same type but of no
/// particular sense. Decided fields are no part of a request and are left out.
class FieldChange {
 public:
  FieldChange(std::size_t which, std::mt19937_64& random) : left_(which), random_(random) {}

  template <class Value>
  void operator()(std::string_view field, Value& value) {
    if (!name_.empty() || left_-- != 0) return;
    name_ = field;
    change(value);
  }
  template <class Value>
  void operator()(std::string_view, Decided<Value>&) {}

  /// Of the field that was changed; empty when the payload has fewer.
  std::string_view name() const { return name_; }

  void change(Name& value) { value.value += "x"; }
  void change(Title& value) { value.value += "x"; }
  void change(Text& value) { value.value += "x"; }
  void change(HouseRef& value) { value.code = value.code == "1-1-101" ? "1-1-102" : "1-1-101"; }
  void change(Money& value) { value.fen += 1; }
  void change(Area& value) { value.dm2 += 1; }
  void change(Price& value) { value.centifen += 1; }
  void change(Hours& value) { value.centihours += 1; }
  void change(Day& value) { value.since_1970 += 1; }
  void change(Period& value) { value.months += 1; }
  void change(std::uint32_t& value) { value += 1; }
  void change(Sequence& value) { value.value += 1; }
  void change(Hash32& value) { value.bytes[random_() % value.bytes.size()] ^= 1; }
  void change(AccountRef& value) {
    value.fund = value.fund == Fund::operations ? Fund::trust : Fund::operations;
  }
  void change(Scope& value) {
    if (coin()) return change(value.building);
    change(value.entrance);
  }
  template <class Enum>
  requires std::is_enum_v<Enum>
  void change(Enum& value) {
    const std::size_t place = static_cast<std::size_t>(value) - Words<Enum>::first + 1;
    value = static_cast<Enum>(Words<Enum>::first + place % Words<Enum>::names.size());
  }
  template <class Value>
  void change(std::optional<Value>& value) {
    if (value && coin()) return value.reset();
    change(value ? *value : value.emplace());
  }
  template <class Value>
  void change(std::vector<Value>& values) {
    if (values.empty() || coin()) {
      values.emplace_back();
    } else if (coin()) {
      values.pop_back();
    } else {
      change(values[random_() % values.size()]);
    }
  }

 private:
  bool coin() { return random_() % 2 == 0; }

  std::size_t left_;
  std::mt19937_64& random_;
  std::string_view name_;
};

/// A request under the same key, and the field in which it differs.
struct ChangedCommand {
  Command command;
  std::string field;
};

/// One for each field of the request that can be changed, the kind among them. What says nothing
/// about the request (key, community, actor) stays.
std::vector<ChangedCommand> each_field_changed(const Command& command, std::mt19937_64& random);

}  // namespace mingzhang::test
