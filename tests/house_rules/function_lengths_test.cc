// Shows what the function length rule takes for a function: the examples are padded with empty
// lines, so that a body is found too long exactly where it should be.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/house_rules/rules.h"

namespace mingzhang::house_rules {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Puts `count` line breaks in the place of every '@' and returns "line name" of what is too long.
std::vector<std::string> too_long(const std::string& text, std::size_t count = 60) {
  std::string padded;
  for (const char c : text) {
    padded += c == '@' ? std::string(count, '\n') : std::string(1, c);
  }
  std::vector<std::string> found;
  for (const Finding& finding : check_function_lengths({"ledger/x.cc", padded})) {
    const std::string name = finding.message.substr(0, finding.message.find(" has "));
    found.push_back(std::to_string(finding.line) + " " + name);
  }
  return found;
}

TEST(FunctionLengthRule, CountsFromTheHeadToTheClosingBrace) {
  EXPECT_THAT(too_long("int f(int a) {@}\n", 59), IsEmpty());
  EXPECT_THAT(too_long("int f(int a) {@}\n", 60), ElementsAre("1 f"));
  EXPECT_THAT(too_long("int f(int a,\n      int b) {@}\n", 59), ElementsAre("1 f"));
}

TEST(FunctionLengthRule, FindsFunctionsInNamespacesAndTypes) {
  EXPECT_THAT(too_long("namespace a::b {\nnamespace {\nvoid f() {@}\n}\n}\n"), ElementsAre("3 f"));
  EXPECT_THAT(too_long("class A : public B {\n public:\n  A();\n  int g() const override {@}\n};"),
              ElementsAre("4 g"));
  EXPECT_THAT(too_long("struct alignas(32) A {\n  bool operator==(const A& o) const {@}\n};"),
              testing::SizeIs(1));
  EXPECT_THAT(too_long("template <typename T = int>\nauto f(T a = {}) -> std::vector<T> {@}\n"),
              ElementsAre("2 f"));
  EXPECT_THAT(too_long("TEST(Books, Balance) {@}\n"), ElementsAre("1 TEST"));
}

TEST(FunctionLengthRule, LooksPastAConstructorsInitialisers) {
  EXPECT_THAT(too_long("A::A(int a)\n    : a_{a}, b_(a), c_{1, {2}} {@}\nint f() { return 1; }\n"),
              ElementsAre("1 A::A"));
}

TEST(FunctionLengthRule, CountsLambdasOutsideOfFunctionsAlone) {
  EXPECT_THAT(too_long("const auto f = [](int a) -> int {@};\n"), testing::SizeIs(1));
  EXPECT_THAT(too_long("const auto t = make(1, [&](int a) {@}, 2);\nint g() { return 1; }\n"),
              testing::SizeIs(1));
  EXPECT_THAT(too_long("const Row rows[] = {{1, [](int a) {@}}, {2, nullptr}};\n"),
              testing::SizeIs(1));
  EXPECT_THAT(too_long("void f() {\n  run([] {@});\n}\n"), ElementsAre("1 f"));
}

TEST(FunctionLengthRule, LeavesTablesAndTypesAlone) {
  EXPECT_THAT(too_long("constexpr std::array rows = {@Row{1, f(2)},@};\n"), IsEmpty());
  EXPECT_THAT(too_long("const Row rows[] = {{f(1), {2}},@{3, 4}};\nint f() { return 1; }\n"),
              IsEmpty());
  EXPECT_THAT(too_long("enum class A : int {@a,@};\nstruct B {@int a{0};@};\n"), IsEmpty());
  EXPECT_THAT(too_long("namespace a {@int f();@}\nextern \"C\" {@}\n"), IsEmpty());
}

TEST(FunctionLengthRule, IsNotFooledByBracesInTextAndMacros) {
  EXPECT_THAT(too_long("int f() { return '{' + \"}{{\"[0] + 1'000; }  // {{\n@int g();\n"),
              IsEmpty());
  EXPECT_THAT(too_long("const char* a = R\"x({{)\")x\";\n@int f() { return 1; }\n"), IsEmpty());
  EXPECT_THAT(too_long("#define F() {\\\n  {\nint f() { return 1; }\n@\n"), IsEmpty());
  EXPECT_THAT(too_long("#if A\nint f() {\n#else\nint f(int a) {\n#endif\n  return 1;\n}@\n"),
              IsEmpty());
}

TEST(FunctionLengthRule, SeesEveryFunctionOfAFile) {
  EXPECT_THAT(too_long("int f() {@}\nint g() { return 1; }\nint h() noexcept {@}\n"),
              ElementsAre("1 f", "63 h"));
}

}  // namespace
}  // namespace mingzhang::house_rules
