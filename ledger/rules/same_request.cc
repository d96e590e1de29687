#include "ledger/rules/same_request.h"

#include <vector>

#include "ledger/codec/event_codec.h"

namespace mingzhang {
namespace {

/// Where each field of the stored payload stands, in schema order.
class FieldAddresses {
 public:
  template <class Value>
  void operator()(std::string_view, const Value& value) {
    addresses.push_back(&value);
  }
  std::vector<const void*> addresses;
};

/// Compares field by field what is stored with what is asked and keeps the first difference.
class Comparison {
 public:
  Comparison(const CommunityState& state, const StoredText& text) : state_(state), text_(text) {}

  /// REQUIRES: `stored` comes from a payload of the same type.
  void walk(const std::vector<const void*>& stored) {
    stored_ = &stored;
    field_ = 0;
  }

  template <class Value>
  void operator()(std::string_view name, const Value& asked) {
    const auto field = static_cast<std::uint8_t>(field_++);
    compare(name, field, *static_cast<const Value*>((*stored_)[field]), asked);
  }

  template <class Value>
  void compare(std::string_view name, std::uint8_t field, const Value& stored, const Value& asked) {
    if (!difference_ && !same(field, stored, asked)) difference_ = name;
  }

  std::optional<std::string_view> difference() const { return difference_; }

 private:
  bool same(std::uint8_t field, const Text& stored, const Text& asked) const {
    const std::optional<SaltedText> salted = text_(field);
    return !salted || commit_text(salted->salt, asked.value) == stored.commitment;
  }
  bool same(std::uint8_t, const HouseRef& stored, const HouseRef& asked) const {
    return state_.house_number(asked.code) == stored.number;
  }
  bool same(std::uint8_t field, const std::vector<HouseRef>& stored,
            const std::vector<HouseRef>& asked) const {
    if (stored.size() != asked.size()) return false;
    for (std::size_t i = 0; i < stored.size(); ++i) {
      if (!same(field, stored[i], asked[i])) return false;
    }
    return true;
  }
  template <class Value>
  bool same(std::uint8_t field, const std::optional<Value>& stored,
            const std::optional<Value>& asked) const {
    if (stored.has_value() != asked.has_value()) return false;
    return !stored || same(field, *stored, *asked);
  }
  template <class Value>
  bool same(std::uint8_t, const Decided<Value>&, const Decided<Value>&) const {
    return true;
  }
  template <class Value>
  bool same(std::uint8_t, const Value& stored, const Value& asked) const {
    return stored == asked;
  }

  const CommunityState& state_;
  const StoredText& text_;
  const std::vector<const void*>* stored_ = nullptr;
  std::size_t field_ = 0;
  std::optional<std::string_view> difference_;
};

}  // namespace

std::optional<std::string_view> first_difference(const Event& stored, const Command& asked,
                                                 const CommunityState& state,
                                                 const StoredText& text) {
  if (kind_of(stored.payload) != kind_of(asked.payload)) return "kind";
  const EventHeader& before = stored.header;
  const CommandHeader& now = asked.header;
  Comparison comparison(state, text);
  comparison.compare("business_date", 0, before.business_date, now.business_date);
  comparison.compare("memo", memo_text_field, before.memo, now.memo);
  comparison.compare("document", 0, before.document, now.document);
  comparison.compare("occurred_on", 0, before.occurred_on, now.occurred_on);

  FieldAddresses stored_fields;
  std::visit([&](const auto& payload) { payload.fields(payload, stored_fields); }, stored.payload);
  comparison.walk(stored_fields.addresses);
  std::visit([&](const auto& payload) { payload.fields(payload, comparison); }, asked.payload);
  return comparison.difference();
}

}  // namespace mingzhang
