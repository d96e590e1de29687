#include "ledger/rules/preflight.h"

#include <fmt/format.h>

#include <limits>

namespace mingzhang {
namespace {

constexpr std::string_view key_example = "wechat:4200002168";
constexpr std::string_view text_example = "三月物业费";

std::string_view name_example(std::string_view field) {
  if (field == "community") return "heping";
  return field == "house" || field == "houses" ? "1-2-301" : "2026-01";
}

/// REQUIRES: valid UTF-8.
template <class Wanted>
bool has_code_point(std::string_view text, const Wanted& wanted) {
  char32_t code_point = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80) {
      code_point = byte;
    } else if (byte >= 0xC0) {
      code_point = byte & (byte >= 0xF0 ? 0x07U : byte >= 0xE0 ? 0x0FU : 0x1FU);
    } else {
      code_point = (code_point << 6U) | (byte & 0x3FU);
    }
    const bool is_last = i + 1 == text.size() || (text[i + 1] & 0xC0) != 0x80;
    if (is_last && wanted(code_point)) return true;
  }
  return false;
}

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c <= 0x9F); }

/// What changes how other characters are shown, or cannot be seen: two names that look the same
/// must be the same.
bool is_format_mark(char32_t c) {
  return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
}

bool is_space(char32_t c) {
  return c == 0x20 || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x3000;
}

bool is_unseen(char32_t c) { return is_control(c) || is_format_mark(c); }

/// Length first, so that nothing longer than allowed is ever quoted back.
template <class Wrong>
Refused check_characters(std::string_view field, std::string_view text, std::size_t most,
                         const Wrong& wrong, std::string_view example) {
  const std::optional<std::size_t> length = utf8_length(text);
  if (!length) return reject(Code::malformed_value, field, field, "", example);
  if (*length > most) return reject(Code::text_too_long, field, field, fmt::to_string(most));
  if (*length == 0 || has_code_point(text, wrong)) {
    return reject(Code::malformed_value, field, field, text, example);
  }
  return std::nullopt;
}

/// Visible characters: no space, no control, no mark that cannot be seen.
Refused check_key(std::string_view field, std::string_view key) {
  return check_characters(
      field, key, max_name_characters, [](char32_t c) { return is_unseen(c) || is_space(c); },
      key_example);
}

/// A key's characters but the two that exports use.
Refused check_name(std::string_view field, std::string_view name) {
  return check_characters(
      field, name, max_name_characters,
      [](char32_t c) { return is_unseen(c) || is_space(c) || c == ':' || c == '"'; },
      name_example(field));
}

Refused check_text(std::string_view field, std::string_view text, std::size_t most) {
  return check_characters(field, text, most, is_unseen, text_example);
}

Refused check_date(std::string_view field, Day day) {
  if (day < first_day) {
    return reject(Code::date_too_early, field, field, to_string(day), to_string(first_day));
  }
  if (day > last_day) return reject(Code::value_too_large, field, field, to_string(last_day));
  return std::nullopt;
}

Refused check_past(std::string_view field, Day day, Day today) {
  if (day <= today) return check_date(field, day);
  return reject(Code::date_in_future, field, field, to_string(day), to_string(today));
}

/// Checks one payload field after the other and keeps the first fault.
class FieldCheck {
 public:
  template <class Value>
  void operator()(std::string_view field, const Value& value) {
    if (!refused_) refused_ = check(field, value);
  }
  Refused take() { return std::move(refused_); }

 private:
  template <class Value>
  static Refused check(std::string_view field, const std::optional<Value>& value) {
    return value ? check(field, *value) : std::nullopt;
  }
  template <class Value>
  static Refused check(std::string_view, const Decided<Value>&) {
    return std::nullopt;
  }
  static Refused check(std::string_view field, const Name& name) {
    return check_name(field, name.value);
  }
  static Refused check(std::string_view field, const Title& title) {
    return check_text(field, title.value, max_name_characters);
  }
  static Refused check(std::string_view field, const Text& text) {
    return check_text(field, text.value, max_text_characters);
  }
  static Refused check(std::string_view field, const HouseRef& house) {
    return check_name(field, house.code);
  }
  static Refused check(std::string_view field, const std::vector<HouseRef>& houses) {
    if (houses.empty()) return reject(Code::missing_field, field, field);
    for (const HouseRef& house : houses) {
      if (Refused refused = check(field, house)) return refused;
    }
    return std::nullopt;
  }
  static Refused check(std::string_view field, const Scope& scope) {
    if (Refused refused = check(field, scope.building)) return refused;
    return check(field, scope.entrance);
  }
  static Refused check(std::string_view field, Money money) {
    if (money > max_amount || -money > max_amount) {
      return reject(Code::value_too_large, field, field, to_string(max_amount));
    }
    return std::nullopt;
  }
  static Refused check(std::string_view field, Area area) {
    if (area.dm2 < 0) return reject(Code::not_positive, field, field);
    if (area > max_area) return reject(Code::value_too_large, field, field, to_string(max_area));
    return std::nullopt;
  }
  static Refused check(std::string_view field, Price price) {
    if (price.centifen <= 0) return reject(Code::not_positive, field, field);
    if (price > max_price) return reject(Code::value_too_large, field, field, to_string(max_price));
    return std::nullopt;
  }
  static Refused check(std::string_view field, Hours hours) {
    if (hours.centihours <= 0) return reject(Code::not_positive, field, field);
    return std::nullopt;
  }
  static Refused check(std::string_view field, Day day) { return check_date(field, day); }
  template <class Value>
  static Refused check(std::string_view, const Value&) {
    return std::nullopt;  // numbers, periods, words and flags are checked where they are read
  }

  Refused refused_;
};

}  // namespace

bool is_visible(std::string_view text) { return !has_code_point(text, is_unseen); }

std::optional<std::size_t> utf8_length(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++count) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t width = lead < 0x80                   ? 1
                              : lead >= 0xC2 && lead < 0xE0 ? 2
                              : lead >= 0xE0 && lead < 0xF0 ? 3
                              : lead >= 0xF0 && lead < 0xF5 ? 4
                                                            : 0;
    if (width == 0 || i + width > text.size()) return std::nullopt;
    for (std::size_t j = 1; j < width; ++j) {
      if ((static_cast<unsigned char>(text[i + j]) & 0xC0U) != 0x80) return std::nullopt;
    }
    i += width;
  }
  return count;
}

Refused preflight(const Command& command, Day today) {
  const CommandHeader& header = command.header;
  if (Refused refused = check_key("idempotency_key", header.idempotency_key)) return refused;
  FieldCheck check;
  check("community", Name{header.community});
  check("actor", Name{header.actor});
  check("memo", header.memo);
  if (Refused refused = check.take()) return refused;
  if (Refused refused = check_past("business_date", header.business_date, today)) return refused;
  if (header.occurred_on) {
    if (Refused refused = check_past("occurred_on", *header.occurred_on, today)) return refused;
  }
  std::visit([&check](const auto& payload) { payload.fields(payload, check); }, command.payload);
  return check.take();
}

bool is_formed(const Command& command) {
  constexpr Day end_of_time{std::numeric_limits<std::int32_t>::max()};
  return !preflight(command, end_of_time);
}

bool is_past(const CommandHeader& header, Day today) {
  return header.business_date <= today && header.occurred_on.value_or(today) <= today;
}

}  // namespace mingzhang
