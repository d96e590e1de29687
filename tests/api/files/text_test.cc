#include "api/files/text.h"

#include <gtest/gtest.h>

namespace mingzhang {
namespace {

// "房号,面积\n1-1-101,89.12\n" in GB18030.
constexpr std::string_view gb18030_rooms = "\xB7\xBF\xBA\xC5,\xC3\xE6\xBB\xFD\n1-1-101,89.12\n";

TEST(DecodeText, Utf8WithOrWithoutAByteOrderMark) {
  for (const std::string bytes : {"房号,面积\n", "\xEF\xBB\xBF房号,面积\n"}) {
    const auto decoded = decode_text(bytes);
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->text, "房号,面积\n");
    EXPECT_EQ(decoded->encoding, Encoding::utf8);
  }
}

TEST(DecodeText, Gb18030) {
  const auto decoded = decode_text(gb18030_rooms);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->text, "房号,面积\n1-1-101,89.12\n");
  EXPECT_EQ(decoded->encoding, Encoding::gb18030);
}

TEST(DecodeText, Gb18030FourByteCharacters) {
  const auto decoded = decode_text("\xB7\xBF\x95\x32\x82\x36\n");  // 房𠀀
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->text, "房\xF0\xA0\x80\x80\n");
}

TEST(DecodeText, NeitherEncodingNamesTheLineAndTheByte) {
  const auto decoded = decode_text(std::string(gb18030_rooms) + "a\xFF,1\n");
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error().code, "encoding_unknown");
  EXPECT_EQ(decoded.error().line, 3U);
  EXPECT_EQ(decoded.error().says.zh.substr(0, 30), "第 3 行第 2 字节既不是");
}

TEST(DecodeText, AMarkedFileIsNeverGuessedToBeGb18030) {
  const auto decoded = decode_text("\xEF\xBB\xBF" + std::string(gb18030_rooms));
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error().line, 1U);
}

TEST(DecodeText, ACharacterCutOffAtTheEndIsFound) {
  const auto decoded = decode_text("\xB7\xBF\xBA\xC5\n\xC3");
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error().line, 2U);
}

TEST(DecodeText, Utf16AndBinaryAreNamed) {
  EXPECT_EQ(decode_text(std::string_view("\xFF\xFE\x3F\x62", 4)).error().code, "not_text");
  EXPECT_EQ(decode_text(std::string_view("a\0b", 3)).error().code, "not_text");
}

TEST(DecodeText, LongerThanOnePieceOfTheConverter) {
  std::string bytes;
  for (int i = 0; i < 20'000; ++i) bytes += "\xB7\xBF";
  const auto decoded = decode_text(bytes);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->text.size(), 60'000U);
}

TEST(Text, FullWidthBecomesHalfWidth) {
  EXPECT_EQ(half_width("（１２３）：ＡＢ　￥５．００"), "(123):AB ¥5.00");
  EXPECT_EQ(half_width("1－2—301–x"), "1-2-301-x");
  EXPECT_EQ(half_width("\xEF\xBB\xBF"
                       "1\xE2\x80\x8B"
                       "0栋"),
            "10栋");
  EXPECT_EQ(half_width("建筑面积㎡𠀀"), "建筑面积㎡𠀀");
}

TEST(Text, TrimmingKeepsWhatIsInside) {
  EXPECT_EQ(trimmed("\t 张 三　\xC2\xA0"), "张 三");
  EXPECT_EQ(trimmed(" \t"), "");
}

TEST(Text, HeaderKeysIgnoreWidthCaseAndSpaces) {
  EXPECT_EQ(header_key(" 金额（元） "), header_key("金 额(元)"));
  EXPECT_EQ(header_key("ＨＣ 编号"), "hc编号");
}

TEST(Text, FirstCharactersCountsCharacters) {
  EXPECT_EQ(first_characters("房屋a業主", 3), "房屋a");
  EXPECT_EQ(first_characters("房", 3), "房");
}

TEST(Text, EndingsAndParts) {
  EXPECT_EQ(without_ending("12号楼", {"号楼", "楼"}), "12");
  EXPECT_EQ(without_ending("号楼", {"号楼"}), "号楼");
  EXPECT_EQ(without("1 2 3", " "), "123");
}

}  // namespace
}  // namespace mingzhang
