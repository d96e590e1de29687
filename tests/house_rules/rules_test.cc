// Shows every house rule firing on small bad examples, and keeping quiet on good ones.
#include "tests/house_rules/rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace mingzhang::house_rules {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<int> lines(const Findings& findings) {
  std::vector<int> numbers;
  for (const Finding& finding : findings) {
    numbers.push_back(finding.line);
  }
  return numbers;
}

std::string first_message(const Findings& findings) {
  return findings.empty() ? "" : findings.front().message;
}

TEST(IncludeRule, LetsAFolderIncludeItselfAndWhatIsLeftOfIt) {
  EXPECT_THAT(check_includes({"api/routes/x.cc",
                              "#include <vector>\n"
                              "#include \"api/routes/x.h\"\n"
                              "#include \"ledger/base/money.h\"\n"
                              "#include \"schemas/event_generated.h\"\n"}),
              IsEmpty());
  EXPECT_THAT(check_includes({"tests/x_test.cc",
                              "#include <rocksdb/db.h>\n#include \"ops/x.h\"\n"
                              "#include \"tests/support/paths.h\"\n"}),
              IsEmpty());
}

TEST(IncludeRule, RefusesWhatIsToTheRight) {
  EXPECT_THAT(first_message(check_includes({"ledger/x.cc", "#include \"replay/engine.h\"\n"})),
              HasSubstr("ledger may not include replay"));
  EXPECT_THAT(lines(check_includes({"ops/x.cc", "\n  #  include \"tests/support/paths.h\"\n"})),
              ElementsAre(2));
}

TEST(IncludeRule, RefusesPathsThatDoNotStartAtTheRoot) {
  EXPECT_THAT(first_message(check_includes({"ledger/base/x.cc", "#include \"money.h\"\n"})),
              HasSubstr("from the repository root"));
}

TEST(IncludeRule, KeepsLibrariesInTheirPlace) {
  EXPECT_THAT(first_message(check_includes({"replay/x.cc", "#include <rocksdb/db.h>\n"})),
              HasSubstr("belongs to ledger/store/rocksdb/"));
  EXPECT_THAT(check_includes({"ledger/store/rocksdb/x.cc", "#include <rocksdb/db.h>\n"}),
              IsEmpty());
  EXPECT_THAT(lines(check_includes({"api/routes/x.cc",
                                    "#include <boost/asio.hpp>\n"
                                    "#include <boost/beast/http.hpp>\n"
                                    "#include <boost/json.hpp>\n"})),
              ElementsAre(1, 2));
  EXPECT_THAT(lines(check_includes({"ops/serve.cc", "#include <prometheus/counter.h>\n"})),
              ElementsAre(1));
  EXPECT_THAT(check_includes({"ops/metrics/x.cc", "#include <prometheus/counter.h>\n"}), IsEmpty());
}

TEST(CallRule, RefusesClocksBelowOps) {
  const std::string text =
      "auto a = std::chrono::system_clock::now();\n"
      "auto b = Clock :: now ();\n"
      "auto c = std::time(nullptr);\n"
      "auto d = time(&d);\n";
  EXPECT_THAT(lines(check_calls({"replay/x.cc", text})), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(check_calls({"ops/x.cc", text}), IsEmpty());
}

TEST(CallRule, KnowsOtherThingsCalledTimeOrRandom) {
  EXPECT_THAT(check_calls({"ledger/x.cc",
                           "auto a = event.time();\n"
                           "auto b = pool->random(3);\n"
                           "// time(nullptr) and rand() in a comment\n"
                           "auto c = \"rand()\";\n"
                           "int random = 4;\n"}),
              IsEmpty());
}

TEST(CallRule, RefusesRandomnessBelowOps) {
  EXPECT_THAT(lines(check_calls({"api/x.cc",
                                 "int a = rand();\n"
                                 "std::random_device device;\n"
                                 "std::mt19937 engine;\n"})),
              ElementsAre(1, 2, 3));
}

TEST(CallRule, RefusesAssertEverywhereButNotStaticAssert) {
  EXPECT_THAT(lines(check_calls({"ops/x.cc",
                                 "#include <cassert>\n"
                                 "static_assert(sizeof(int) == 4);\n"
                                 "void f() { assert(true); }\n"})),
              ElementsAre(1, 3));
}

TEST(CallRule, RefusesSleepingTests) {
  EXPECT_THAT(lines(check_calls({"tests/x_test.cc", "std::this_thread::sleep_for(1s);\n"})),
              ElementsAre(1));
}

TEST(FloatingPointRule, RefusesItInTheBooksUnlessAllowed) {
  const Source source{"ledger/x.cc", "int a;\nlong double b;\nfloat c;\nint double_ = 1;\n"};
  EXPECT_THAT(lines(check_floating_point(source, {})), ElementsAre(2, 3));
  const std::vector<std::string> allowed = {"ledger/x.cc"};
  EXPECT_THAT(check_floating_point(source, allowed), IsEmpty());
  EXPECT_THAT(check_floating_point({"ops/x.cc", source.text}, {}), IsEmpty());
  EXPECT_THAT(lines(check_floating_point({"schemas/x.fbs", "table T { a:float; }\n"}, {})),
              ElementsAre(1));
}

TEST(LayoutRule, CountsColumnsInCharacters) {
  EXPECT_THAT(check_layout({"ledger/x.cc", std::string(100, 'a') + "\n"}), IsEmpty());
  EXPECT_THAT(lines(check_layout({"ledger/x.cc", std::string(101, 'a') + "\n"})), ElementsAre(1));
  std::string chinese;
  for (int i = 0; i < 100; ++i) {
    chinese += "账";
  }
  EXPECT_THAT(check_layout({"ledger/x.cc", chinese + "\n"}), IsEmpty());
  EXPECT_THAT(lines(check_layout({"ledger/x.cc", chinese + "目\n"})), ElementsAre(1));
}

TEST(LayoutRule, RefusesTabsLongFilesAndBareHeaders) {
  EXPECT_THAT(first_message(check_layout({"ops/run", "\tls\n"})), HasSubstr("tab"));
  std::string text;
  for (int i = 0; i < 500; ++i) {
    text += "int a;\n";
  }
  EXPECT_THAT(check_layout({"ledger/x.cc", text}), IsEmpty());
  EXPECT_THAT(first_message(check_layout({"ledger/x.cc", text + "\n"})), HasSubstr("501 lines"));
  EXPECT_THAT(first_message(check_layout({"ledger/x.h", "int a;\n"})), HasSubstr("#pragma once"));
}

TEST(LayoutRule, LeavesProseAlone) {
  EXPECT_THAT(check_layout({"README.md", std::string(300, 'a') + "\n"}), IsEmpty());
}

TEST(UnfinishedMarkRule, SeesCommentsAndProseButNotStrings) {
  EXPECT_THAT(lines(check_unfinished_marks({"ledger/x.cc", "\n// TODO: later\n"})), ElementsAre(2));
  EXPECT_THAT(lines(check_unfinished_marks({"README.md", "FIXME\n"})), ElementsAre(1));
  EXPECT_THAT(check_unfinished_marks({"ledger/x.cc", "auto a = \"TODO\"; int XXXL;\n"}), IsEmpty());
}

const std::vector<Source>& complete_kind() {
  static const std::vector<Source> tree = {
      {"docs/events.md", "| `house_registered` | ... |\n"},
      {"ledger/kinds/house_registered.cc", ""},
      {"ledger/kinds/kind_list.h",
       "#define MINGZHANG_EVENT_KINDS(X) \\\n"
       "  X(2, house_registered, HouseRegistered, registry)\n"},
      {"schemas/registry.fbs", "// table Other {}\ntable HouseRegistered { house:string; }\n"},
      {"tests/golden/house_registered.hex", ""},
      {"tests/kinds/house_registered_test.cc", ""},
  };
  return tree;
}

TEST(EventKindRule, IsContentWithACompleteKindAndWithNoList) {
  EXPECT_THAT(check_event_kinds(complete_kind()), IsEmpty());
  EXPECT_THAT(check_event_kinds({}), IsEmpty());
}

TEST(EventKindRule, NamesEachMissingPiece) {
  const auto without = [](std::string_view path) {
    std::vector<Source> tree = complete_kind();
    std::erase_if(tree, [&](const Source& source) { return source.path == path; });
    return first_message(check_event_kinds(tree));
  };
  EXPECT_THAT(without("docs/events.md"), HasSubstr("add its line to docs/events.md"));
  EXPECT_THAT(without("ledger/kinds/house_registered.cc"), HasSubstr("has no rules"));
  EXPECT_THAT(without("schemas/registry.fbs"),
              HasSubstr("add `table HouseRegistered` to schemas/registry.fbs"));
  EXPECT_THAT(without("tests/golden/house_registered.hex"), HasSubstr("has no golden bytes"));
  EXPECT_THAT(without("tests/kinds/house_registered_test.cc"), HasSubstr("has no test table"));
}

TEST(EventKindRule, RefusesANumberGivenTwiceAndAnEmptyList) {
  std::vector<Source> tree = complete_kind();
  tree[2].text += "  X(2, house_registered, HouseRegistered, registry)\n";
  EXPECT_THAT(lines(check_event_kinds(tree)), ElementsAre(2, 3));
  tree[2].text = "\n";
  EXPECT_THAT(first_message(check_event_kinds(tree)), HasSubstr("names no kind"));
}

TEST(TypeNameRule, FindsTheSameNameInTheSameNamespace) {
  const auto file = [](std::string path, const std::string& space, const std::string& code) {
    return Source{std::move(path), "namespace " + space + "{\n" + code + "\n}  // namespace\n"};
  };
  const std::vector<Source> tree{file("api/a.h", "m ", "struct Row {"),
                                 file("replay/b.h", "m ", "class Row final {")};
  EXPECT_THAT(lines(check_type_names(tree)), ElementsAre(2));
  EXPECT_THAT(first_message(check_type_names(tree)), HasSubstr("m::Row is another type in api/a"));
}

TEST(TypeNameRule, LetsOthersBe) {
  const std::vector<Source> tree{
      {"a.h", "namespace m {\nstruct Row;\nstruct Row {\n};\n}  // namespace m\n"},
      {"b.cc",
       "namespace m {\nnamespace {\nstruct Row {\n};\n}  // namespace\n}  // namespace m\n"},
      {"c.h", "namespace m::test {\nstruct Row {\n};\n}  // namespace m::test\n"},
      {"e.cc", "namespace m {\nclass Row::Part {\n};\nclass Row::Rest {\n};\n}  // namespace m\n"},
      {"d.h", "namespace m {\nclass Book {\n  struct Row {};\n};\n}  // namespace m\n"}};
  EXPECT_THAT(check_type_names(tree), IsEmpty());
}

}  // namespace
}  // namespace mingzhang::house_rules
