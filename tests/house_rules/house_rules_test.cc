// Holds this checkout against the house rules. What the rules themselves do is tested in
// rules_test.cc.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/house_rules/rules.h"
#include "tests/support/paths.h"

namespace mingzhang::house_rules {
namespace {

const std::vector<Source>& tree() {
  static const std::vector<Source> sources = read_tree(test::source_dir());
  return sources;
}

void report(const Findings& findings) {
  for (const Finding& finding : findings) {
    ADD_FAILURE_AT(finding.path.c_str(), finding.line) << finding.message;
  }
}

template <typename Rule>
void hold_every_file_to(Rule rule) {
  for (const Source& source : tree()) {
    report(rule(source));
  }
}

std::vector<std::string> floating_point_allowed() {
  std::vector<std::string> paths;
  const auto list =
      std::ranges::find(tree(), "tests/house_rules/floating_point_allowed.txt", &Source::path);
  for (const std::string_view line : lines_of(list->text)) {
    if (!line.starts_with("#")) {
      const std::size_t space = line.find(' ');
      EXPECT_NE(space, std::string_view::npos) << "give a reason behind the path: " << line;
      paths.emplace_back(line.substr(0, space));
    }
  }
  return paths;
}

TEST(HouseRules, SeeTheWholeTree) {
  for (const char* path : {"CMakeLists.txt", "ops/main.cc", "ops/test", "CONTRIBUTING.md"}) {
    EXPECT_EQ(std::ranges::count(tree(), path, &Source::path), 1) << path;
  }
}

TEST(HouseRules, IncludesPointTheRightWay) { hold_every_file_to(check_includes); }

TEST(HouseRules, NoBannedCalls) { hold_every_file_to(check_calls); }

TEST(HouseRules, NoFloatingPointInTheBooks) {
  const std::vector<std::string> allowed = floating_point_allowed();
  hold_every_file_to([&](const Source& source) { return check_floating_point(source, allowed); });
  for (const std::string& path : allowed) {
    const auto source = std::ranges::find(tree(), path, &Source::path);
    EXPECT_TRUE(source != tree().end() && !check_floating_point(*source, {}).empty())
        << path << " needs no allowance: take its line out of floating_point_allowed.txt";
  }
}

TEST(HouseRules, LinesAndFilesAreShort) { hold_every_file_to(check_layout); }

TEST(HouseRules, FunctionsAreShort) { hold_every_file_to(check_function_lengths); }

TEST(HouseRules, NothingIsMarkedUnfinished) { hold_every_file_to(check_unfinished_marks); }

TEST(HouseRules, NoTwoTypesShareAName) { report(check_type_names(tree())); }

TEST(HouseRules, EveryEventKindIsComplete) { report(check_event_kinds(tree())); }

}  // namespace
}  // namespace mingzhang::house_rules
