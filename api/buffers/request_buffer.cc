#include "api/buffers/request_buffer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "api/json/field_forms.h"
#include "ledger/rules/preflight.h"
#include "schemas/request_generated.h"

namespace mingzhang {
namespace {

using flatbuffers::Table;
using flatbuffers::voffset_t;
using Text8 = flatbuffers::String;

constexpr flatbuffers::uoffset_t most_depth = 8;
constexpr flatbuffers::uoffset_t tables_an_event = 3;  // itself, its payload, a scope
/// Pooled strings are read once for each event: up to so many times what was sent.
constexpr std::int64_t text_a_byte = 8;
/// What a list's item takes beside its text.
constexpr std::int64_t item_bytes = 32;

// The days that can be written as "2026-03-31".
constexpr Day first_written{-719'528};
constexpr Day last_written{2'932'896};
constexpr Period first_period{1990 * 12};
constexpr Period last_period{2149 * 12 + 11};

constexpr voffset_t slot_of(std::size_t field) {
  return static_cast<voffset_t>((field + 2) * sizeof(voffset_t));
}

Rejection no_buffer(std::string_view why) { return reject(Code::malformed_buffer, "", why); }

/// Fills the fields that it visits from the table's and keeps the first fault. What a rule decides
/// has no field.
class TableReader {
 public:
  TableReader(const Table& table, std::int64_t& text_left_bytes)
      : table_(table), text_left_bytes_(text_left_bytes) {}

  template <class Value>
  void operator()(std::string_view name, Value& value) {
    if (refused_) return;
    refused_ = is_there() ? read(name, value) : reject(Code::missing_field, name, name);
    ++field_;
  }
  template <class Value>
  void operator()(std::string_view name, std::optional<Value>& value) {
    if (refused_) return;
    if (is_there()) refused_ = read(name, value.emplace());
    ++field_;
  }
  template <class Value>
  void operator()(std::string_view, Decided<Value>&) {}

  Refused take_refused() { return std::move(refused_); }

 private:
  bool is_there() const { return table_.CheckField(slot_of(field_)); }
  template <class Scalar>
  Scalar scalar() const {
    return table_.GetField<Scalar>(slot_of(field_), Scalar{});
  }
  template <class Pointer>
  Pointer pointer() const {
    return table_.GetPointer<Pointer>(slot_of(field_));
  }

  Refused copy(std::string_view name, const Text8* text, std::string& out) {
    const std::string_view view = text == nullptr ? std::string_view{} : text->string_view();
    text_left_bytes_ -= static_cast<std::int64_t>(view.size());
    if (text_left_bytes_ < 0) return no_buffer("more text than was sent");
    if (!utf8_length(view)) return no_buffer(fmt::format("{}: UTF-8", name));
    out = view;
    return std::nullopt;
  }
  Refused read(std::string_view name, std::string& out) {
    return copy(name, pointer<const Text8*>(), out);
  }
  Refused read(std::string_view name, Name& out) { return read(name, out.value); }
  Refused read(std::string_view name, Title& out) { return read(name, out.value); }
  Refused read(std::string_view name, Text& out) { return read(name, out.value); }
  Refused read(std::string_view name, HouseRef& out) { return read(name, out.code); }

  Refused read_decimal(std::string_view name, std::int64_t max, int decimals, std::int64_t& out) {
    out = scalar<std::int64_t>();
    if (out >= -max && out <= max) return std::nullopt;
    return reject(Code::value_too_large, name, name, format_decimal(max, decimals, 2));
  }
  Refused read(std::string_view name, Money& out) {
    return read_decimal(name, max_amount.fen, 2, out.fen);
  }
  Refused read(std::string_view name, Area& out) {
    return read_decimal(name, max_area.dm2, 2, out.dm2);
  }
  Refused read(std::string_view name, Price& out) {
    return read_decimal(name, max_price.centifen, 4, out.centifen);
  }
  Refused read(std::string_view name, Hours& out) {
    return read_decimal(name, max_hours.centihours, 2, out.centihours);
  }

  template <class Value>
  static Rejection malformed(std::string_view name, const Value& value, std::string_view example) {
    return reject(Code::malformed_value, name, name, fmt::to_string(value), example);
  }
  Refused read(std::string_view name, Day& out) {
    out = {scalar<std::int32_t>()};
    if (out >= first_written && out <= last_written) return std::nullopt;
    return malformed(name, out.since_1970, "20543");
  }
  Refused read(std::string_view name, Period& out) {
    out = {scalar<std::uint16_t>()};
    if (out >= first_period && out <= last_period) return std::nullopt;
    return malformed(name, out.months, "24314");
  }
  Refused read(std::string_view name, AccountRef& out) {
    std::string text;
    if (Refused refused = read(name, text)) return refused;
    const std::optional<AccountRef> account = parse_account(text);
    if (!account) return malformed(name, text.substr(0, 64), "1122.OPS");
    out = *account;
    return std::nullopt;
  }
  Refused read(std::string_view, Hash32& out) {
    const auto* hash = table_.GetStruct<const fb::Hash32*>(slot_of(field_));
    std::copy(hash->bytes()->begin(), hash->bytes()->end(), out.bytes.begin());
    return std::nullopt;
  }
  Refused read(std::string_view, std::uint32_t& out) {
    out = scalar<std::uint32_t>();
    return std::nullopt;
  }
  Refused read(std::string_view name, Sequence& out) {
    out = {scalar<std::uint64_t>()};
    if (out.value <= max_sequence) return std::nullopt;
    return reject(Code::value_too_large, name, name, fmt::to_string(max_sequence));
  }

  template <class Enum>
  static Refused read_word(std::string_view name, std::uint8_t number, Enum& out) {
    const int place = number - static_cast<int>(Words<Enum>::first);
    if (place < 0 || place >= static_cast<int>(Words<Enum>::names.size())) {
      return unknown_word(name, fmt::to_string(number), Words<Enum>::names);
    }
    out = static_cast<Enum>(number);
    return std::nullopt;
  }
  template <class Enum>
  requires std::is_enum_v<Enum> Refused read(std::string_view name, Enum& out) {
    return read_word(name, scalar<std::uint8_t>(), out);
  }

  Refused read(std::string_view name, Scope& out) {
    const auto& scope = *pointer<const request::Scope*>();
    const std::string building = fmt::format("{}.building", name);
    if (scope.building() == nullptr) return reject(Code::missing_field, building, building);
    Refused refused = copy(building, scope.building(), out.building.value);
    if (!refused && scope.entrance() != nullptr) {
      refused = copy(name, scope.entrance(), out.entrance.emplace().value);
    }
    return refused;
  }
  Refused read(std::string_view name, std::vector<HouseRef>& out) {
    const auto& codes = *pointer<const flatbuffers::Vector<flatbuffers::Offset<Text8>>*>();
    text_left_bytes_ -= item_bytes * codes.size();
    if (text_left_bytes_ < 0) return no_buffer("more text than was sent");
    for (const Text8* code : codes) {
      if (Refused refused = copy(name, code, out.emplace_back().code)) return refused;
    }
    return std::nullopt;
  }
  Refused read(std::string_view name, std::vector<AllowedUse>& out) {
    const auto& numbers = *pointer<const flatbuffers::Vector<std::uint8_t>*>();
    text_left_bytes_ -= numbers.size();
    if (text_left_bytes_ < 0) return no_buffer("more text than was sent");
    for (const std::uint8_t number : numbers) {
      if (Refused refused = read_word(name, number, out.emplace_back())) return refused;
    }
    return std::nullopt;
  }

  const Table& table_;
  std::int64_t& text_left_bytes_;
  std::size_t field_ = 0;
  Refused refused_;
};

template <std::size_t index = 0>
bool start_payload(std::uint8_t kind, Payload& payload) {
  if constexpr (index < kind_count) {
    if (kind != index + 1) return start_payload<index + 1>(kind, payload);
    payload.emplace<index>();
    return true;
  } else {
    return false;
  }
}

Refused read_event(const request::Event& in, std::int64_t& text_left_bytes, Command& out) {
  const auto kind = static_cast<std::uint8_t>(in.payload_type());
  if (in.payload() == nullptr) return reject(Code::missing_field, "kind", "kind");
  if (!start_payload(kind, out.payload)) {
    return reject(Code::unknown_kind, "kind", fmt::to_string(kind));
  }
  TableReader header(reinterpret_cast<const Table&>(in), text_left_bytes);
  visit_fields(out.header, header);
  if (Refused refused = header.take_refused()) return refused;
  TableReader fields(*reinterpret_cast<const Table*>(in.payload()), text_left_bytes);
  std::visit([&fields](auto& payload) { payload.fields(payload, fields); }, out.payload);
  return fields.take_refused();
}

}  // namespace

boost::system::result<RequestBuffer, Rejection> RequestBuffer::open(std::string_view bytes,
                                                                    std::size_t most_events) {
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  const auto most_tables =
      static_cast<flatbuffers::uoffset_t>(most_events) * tables_an_event + tables_an_event;
  flatbuffers::Verifier verifier(data, bytes.size(), most_depth, most_tables);
  if (!request::VerifyRequestBuffer(verifier)) return no_buffer("MZRQ");
  const request::Request& in = *request::GetRequest(data);
  RequestBuffer out;
  out.bytes_ = bytes;
  out.size_ = in.events() == nullptr ? 0 : in.events()->size();
  if (out.size_ == 0) return reject(Code::no_events, "events");
  if (out.size_ > most_events) {
    return reject(Code::too_many_events, "events", fmt::to_string(most_events));
  }
  if (in.mode() > request::Mode::MAX) {
    constexpr std::array<std::string_view, 3> modes{"single", "each", "atomic"};
    return unknown_word("mode", fmt::to_string(static_cast<int>(in.mode())), modes);
  }
  out.mode_ = static_cast<RequestMode>(in.mode());
  if (out.mode_ == RequestMode::single && out.size_ > 1) {
    return reject(Code::missing_field, "mode", "mode");
  }
  out.text_left_bytes_ = std::make_unique<std::atomic<std::int64_t>>(
      static_cast<std::int64_t>(bytes.size()) * text_a_byte);
  return out;
}

ParsedCommand RequestBuffer::event(std::size_t index, const std::string& actor) const {
  const request::Request& in = *request::GetRequest(bytes_.data());
  const auto place = static_cast<flatbuffers::uoffset_t>(index);
  const std::int64_t before = text_left_bytes_->load(std::memory_order_relaxed);
  std::int64_t left = before;
  Command command;
  command.header.actor = actor;
  Refused refused = read_event(*in.events()->Get(place), left, command);
  text_left_bytes_->fetch_sub(before - left, std::memory_order_relaxed);
  if (refused) return std::move(*refused);
  return command;
}

}  // namespace mingzhang
