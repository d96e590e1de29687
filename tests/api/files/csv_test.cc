#include "api/files/csv.h"

#include <gtest/gtest.h>

namespace mingzhang {
namespace {

// "2: a | b" per row, so that a test shows line numbers and fields at once.
std::string shown(const FileResult<Sheet>& sheet) {
  if (!sheet) return sheet.error().code;
  std::string out;
  for (const SheetRow& row : sheet->rows) {
    out += std::to_string(row.line) + ":";
    for (const SheetCell& cell : row.cells) out += " " + cell.text + " |";
    out += "\n";
  }
  return out;
}

TEST(ReadCsv, TabsAfterQuotesAndQuotesInsidePlainFields) {
  EXPECT_EQ(shown(read_csv("\"3985734\"\t,\"/\"\t,¥0.35\r\n"
                           "点击底部\"多多视频\",207210715\t,42 \r\n")),
            "1: 3985734 | / | ¥0.35 |\n2: 点击底部\"多多视频\" | 207210715 | 42 |\n");
}

TEST(ReadCsv, LineNumbersAreThoseOfTheFile) {
  EXPECT_EQ(shown(read_csv("a\n\n  \n\"b\n\nc\",d\ne\n")), "1: a |\n4: b\n\nc | d |\n7: e |\n");
}

TEST(ReadCsv, EveryKindOfLineEndAndNoneAtAll) {
  EXPECT_EQ(shown(read_csv("a\rb\r\nc\nd")), "1: a |\n2: b |\n3: c |\n4: d |\n");
}

TEST(ReadCsv, EmptyFieldsKeepTheirPlacesAndEmptyRowsGo) {
  EXPECT_EQ(shown(read_csv(",,x\n,,,\n")), "1:  |  | x |\n");
}

TEST(ReadCsv, EscapedQuotesAndCommasInQuotes) {
  EXPECT_EQ(shown(read_csv("\"a \"\"b\"\"\",\"1,234.00\"\n")), "1: a \"b\" | 1,234.00 |\n");
}

TEST(ReadCsv, AQuoteThatNeverEndsIsNotAllowedToSwallowRows) {
  const auto sheet = read_csv("a,b\n1,\"two\n3,4\n5,6\n");
  ASSERT_FALSE(sheet);
  EXPECT_EQ(sheet.error().code, "open_quote");
  EXPECT_EQ(sheet.error().line, 2U);
  std::string far = "a,\"b\n";
  for (int i = 0; i < 200; ++i) far += "row\n";
  EXPECT_EQ(shown(read_csv(far + "\"\n")), "open_quote");
}

TEST(ReadCsv, Limits) {
  FileLimits limits;
  limits.rows = 2;
  limits.columns = 3;
  limits.text_bytes = 20;
  EXPECT_EQ(shown(read_csv("1\n2\n3\n", limits)), "too_many_rows");
  EXPECT_EQ(shown(read_csv("1,2,3,4\n", limits)), "too_many_columns");
  EXPECT_EQ(shown(read_csv("1,2,3,\n", limits)), "1: 1 | 2 | 3 |\n");
  EXPECT_EQ(shown(read_csv("123456789012345678901\n", limits)), "file_too_large");
}

}  // namespace
}  // namespace mingzhang
