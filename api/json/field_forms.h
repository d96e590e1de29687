#pragma once

// How a field of each type is written in JSON. Reading names the first fault with an example of the
// right form. The forms are those that render_field writes (event_json.h).

#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/dates.h"
#include "ledger/base/money.h"
#include "ledger/chart.h"
#include "ledger/kinds/consents.h"
#include "ledger/kinds/fields.h"
#include "ledger/kinds/words.h"
#include "ledger/rejection.h"

namespace mingzhang {

/// A name that the caller wrote, short enough to be shown; "" when it is empty.
std::string shown_name(std::string_view name);

/// There is no field or parameter of that name.
Rejection unknown_field(std::string_view name);
/// Above any working time of one entry; keeps hours x rate far inside 128 bits.
inline constexpr Hours max_hours{100'000'000};
/// Every JSON reader keeps integers up to here exactly.
inline constexpr std::uint64_t max_sequence = (1ULL << 53U) - 1;

Rejection wrong_type(std::string_view field, std::string_view should_zh,
                     std::string_view should_en);

Refused read_field(std::string_view field, const boost::json::value& in, std::string& out);
Refused read_field(std::string_view field, const boost::json::value& in, Name& out);
Refused read_field(std::string_view field, const boost::json::value& in, Title& out);
Refused read_field(std::string_view field, const boost::json::value& in, Text& out);
Refused read_field(std::string_view field, const boost::json::value& in, Hash32& out);
Refused read_field(std::string_view field, const boost::json::value& in, Money& out);
Refused read_field(std::string_view field, const boost::json::value& in, Area& out);
Refused read_field(std::string_view field, const boost::json::value& in, Price& out);
Refused read_field(std::string_view field, const boost::json::value& in, Hours& out);
Refused read_field(std::string_view field, const boost::json::value& in, Day& out);
Refused read_field(std::string_view field, const boost::json::value& in, Period& out);
Refused read_field(std::string_view field, const boost::json::value& in, Instant& out);
Refused read_field(std::string_view field, const boost::json::value& in, std::uint32_t& out);
Refused read_field(std::string_view field, const boost::json::value& in, Sequence& out);
Refused read_field(std::string_view field, const boost::json::value& in, AccountRef& out);
Refused read_field(std::string_view field, const boost::json::value& in, HouseRef& out);
Refused read_field(std::string_view field, const boost::json::value& in, Scope& out);
Refused read_field(std::string_view field, const boost::json::value& in,
                   std::vector<HouseRef>& out);
Refused read_field(std::string_view field, const boost::json::value& in,
                   std::vector<AllowedUse>& out);

Rejection unknown_word(std::string_view field, std::string_view word,
                       std::span<const std::string_view> choices);

/// A closed vocabulary.
template <class Enum>
requires std::is_enum_v<Enum> Refused read_field(std::string_view field,
                                                 const boost::json::value& in, Enum& out) {
  std::string text;
  if (Refused refused = read_field(field, in, text)) return refused;
  const std::optional<Enum> parsed = parse_word<Enum>(text);
  if (!parsed) return unknown_word(field, text, Words<Enum>::names);
  out = *parsed;
  return std::nullopt;
}

}  // namespace mingzhang
