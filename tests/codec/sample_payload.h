#pragma once

// Payloads as the log keeps them, for any kind: house numbers without codes, commitments without
// texts, decided fields filled in. Where the numbers come from is given: counted for the golden
// bytes, random for round trips.

#include <fmt/format.h>

#include <functional>
#include <string>

#include "ledger/event.h"

namespace mingzhang::test {

/// A visitor for `fields()`.
class SamplePayload {
 public:
  /// `next` gives any number; `keep` says whether an optional field is there.
  SamplePayload(std::function<std::uint64_t()> next, std::function<bool()> keep)
      : next_(std::move(next)), keep_(std::move(keep)) {}

  template <class Value>
  void operator()(std::string_view, Value& value) {
    fill(value);
  }

  Hash32 hash() {
    Hash32 hash;
    for (std::uint8_t& byte : hash.bytes) byte = static_cast<std::uint8_t>(next_());
    return hash;
  }
  EventHeader header();

 private:
  template <class Number>
  Number number() {
    return static_cast<Number>(next_());
  }
  void fill(Name& value) { value.value = fmt::format("n-{}", next_()); }
  void fill(Title& value) { value.value = fmt::format("标题 {}", next_()); }
  void fill(Text& value) { value = {{}, hash()}; }
  void fill(Money& value) { value.fen = number<std::int64_t>(); }
  void fill(Area& value) { value.dm2 = number<std::int64_t>(); }
  void fill(Price& value) { value.centifen = number<std::int64_t>(); }
  void fill(Hours& value) { value.centihours = number<std::int64_t>(); }
  void fill(Day& value) { value.since_1970 = number<std::int32_t>(); }
  void fill(Period& value) { value.months = number<std::uint16_t>(); }
  void fill(std::uint32_t& value) { value = number<std::uint32_t>(); }
  void fill(AccountRef& value) {
    value = account_in_slot(fund_count + next_() % (account_slots - fund_count));
  }
  template <class Tag, class Number>
  void fill(StrongNumber<Tag, Number>& value) {
    value.value = number<Number>();
  }
  void fill(HouseRef& value) { fill(value.number); }
  void fill(Scope& value) {
    fill(value.building);
    fill(value.entrance);
  }
  void fill(ShareLine& value) {
    fill(value.house);
    fill(value.area);
    fill(value.amount);
  }
  template <class Enum>
  requires std::is_enum_v<Enum>
  void fill(Enum& value) {
    value = static_cast<Enum>(Words<Enum>::first + next_() % Words<Enum>::names.size());
  }
  template <class Value>
  void fill(std::optional<Value>& value) {
    if (keep_()) fill(value.emplace());
  }
  template <class Value>
  void fill(std::vector<Value>& values) {
    values.resize(1 + next_() % 3);
    for (Value& value : values) fill(value);
  }
  template <class Value>
  void fill(Decided<Value>& value) {
    fill(value.value);
  }

  std::function<std::uint64_t()> next_;
  std::function<bool()> keep_;
};

inline EventHeader SamplePayload::header() {
  EventHeader header;
  fill(header.sequence);
  fill(header.community);
  fill(header.business_date);
  fill(header.occurred_on);
  header.recorded_at = {number<std::int64_t>()};
  fill(header.voucher.month);
  header.voucher.number = number<std::uint32_t>();
  header.actor = fmt::format("actor-{}", next_());
  header.idempotency_key = fmt::format("key-{}", next_());
  fill(header.memo);
  if (keep_()) header.document = hash();
  return header;
}

/// An event of the kind with every number made by `sample`.
inline Event sample_event(Payload payload, SamplePayload& sample) {
  Event event{sample.header(), std::move(payload)};
  std::visit([&sample](auto& typed) { typed.fields(typed, sample); }, event.payload);
  return event;
}

}  // namespace mingzhang::test
