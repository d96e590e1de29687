#include "api/json/command_json.h"

#include <gtest/gtest.h>

#include "api/json/problem.h"

namespace mingzhang {
namespace {

constexpr std::string_view payment =
    R"({"kind":"payment_received","community":"heping","business_date":"2026-03-05",)"
    R"("idempotency_key":"k1","house":"1-2-301","amount":"156.02","channel":"bank"})";
constexpr std::string_view resolution =
    R"({"kind":"resolution_tallied","community":"heping","business_date":"2026-03-05",)"
    R"("idempotency_key":"k1","resolution":"R1","matter":"use_fund","owners_total":120,)"
    R"("area_total":"9600.00","owners_voting":84,"area_voting":"6480.00","owners_for":62,)"
    R"("area_for":"4900.00","scope":{"building":"1","entrance":"2"},"allows":["repair"],)"
    R"("valid_from":"2026-01-01","valid_until":"2026-12-31"})";

/// The same text with `from` put in place of `to`.
std::string changed(std::string_view text, std::string_view from, std::string_view to) {
  std::string out(text);
  const std::size_t position = out.find(from);
  EXPECT_NE(position, std::string::npos) << from;
  if (position != std::string::npos) out.replace(position, from.size(), to);
  return out;
}

std::string verdict(const std::string& text) {
  CommandReader reader("tester");
  const ParsedCommand parsed = reader.read(text);
  if (parsed) return "accepted";
  return std::string(code_name(parsed.error().code)) + " " + parsed.error().field;
}

struct BadInput {
  std::string_view text;
  std::string_view from;
  std::string_view to;
  std::string_view verdict;
};

class BadCommand : public testing::TestWithParam<BadInput> {};

TEST_P(BadCommand, IsRefusedByName) {
  const BadInput& bad = GetParam();
  EXPECT_EQ(verdict(changed(bad.text, bad.from, bad.to)), bad.verdict);
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Table, BadCommand, testing::Values(
    // the text itself
    BadInput{payment, "{", "", "malformed_json "},
    BadInput{payment, "}", "", "malformed_json "},
    BadInput{payment, "}", "} {}", "malformed_json "},
    BadInput{payment, "}", ",}", "malformed_json "},
    BadInput{payment, "1-2-301", "\xFF", "malformed_json "},
    BadInput{payment, "\"156.02\"", "[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]", "malformed_json "},
    BadInput{payment, "\"amount\"", "\"house\"", "duplicate_field house"},
    BadInput{payment, "\"amount\"", "\"ho\\u0075se\"", "duplicate_field house"},
    BadInput{resolution, "\"entrance\"", "\"building\"", "duplicate_field building"},
    // names
    BadInput{payment, "payment_received", "payment_recieved", "unknown_kind kind"},
    BadInput{payment, "\"kind\":\"payment_received\",", "", "missing_field kind"},
    BadInput{payment, "\"payment_received\"", "13", "wrong_type kind"},
    BadInput{payment, "\"amount\":\"156.02\",", "", "missing_field amount"},
    BadInput{payment, "\"community\":\"heping\",", "", "missing_field community"},
    BadInput{payment, "\"idempotency_key\":\"k1\",", "", "missing_field idempotency_key"},
    BadInput{payment, "\"amount\"", "\"amuont\"", "unknown_field amuont"},
    BadInput{payment, "\"channel\"", "\"memos\":1,\"channel\"", "unknown_field memos"},
    BadInput{payment, "\"amount\":\"156.02\"", "\"amount\":null", "missing_field amount"},
    BadInput{resolution, "\"allows\"", "\"outcome\":\"passed\",\"allows\"",
             "unknown_field outcome"},
    BadInput{resolution, "\"entrance\"", "\"floor\"", "unknown_field scope.floor"},
    BadInput{resolution, "\"building\":\"1\",", "", "missing_field scope.building"},
    // types
    BadInput{payment, "\"156.02\"", "156.02", "wrong_type amount"},
    BadInput{payment, "\"156.02\"", "156", "wrong_type amount"},
    BadInput{payment, "\"156.02\"", "{}", "wrong_type amount"},
    BadInput{payment, "\"1-2-301\"", "1", "wrong_type house"},
    BadInput{payment, "\"2026-03-05\"", "20260305", "wrong_type business_date"},
    BadInput{resolution, "120", "\"120\"", "wrong_type owners_total"},
    BadInput{resolution, "120", "120.0", "wrong_type owners_total"},
    BadInput{resolution, "[\"repair\"]", "\"repair\"", "wrong_type allows"},
    BadInput{resolution, "[\"repair\"]", "[1]", "wrong_type allows"},
    BadInput{resolution, "{\"building\":\"1\",\"entrance\":\"2\"}", "\"1-2\"", "wrong_type scope"},
    // values
    BadInput{payment, "156.02", "156,02", "malformed_value amount"},
    BadInput{payment, "156.02", "1e3", "malformed_value amount"},
    BadInput{payment, "156.02", "", "malformed_value amount"},
    BadInput{payment, "156.02", " 1.00", "malformed_value amount"},
    BadInput{payment, "156.02", "156.021", "too_many_decimals amount"},
    BadInput{payment, "156.02", "100000000000.01", "value_too_large amount"},
    BadInput{payment, "156.02", "99999999999999999999999999999999999999999.00",
             "value_too_large amount"},
    BadInput{payment, "2026-03-05", "2026-02-29", "malformed_value business_date"},
    BadInput{payment, "2026-03-05", "2026-3-5", "malformed_value business_date"},
    BadInput{payment, "\"bank\"", "\"bitcoin\"", "unknown_word channel"},
    BadInput{payment, "\"channel\"", "\"for_period\":\"2026-13\",\"channel\"",
             "malformed_value for_period"},
    BadInput{payment, "\"channel\"", "\"document\":\"abc\",\"channel\"",
             "malformed_value document"},
    BadInput{resolution, "120", "-1", "malformed_value owners_total"},
    BadInput{resolution, "120", "4294967296", "value_too_large owners_total"},
    BadInput{resolution, "120", "18446744073709551615", "value_too_large owners_total"},
    BadInput{resolution, "9600.00", "9600.001", "too_many_decimals area_total"},
    BadInput{resolution, "\"repair\"", "\"repair\",\"party\"", "unknown_word allows"}));
// clang-format on

TEST(CommandJson, TheExamplesAreAccepted) {
  EXPECT_EQ(verdict(std::string(payment)), "accepted");
  EXPECT_EQ(verdict(std::string(resolution)), "accepted");
}

TEST(CommandJson, WhatAnExportAddsIsIgnored) {
  EXPECT_EQ(verdict(changed(payment, "}", R"(,"recorded":{"sequence":7,"any":["thing"]}})")),
            "accepted");
}

TEST(CommandJson, NullLeavesAnOptionalFieldOut) {
  EXPECT_EQ(verdict(changed(payment, "}", R"(,"memo":null,"for_period":null})")), "accepted");
}

TEST(CommandJson, TheFirstFaultInSchemaOrderIsNamed) {
  const std::string both = changed(changed(payment, "\"bank\"", "\"bitcoin\""), "156.02", "x");
  EXPECT_EQ(verdict(both), "malformed_value amount");
}

TEST(CommandJson, TheActorIsTheCallersNotTheTexts) {
  CommandReader reader("officer-1");
  const ParsedCommand parsed = reader.read(payment);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->header.actor, "officer-1");
  EXPECT_EQ(verdict(changed(payment, "}", R"(,"actor":"boss"})")), "unknown_field actor");
}

TEST(CommandJson, AReaderServesManyLines) {
  CommandReader reader("tester");
  for (int round = 0; round < 1000; ++round) {
    ASSERT_TRUE(reader.read(payment));
    ASSERT_FALSE(reader.read(R"({"kind":)"));
    ASSERT_FALSE(reader.read(R"({"a":{"b":1,"b":2}})"));
  }
}

TEST(Problem, SaysWhatIsWrongAndTheWayOut) {
  CommandReader reader("tester");
  const ParsedCommand parsed = reader.read(changed(payment, "\"bank\"", "\"bitcoin\""));
  ASSERT_FALSE(parsed);
  const boost::json::object problem = render_problem(parsed.error(), {std::nullopt, 3});
  EXPECT_EQ(problem.at("type"), "urn:mingzhang:problem:unknown_word");
  EXPECT_EQ(problem.at("title"), "unknown word");
  EXPECT_EQ(problem.at("status"), 400);
  EXPECT_EQ(problem.at("code"), "unknown_word");
  EXPECT_EQ(problem.at("field"), "channel");
  EXPECT_EQ(problem.at("index"), 3);
  EXPECT_EQ(problem.at("detail"),
            "字段 channel 没有“bitcoin”这个选项；可选：bank, cash, wechat, alipay / the field "
            "channel has no choice \"bitcoin\"; choose one of: bank, cash, wechat, alipay");
}

TEST(Problem, LeavesOutWhatDoesNotApply) {
  const boost::json::object problem = render_problem(reject(Code::no_events, ""));
  EXPECT_FALSE(problem.contains("field"));
  EXPECT_FALSE(problem.contains("index"));
}

}  // namespace
}  // namespace mingzhang
