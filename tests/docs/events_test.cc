#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>

#include "ledger/rejection.h"
#include "tests/support/file_text.h"
#include "tests/support/paths.h"
#include "tests/support/random_command.h"

// docs/events.md says of every kind what the code says: its fields in their order, which may be
// left out, which are decided, and every refusal that its rules name.

namespace mingzhang::test {
namespace {

/// From the kind's heading to the next.
std::string section(const std::string& page, std::string_view kind) {
  const std::size_t begin = page.find(fmt::format("\n## {}\n", kind));
  if (begin == std::string::npos) return {};
  return page.substr(begin, page.find("\n## ", begin + 1) - begin);
}

std::set<std::string> matches(const std::string& text, const char* pattern) {
  const std::regex regex(pattern);
  std::set<std::string> found;
  for (std::sregex_iterator match(text.begin(), text.end(), regex), end; match != end; ++match) {
    found.insert((*match)[1]);
  }
  return found;
}

/// The rows that a payload's fields ask for.
struct Rows {
  std::vector<std::string> list;

  template <class Value>
  void operator()(std::string_view field, const Value&) {
    list.push_back(fmt::format("| `{}` | ", field));
  }
  template <class Value>
  void operator()(std::string_view field, const std::optional<Value>&) {
    list.push_back(fmt::format("| `{}`? | ", field));
  }
  template <class Value>
  void operator()(std::string_view field, const Decided<Value>&) {
    list.push_back(fmt::format("| `{}` | decided: ", field));
  }
};

std::set<std::string> every_code() {
  std::set<std::string> codes;
#define MINGZHANG_NAME(name, status, zh, en) codes.insert(#name);
  MINGZHANG_REJECTIONS(MINGZHANG_NAME)
#undef MINGZHANG_NAME
  return codes;
}

TEST(EventsPage, ListsTheFieldsOfEveryKind) {
  const std::string page = file_text("docs/events.md");
  for (const EventKind kind : every_kind()) {
    const std::string text = section(page, kind_name(kind));
    Rows rows;
    const Payload payload = payload_of(kind);
    std::visit([&rows](const auto& typed) { typed.fields(typed, rows); }, payload);
    std::size_t from = 0;
    for (const std::string& row : rows.list) {
      const std::size_t found = text.find("\n" + row, from);
      EXPECT_NE(found, std::string::npos) << kind_name(kind) << " lacks, or has elsewhere: " << row;
      from = std::min(found, text.size());
    }
    EXPECT_EQ(matches(text, "\n\\| (`\\w+`)").size(), rows.list.size()) << kind_name(kind);
  }
}

TEST(EventsPage, NamesEveryRefusalOfTheRules) {
  const std::string page = file_text("docs/events.md");
  const std::set<std::string> codes = every_code();
  for (const EventKind kind : every_kind()) {
    const std::string name(kind_name(kind));
    const std::string text = section(page, name);
    const std::size_t begin = text.find("\nRefused");
    ASSERT_NE(begin, std::string::npos) << name;
    const std::string refused = text.substr(begin, text.find("\n\n", begin) - begin);
    const std::set<std::string> named = matches(refused, "`(\\w+)`");
    for (const std::string& code :
         matches(file_text("ledger/kinds/" + name + ".cc"), "Code::(\\w+)")) {
      EXPECT_TRUE(named.contains(code)) << name << " does not tell of " << code;
    }
    for (const std::string& code : named) {
      EXPECT_TRUE(codes.contains(code)) << name << " tells of " << code << ", which does not exist";
    }
  }
}

}  // namespace
}  // namespace mingzhang::test
