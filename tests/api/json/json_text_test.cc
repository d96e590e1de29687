#include "api/json/json_text.h"

#include <gtest/gtest.h>

#include <string>

namespace mingzhang {
namespace {

TEST(JsonReader, ReadsLargeTextsOneAfterTheOtherForEver) {
  std::string text = "[0";
  while (text.size() < 500'000) text += R"(,{"house":"1-1-101","amount":"100.00"})";
  text += "]";
  JsonReader reader;
  for (int round = 0; round < 100; ++round) {
    const auto value = reader.read(round % 7 == 6 ? std::string_view(text).substr(0, 400'000)
                                                  : std::string_view(text));
    if (round % 7 == 6) {
      EXPECT_EQ(value.error().code, Code::malformed_json);
    } else {
      ASSERT_TRUE(value) << round;
      EXPECT_GT((*value)->as_array().size(), 10'000U);
    }
  }
}

}  // namespace
}  // namespace mingzhang
