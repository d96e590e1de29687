#include "api/json/field_forms.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <limits>

#include "ledger/rules/preflight.h"

namespace mingzhang {
namespace {

namespace json = boost::json;

constexpr std::size_t max_shown_characters = 80;

std::string_view view(const json::string& text) { return {text.data(), text.size()}; }

/// What the caller wrote, short enough to be shown.
std::string shown(std::string_view text) {
  if (text.size() <= max_shown_characters) return std::string(text);
  std::size_t end = max_shown_characters;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) --end;
  return std::string(text.substr(0, end)) + "…";
}

Rejection malformed(std::string_view field, std::string_view text, std::string_view example) {
  return reject(Code::malformed_value, field, field, shown(text), example);
}

Rejection not_a_string(std::string_view field, std::string_view example) {
  return wrong_type(field, fmt::format("字符串，如 \"{}\"", example),
                    fmt::format("a string such as \"{}\"", example));
}

/// The form of a decimal quantity.
struct DecimalForm {
  int decimals;
  std::int64_t max;
  std::string_view example;
};

Refused read_decimal(std::string_view field, const json::value& in, const DecimalForm& form,
                     std::int64_t& out) {
  const json::string* text = in.if_string();
  if (text == nullptr) return not_a_string(field, form.example);
  switch (parse_decimal(view(*text), form.decimals, form.max, out)) {
    case DecimalFault::none:
      return std::nullopt;
    case DecimalFault::malformed:
      return malformed(field, view(*text), form.example);
    case DecimalFault::too_many_decimals:
      return reject(Code::too_many_decimals, field, field, fmt::to_string(form.decimals));
    case DecimalFault::too_large:
      return reject(Code::value_too_large, field, field,
                    format_decimal(form.max, form.decimals, 2));
  }
  return std::nullopt;
}

Refused read_integer(std::string_view field, const json::value& in, std::uint64_t max,
                     std::uint64_t& out) {
  constexpr std::string_view example = "120";
  constexpr std::int64_t beyond_all = 1LL << 53U;
  if (in.is_double() && in.get_double() >= beyond_all) {
    return reject(Code::value_too_large, field, field, fmt::to_string(max));
  }
  if (!in.is_int64() && !in.is_uint64()) {
    return wrong_type(field, fmt::format("整数，如 {}", example),
                      fmt::format("an integer such as {}", example));
  }
  if (in.is_int64() && in.get_int64() < 0) {
    return malformed(field, fmt::to_string(in.get_int64()), example);
  }
  const std::uint64_t number =
      in.is_uint64() ? in.get_uint64() : static_cast<std::uint64_t>(in.get_int64());
  if (number > max) return reject(Code::value_too_large, field, field, fmt::to_string(max));
  out = number;
  return std::nullopt;
}

/// A string that `parse` makes a value of.
template <class Value, class Parse>
Refused read_parsed(std::string_view field, const json::value& in, std::string_view example,
                    Value& out, const Parse& parse) {
  const json::string* text = in.if_string();
  if (text == nullptr) return not_a_string(field, example);
  const std::optional<Value> parsed = parse(view(*text));
  if (!parsed) return malformed(field, view(*text), example);
  out = *parsed;
  return std::nullopt;
}

std::optional<Hash32> parse_document(std::string_view text) {
  Hash32 hash;
  return parse_hex(text, hash) ? std::optional(hash) : std::nullopt;
}

template <class Value>
Refused read_list(std::string_view field, const json::value& in, std::string_view example,
                  std::vector<Value>& out) {
  const json::array* items = in.if_array();
  if (items == nullptr) {
    return wrong_type(field, fmt::format("数组，如 [\"{}\"]", example),
                      fmt::format("an array such as [\"{}\"]", example));
  }
  out.resize(items->size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (Refused refused = read_field(field, (*items)[i], out[i])) return refused;
  }
  return std::nullopt;
}

}  // namespace

std::string shown_name(std::string_view name) { return name.empty() ? "\"\"" : shown(name); }

Rejection unknown_field(std::string_view name) {
  return reject(Code::unknown_field, shown_name(name), shown_name(name));
}

Rejection wrong_type(std::string_view field, std::string_view should_zh,
                     std::string_view should_en) {
  return reject(Code::wrong_type, field, field, should_zh, should_en);
}

Rejection unknown_word(std::string_view field, std::string_view word,
                       std::span<const std::string_view> choices) {
  return reject(Code::unknown_word, field, field, shown(word),
                fmt::format("{}", fmt::join(choices, ", ")));
}

Refused read_field(std::string_view field, const json::value& in, std::string& out) {
  const json::string* text = in.if_string();
  if (text == nullptr) return wrong_type(field, "字符串", "a string");
  out.assign(text->data(), text->size());
  return std::nullopt;
}

Refused read_field(std::string_view field, const json::value& in, Name& out) {
  return read_field(field, in, out.value);
}
Refused read_field(std::string_view field, const json::value& in, Title& out) {
  return read_field(field, in, out.value);
}
Refused read_field(std::string_view field, const json::value& in, Text& out) {
  return read_field(field, in, out.value);
}
Refused read_field(std::string_view field, const json::value& in, HouseRef& out) {
  return read_field(field, in, out.code);
}

Refused read_field(std::string_view field, const json::value& in, Money& out) {
  return read_decimal(field, in, {2, max_amount.fen, "156.02"}, out.fen);
}
Refused read_field(std::string_view field, const json::value& in, Area& out) {
  return read_decimal(field, in, {2, max_area.dm2, "94.56"}, out.dm2);
}
Refused read_field(std::string_view field, const json::value& in, Price& out) {
  return read_decimal(field, in, {4, max_price.centifen, "0.55"}, out.centifen);
}
Refused read_field(std::string_view field, const json::value& in, Hours& out) {
  return read_decimal(field, in, {2, max_hours.centihours, "2.50"}, out.centihours);
}

Refused read_field(std::string_view field, const json::value& in, Day& out) {
  return read_parsed(field, in, "2026-03-31", out, parse_calendar_date);
}
Refused read_field(std::string_view field, const json::value& in, Period& out) {
  return read_parsed(field, in, "2026-03", out, parse_period);
}
Refused read_field(std::string_view field, const json::value& in, Instant& out) {
  return read_parsed(field, in, "2026-03-31T18:00:00+08:00", out, parse_instant);
}
Refused read_field(std::string_view field, const json::value& in, AccountRef& out) {
  return read_parsed(field, in, "1122.OPS", out, parse_account);
}
Refused read_field(std::string_view field, const json::value& in, Hash32& out) {
  constexpr std::string_view digest_of_nothing =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  return read_parsed(field, in, digest_of_nothing, out, parse_document);
}

Refused read_field(std::string_view field, const json::value& in, std::uint32_t& out) {
  std::uint64_t number = 0;
  if (Refused refused =
          read_integer(field, in, std::numeric_limits<std::uint32_t>::max(), number)) {
    return refused;
  }
  out = static_cast<std::uint32_t>(number);
  return std::nullopt;
}
Refused read_field(std::string_view field, const json::value& in, Sequence& out) {
  return read_integer(field, in, max_sequence, out.value);
}

Refused read_field(std::string_view field, const json::value& in, Scope& out) {
  const json::object* scope = in.if_object();
  if (scope == nullptr) {
    return wrong_type(field, R"(对象，如 {"building":"1","entrance":"2"})",
                      R"(an object such as {"building":"1","entrance":"2"})");
  }
  for (const json::key_value_pair& member : *scope) {
    if (member.key() != "building" && member.key() != "entrance") {
      const std::string name =
          fmt::format("{}.{}", field, std::string_view(member.key().data(), member.key().size()));
      return unknown_field(name);
    }
  }
  const std::string building = fmt::format("{}.building", field);
  const json::value* found = scope->if_contains("building");
  if (found == nullptr || found->is_null()) {
    return reject(Code::missing_field, building, building);
  }
  if (Refused refused = read_field(building, *found, out.building)) return refused;
  found = scope->if_contains("entrance");
  if (found == nullptr || found->is_null()) return std::nullopt;
  return read_field(fmt::format("{}.entrance", field), *found, out.entrance.emplace());
}

Refused read_field(std::string_view field, const json::value& in, std::vector<HouseRef>& out) {
  return read_list(field, in, "1-2-301", out);
}
Refused read_field(std::string_view field, const json::value& in, std::vector<AllowedUse>& out) {
  return read_list(field, in, "earn", out);
}

}  // namespace mingzhang
