#include "api/json/json_writer.h"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <vector>

#include "ledger/base/dates.h"
#include "ledger/base/money.h"

namespace mingzhang {
namespace {

namespace json = boost::json;

/// What `write` writes behind nothing.
template <class Write>
std::string written(const Write& write) {
  std::string text;
  {
    JsonWriter out(text);
    write(out);
  }
  return text;
}

TEST(JsonWriter, WritesWhatBoostJsonMakesOfTheSameMembers) {
  const json::value same{{"text", "和平里"},
                         {"yes", true},
                         {"no", false},
                         {"none", nullptr},
                         {"most", ~std::uint64_t{0}},
                         {"amount", "-3.00"},
                         {"day", nullptr},
                         {"empty", json::object{}},
                         {"lists", json::array{json::array{}, json::array{1U, 2U}}},
                         {"last", json::object{{"period", "2026-03"}}}};
  const std::string text = written([](JsonWriter& out) {
    out.object([&] {
      out.member("text", "和平里");
      out.member("yes", true);
      out.member("no", false);
      out.member("none", nullptr);
      out.member("most", ~std::uint64_t{0});
      out.member("amount", Money{-300});
      out.member("day", std::optional<Day>{});
      out.object_member("empty", [] {});
      const std::vector<std::vector<unsigned>> lists{{}, {1, 2}};
      out.array_member("lists", lists, [&](const std::vector<unsigned>& list) {
        out.array(list, [&](unsigned number) { out.value(number); });
      });
      out.object_member("last", [&] { out.member("period", *parse_period("2026-03")); });
    });
  });
  EXPECT_EQ(text, json::serialize(same));
}

TEST(JsonWriter, EscapesEveryByteAsBoostJsonDoes) {
  for (int byte = 0; byte < 256; ++byte) {
    for (const std::string& text :
         {std::string(1, static_cast<char>(byte)),
          "一段长一些的文字，前后都有" + std::string(1, static_cast<char>(byte)) + "别的"}) {
      EXPECT_EQ(written([&](JsonWriter& out) { out.value(text); }),
                json::serialize(json::string_view(text.data(), text.size())))
          << byte;
    }
  }
}

TEST(JsonWriter, WritesTextsOfAnyLengthInTheirPlace) {
  json::array same;
  std::vector<std::string> texts;
  for (std::size_t size = 1; size < 10'000; size = size * 3 / 2 + 1) {
    texts.push_back(std::string(size, 'x'));
    texts.push_back(std::string(size, 'x') + "\"");
    same.emplace_back(texts[texts.size() - 2]);
    same.emplace_back(texts.back());
  }
  EXPECT_EQ(written([&](JsonWriter& out) {
              out.array(texts, [&](const std::string& text) { out.value(text); });
            }),
            json::serialize(same));
}

TEST(JsonWriter, WritesBehindWhatIsThere) {
  std::string text = "data: ";
  JsonWriter(text).value("x");
  EXPECT_EQ(text, R"(data: "x")");
}

}  // namespace
}  // namespace mingzhang
