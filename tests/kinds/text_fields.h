#pragma once

// Fills a payload from `key=value` words, for tables. Generic over `fields()`, so that a new kind
// can be used in a table at once. What is wrong is reported as a sentence, never guessed.

#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/kinds/payload.h"

namespace mingzhang::test {

/// The words of one line and the events that earlier lines named.
struct LineWords {
  std::map<std::string, std::string, std::less<>> fields;
  const std::map<std::string, Sequence, std::less<>>* labels = nullptr;
};

inline std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

/// A visitor for `fields()`. Takes what it reads out of `words.fields`: what is left is unknown.
class TextFields {
 public:
  explicit TextFields(LineWords& words) : words_(words) {}

  template <class Value>
  void operator()(std::string_view field, Value& value) {
    const auto found = words_.fields.find(field);
    if (found == words_.fields.end()) {
      missing(field, value);
      return;
    }
    if (!read(found->second, value)) fault_ += malformed(field, found->second);
    words_.fields.erase(found);
  }

  /// Empty when everything was understood.
  const std::string& fault() const { return fault_; }

 private:
  static std::string malformed(std::string_view field, std::string_view text) {
    return std::string(field) + " cannot be \"" + std::string(text) + "\"; ";
  }
  template <class Value>
  void missing(std::string_view field, const Value&) {
    fault_ += std::string(field) + " is missing; ";
  }
  template <class Value>
  void missing(std::string_view, const std::optional<Value>&) {}
  template <class Value>
  void missing(std::string_view, const Decided<Value>&) {}

  static bool decimal(std::string_view text, int decimals, std::int64_t& out) {
    constexpr std::int64_t any = 9'000'000'000'000'000'000;
    return parse_decimal(text, decimals, any, out) == DecimalFault::none;
  }
  template <class Number>
  static bool number(std::string_view text, Number& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc{} && end == text.data() + text.size();
  }
  template <class Value>
  static bool assign(const std::optional<Value>& parsed, Value& out) {
    if (parsed) out = *parsed;
    return parsed.has_value();
  }

  bool read(const std::string& text, Name& out) { return out.value = text, true; }
  bool read(const std::string& text, Title& out) { return out.value = text, true; }
  bool read(const std::string& text, Text& out) { return out.value = text, true; }
  bool read(const std::string& text, HouseRef& out) { return out.code = text, true; }
  bool read(const std::string& text, Money& out) { return decimal(text, 2, out.fen); }
  bool read(const std::string& text, Area& out) { return decimal(text, 2, out.dm2); }
  bool read(const std::string& text, Price& out) { return decimal(text, 4, out.centifen); }
  bool read(const std::string& text, Hours& out) { return decimal(text, 2, out.centihours); }
  bool read(const std::string& text, Day& out) { return assign(parse_day(text), out); }
  bool read(const std::string& text, Period& out) { return assign(parse_period(text), out); }
  bool read(const std::string& text, std::uint32_t& out) { return number(text, out); }
  bool read(const std::string& text, AccountRef& out) { return assign(parse_account(text), out); }
  bool read(const std::string& text, Sequence& out) {
    const auto label = words_.labels->find(text);
    if (label == words_.labels->end()) return number(text, out.value);
    out = label->second;
    return true;
  }
  bool read(const std::string& text, Scope& out) {
    const std::vector<std::string> parts = split(text, '/');
    if (parts.empty() || parts.size() > 2) return false;
    out.building.value = parts[0];
    if (parts.size() == 2) out.entrance = Name{parts[1]};
    return true;
  }
  template <class Enum>
  requires std::is_enum_v<Enum>
  bool read(const std::string& text, Enum& out) { return assign(parse_word<Enum>(text), out); }
  template <class Value>
  bool read(const std::string& text, std::vector<Value>& out) {
    for (const std::string& part : split(text, ',')) {
      if (!read(part, out.emplace_back())) return false;
    }
    return true;
  }
  template <class Value>
  bool read(const std::string& text, std::optional<Value>& out) {
    return read(text, out.emplace());
  }
  template <class Value>
  bool read(const std::string&, Decided<Value>&) {
    return false;
  }  // decided by the rule

  LineWords& words_;
  std::string fault_;
};

}  // namespace mingzhang::test
