#include "api/files/table.h"

#include <gtest/gtest.h>

#include "api/files/header.h"
#include "tests/api/files/xlsx_maker.h"

namespace mingzhang {
namespace {

TEST(ReadTableFile, GoesByTheBytes) {
  const auto csv = read_table_file("\xB7\xBF\xBA\xC5,\xC3\xE6\xBB\xFD\n1,2\n");
  ASSERT_TRUE(csv);
  EXPECT_EQ(csv->front().rows.front().text(0), "房号");
  test::XlsxParts parts;
  parts.sheet_data = "<sheetData><row><c><v>1</v></c></row></sheetData>";
  const auto xlsx = read_table_file(test::make_xlsx(parts));
  ASSERT_TRUE(xlsx);
  EXPECT_EQ(xlsx->front().name, "表一");
}

TEST(ReadTableFile, WhatItCannotReadItNames) {
  EXPECT_EQ(read_table_file("").error().code, "empty_file");
  EXPECT_EQ(read_table_file("\n \r\n,,\n").error().code, "empty_file");
  EXPECT_EQ(read_table_file("\xD0\xCF\x11\xE0\xA1\xB1").error().code, "old_xls");
  EXPECT_EQ(read_table_file("<html><table>").error().code, "not_a_table");
  EXPECT_EQ(read_table_file("PK\x03\x04 torn").error().code, "damaged_xlsx");
  FileLimits limits;
  limits.file_bytes = 3;
  EXPECT_EQ(read_table_file("a,b\n", limits).error().code, "file_too_large");
}

TEST(ReadTableFile, FiftyThousandRows) {
  std::string bytes = "房号,面积\n";
  for (int i = 1; i <= 50'000; ++i) bytes += std::to_string(i) + ",89.12\n";
  const auto sheets = read_table_file(bytes);
  ASSERT_TRUE(sheets);
  EXPECT_EQ(sheets->front().rows.size(), 50'001U);
  EXPECT_EQ(sheets->front().rows.back().line, 50'001U);
  EXPECT_EQ(sheets->front().rows.back().text(0), "50000");
}

const std::vector<ColumnNames> asked = {
    {{"房间", "房号"}}, {{"建筑面积", "面积"}}, {{"金额(元)", "金额"}, false}};

Sheet sheet_of(std::string_view csv) { return read_table_file(csv)->front(); }

TEST(FindHeader, ByContentInAnyOrderWidthAndName) {
  const Sheet sheet =
      sheet_of("房屋清单\n导出时间,2024-01-02\n\n 金额（元）,面 积,房号\n1.00,2,3\n");
  const auto header = find_header(sheet, asked);
  ASSERT_TRUE(header);
  EXPECT_EQ(sheet.rows[header->row].line, 4U);
  EXPECT_EQ(header->text(sheet.rows[3], 0), "3");
  EXPECT_EQ(header->text(sheet.rows[3], 2), "1.00");
}

TEST(FindHeader, TheFirstNameWinsAndOptionalColumnsMayBeAbsent) {
  const Sheet sheet = sheet_of("房号,面积,建筑面积\n1,50.00,94.56\n2\n");
  const auto header = find_header(sheet, asked);
  ASSERT_TRUE(header);
  EXPECT_EQ(header->text(sheet.rows[1], 1), "94.56");
  EXPECT_EQ(header->text(sheet.rows[1], 2), "");
  EXPECT_EQ(header->text(sheet.rows[2], 1), "");
}

TEST(FindHeader, SaysWhichRowCameNearestAndWhatItLacks) {
  const auto header = find_header(sheet_of("x\n金额,房间\n"), asked);
  ASSERT_FALSE(header);
  EXPECT_EQ(header.error().code, "no_header_row");
  EXPECT_EQ(header.error().line, 2U);
  EXPECT_NE(header.error().says.zh.find("缺少：建筑面积"), std::string::npos);
  const auto none = find_header(sheet_of("x\n"), asked);
  EXPECT_NE(none.error().says.zh.find("房间、建筑面积"), std::string::npos);
}

TEST(FindHeader, ARequiredColumnNamedTwiceIsNotGuessed) {
  EXPECT_EQ(find_header(sheet_of("房号,面积,面积\n"), asked).error().code, "column_named_twice");
}

}  // namespace
}  // namespace mingzhang
