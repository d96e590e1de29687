#include "api/imports/house_in_text.h"

#include <boost/regex.hpp>

#include <algorithm>
#include <array>
#include <set>

#include "api/files/text.h"

namespace mingzhang {
namespace {

bool is_alnum(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Bytes of UTF-8: alternatives may be Chinese, character classes are ASCII only.
const boost::regex& house_pattern() {
  static const boost::regex pattern(
      "([0-9A-Za-z]{1,6}|(?:一|二|三|四|五|六|七|八|九|十){1,3})\\s*"
      "(?:号楼|栋|幢|座|楼|#(?:楼)?|-)\\s*"
      "([0-9A-Za-z]{1,6}|(?:一|二|三|四|五|六|七|八|九|十){1,3})\\s*"
      "(?:单元|门|-)\\s*"
      "(商铺[0-9A-Za-z]*|[0-9A-Za-z]{1,8})");
  return pattern;
}

// "十二" to "12"; other text as it is. Up to 99, which is as far as buildings go.
std::string in_digits(const std::string& text) {
  static constexpr std::u32string_view numerals = U"一二三四五六七八九";
  int value = 0;
  int units = 0;
  for (const char32_t c : to_code_points(text)) {
    const std::size_t digit = numerals.find(c);
    if (c == U'十') {
      value += (units == 0 ? 1 : units) * 10;
      units = 0;
    } else if (digit != numerals.npos) {
      units = static_cast<int>(digit) + 1;
    } else {
      return text;
    }
  }
  return std::to_string(value + units);
}

bool is_year(const std::string& building) {
  return building.size() == 4 && (building.starts_with("19") || building.starts_with("20")) &&
         building.find_first_not_of("0123456789") == std::string::npos;
}

// Part of a longer number, a date or an amount: "1-2-301-2024", "1-2-3月", "1-2-3.50元". A mark
// joins only what has a letter or digit behind it: "备注:1-2-301." is whole.
bool runs_on(std::string_view before, std::string_view after) {
  static constexpr std::string_view marks = "-./:";
  static constexpr auto units = std::to_array<std::string_view>({"月", "日", "年", "元", "块"});
  const auto joins = [](char next, std::string_view further, bool forward) {
    if (is_alnum(next)) return true;
    if (marks.find(next) == marks.npos || further.empty()) return false;
    return is_alnum(forward ? further.front() : further.back());
  };
  if (!before.empty() && joins(before.back(), before.substr(0, before.size() - 1), false)) {
    return true;
  }
  if (!after.empty() && joins(after.front(), after.substr(1), true)) return true;
  return std::any_of(units.begin(), units.end(),
                     [after](std::string_view unit) { return after.starts_with(unit); });
}

class Mentions {
 public:
  explicit Mentions(const CommunityState& community) : community_(community) {}

  void find_numbered(const std::string& text) {
    const boost::sregex_iterator end;
    for (boost::sregex_iterator at(text.begin(), text.end(), house_pattern()); at != end; ++at) {
      const boost::smatch& match = *at;
      const std::string building = in_digits(match[1].str());
      const std::string code = building + "-" + in_digits(match[2].str()) + "-" + match[3].str();
      const bool registered = community_.find_house(code) != nullptr;
      const auto start = static_cast<std::size_t>(match.position());
      const std::string_view all = text;
      const bool whole = !runs_on(all.substr(0, start),
                                  all.substr(start + static_cast<std::size_t>(match.length())));
      if (registered && whole) {
        houses_.insert(code);
      } else if (registered || !is_year(building)) {
        doubtful_ = true;
      }
    }
  }

  // Codes of another shape ("P-12"): only as a word of their own, and only with a hyphen, since
  // bare numbers are amounts and months as often as houses.
  void find_words(const std::string& text) {
    static constexpr std::string_view ends = " \t\r\n,;()[]|/\"'";
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find_first_of(ends, at), text.size());
      const std::string word = text.substr(at, end - at);
      const bool hyphened = word.find('-') != std::string::npos;
      if (hyphened && community_.find_house(word) != nullptr) houses_.insert(word);
      at = end + 1;
    }
  }

  [[nodiscard]] MentionedHouse result() const {
    if (doubtful_ || houses_.size() > 1) return {HouseMention::doubtful, {}};
    if (houses_.empty()) return {};
    return {HouseMention::one, *houses_.begin()};
  }

 private:
  const CommunityState& community_;
  std::set<std::string> houses_;
  bool doubtful_ = false;
};

}  // namespace

MentionedHouse house_in_text(std::string_view text, const CommunityState& community) {
  const std::string plain = half_width(text);
  Mentions mentions(community);
  mentions.find_numbered(plain);
  mentions.find_words(plain);
  return mentions.result();
}

}  // namespace mingzhang
