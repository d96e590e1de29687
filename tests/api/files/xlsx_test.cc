#include "api/files/xlsx.h"

#include <gtest/gtest.h>

#include "tests/api/files/xlsx_maker.h"

namespace mingzhang {
namespace {

using test::make_xlsx;
using test::make_zip;
using test::XlsxParts;

std::string shown(const FileResult<std::vector<Sheet>>& sheets) {
  if (!sheets) return sheets.error().code;
  std::string out;
  for (const SheetRow& row : sheets->front().rows) {
    out += std::to_string(row.line) + ":";
    for (const SheetCell& cell : row.cells) out += " " + cell.text + " |";
    out += "\n";
  }
  return out;
}

std::string sheet_data(const std::string& rows) { return "<sheetData>" + rows + "</sheetData>"; }

const std::string date_styles_xml =
    "<numFmts count=\"2\"><numFmt numFmtId=\"176\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm:ss\"/>"
    "<numFmt numFmtId=\"177\" formatCode=\"&quot;day&quot;\\ #,##0.00[Red]\"/></numFmts>"
    "<cellXfs count=\"4\"><xf numFmtId=\"0\"/><xf numFmtId=\"58\"/><xf numFmtId=\"176\"/>"
    "<xf numFmtId=\"177\"/></cellXfs>";

TEST(ReadXlsx, StringsOfEveryKind) {
  XlsxParts parts;
  parts.strings =
      "<si><t>房号</t></si>"
      "<si><r><t xml:space=\"preserve\">建筑 </t></r><r><t>面积</t></r>"
      "<rPh sb=\"0\" eb=\"1\"><t>jian</t></rPh></si>"
      "<si><t>a_x000D_b_x4E00__xZZZZ_</t></si>";
  parts.sheet_data = sheet_data(
      "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"C2\" t=\"s\"><v>1</v></c>"
      "<c r=\"D2\" t=\"inlineStr\"><is><t>行内</t></is></c>"
      "<c r=\"E2\" t=\"str\"><f>A1&amp;B1</f><v>公式</v></c>"
      "<c r=\"F2\" t=\"s\"><v>2</v></c></row>");
  EXPECT_EQ(shown(read_xlsx(make_xlsx(parts))),
            "2: 房号 |  | 建筑 面积 | 行内 | 公式 | a\rb一_xZZZZ_ |\n");
}

TEST(ReadXlsx, NumbersBooleansErrorsAndEmptyCells) {
  XlsxParts parts;
  parts.sheet_data = sheet_data(
      "<row><c><v>548.58000000000004</v></c><c t=\"b\"><v>1</v></c><c t=\"e\"><v>#N/A</v></c>"
      "<c s=\"1\"/><c><v>18999999999</v></c></row><row/><row><c><v>2</v></c></row>");
  const auto sheets = read_xlsx(make_xlsx(parts));
  EXPECT_EQ(shown(sheets), "1: 548.58 | TRUE | #N/A |  | 18999999999 |\n3: 2 |\n");
  const SheetRow& row = sheets->front().rows.front();
  EXPECT_EQ(row.cells[0].kind, SheetCellKind::number);
  EXPECT_EQ(row.cells[1].kind, SheetCellKind::boolean);
  EXPECT_EQ(row.cells[2].kind, SheetCellKind::error);
}

TEST(ReadXlsx, DatesAreToldByTheirFormat) {
  XlsxParts parts;
  parts.styles = date_styles_xml;
  parts.sheet_data = sheet_data(
      "<row><c s=\"1\"><v>42370</v></c><c s=\"2\"><v>46295.84104166667</v></c>"
      "<c s=\"3\"><v>42370</v></c><c><v>42370</v></c></row>");
  EXPECT_EQ(shown(read_xlsx(make_xlsx(parts))),
            "1: 2016-01-01 | 2026-09-30 20:11:06 | 42370 | 42370 |\n");
}

TEST(ReadXlsx, TheDateSystemOf1904) {
  XlsxParts parts;
  parts.styles = date_styles_xml;
  parts.properties = "date1904=\"1\"";
  parts.sheet_data = sheet_data("<row><c s=\"1\"><v>40908</v></c></row>");
  const auto sheets = read_xlsx(make_xlsx(parts));
  EXPECT_EQ(shown(sheets), "1: 2016-01-01 |\n");
  EXPECT_TRUE(sheets->front().date_1904);
}

TEST(ReadXlsx, MergedAreasAreCopiedDownAndSayThatTheyAreCopies) {
  XlsxParts parts;
  parts.sheet_data =
      sheet_data(
          "<row r=\"1\"><c r=\"A1\"><v>7</v></c><c r=\"B1\"><v>101</v></c></row>"
          "<row r=\"2\"><c r=\"B2\"><v>102</v></c></row>"
          "<row r=\"3\"><c r=\"A3\"/></row>"
          "<row r=\"4\"><c r=\"B4\"><v>201</v></c></row>") +
      "<mergeCells><mergeCell ref=\"A1:A3\"/><mergeCell ref=\"B4:D4\"/></mergeCells>";
  const auto sheets = read_xlsx(make_xlsx(parts));
  EXPECT_EQ(shown(sheets), "1: 7 | 101 |\n2: 7 | 102 |\n4:  | 201 |\n");
  EXPECT_EQ(sheets->front().rows[0].cells[0].kind, SheetCellKind::number);
  EXPECT_EQ(sheets->front().rows[1].cells[0].kind, SheetCellKind::merged);
}

TEST(ReadXlsx, PrefixedNamesHiddenSheetsAndTheActiveOne) {
  XlsxParts parts;
  parts.sheet_data = sheet_data("<row><c><v>1</v></c></row>");
  parts.more_sheets =
      "<sheet name=\"藏\" sheetId=\"2\" state=\"hidden\" r:id=\"rId8\"/>"
      "<sheet name=\"表三\" sheetId=\"3\" r:id=\"rId9\"/>";
  parts.more_relations =
      "<Relationship Id=\"rId9\" Type=\"http://x/worksheet\" Target=\"worksheets/third.xml\"/>"
      "<Relationship Id=\"rId8\" Type=\"http://x/worksheet\" Target=\"worksheets/none.xml\"/>";
  parts.more_parts["xl/worksheets/third.xml"] =
      "<x:worksheet xmlns:x=\"urn:x\"><x:sheetData><x:row r=\"5\"><x:c r=\"B5\"><x:v>3</x:v></x:c>"
      "</x:row></x:sheetData></x:worksheet>";
  const auto sheets = read_xlsx(make_xlsx(parts));
  ASSERT_TRUE(sheets);
  ASSERT_EQ(sheets->size(), 2U);
  EXPECT_TRUE((*sheets)[0].active);
  EXPECT_EQ((*sheets)[1].name, "表三");
  EXPECT_FALSE((*sheets)[1].active);
  EXPECT_EQ((*sheets)[1].rows.front().text(1), "3");
}

TEST(ReadXlsx, DateFormats) {
  XlsxParts parts;
  const auto kind_of = [&](const std::string& format) {
    parts.styles = "<numFmts><numFmt numFmtId=\"200\" formatCode=\"" + format +
                   "\"/></numFmts><cellXfs><xf numFmtId=\"200\"/></cellXfs>";
    parts.sheet_data = sheet_data("<row><c><v>45000</v></c></row>");
    return read_xlsx(make_xlsx(parts))->front().rows.front().cells.front().kind;
  };
  for (const char* date : {"yyyy/m/d", "[$-804]h:mm", "[h]:mm", "m&quot;月&quot;d&quot;日&quot;"}) {
    EXPECT_EQ(kind_of(date), SheetCellKind::date) << date;
  }
  for (const char* number :
       {"General", "0.00", "\\¥#,##0.00", "[Red]0", "&quot;day&quot;0", "_m0"}) {
    EXPECT_EQ(kind_of(number), SheetCellKind::number) << number;
  }
}

TEST(ReadXlsx, EveryTruncationIsAFaultAndNoneACrash) {
  XlsxParts parts;
  parts.sheet_data = sheet_data("<row><c><v>1</v></c></row>");
  const std::string whole = make_xlsx(parts);
  for (std::size_t size = 2; size < whole.size(); size += 7) {
    const auto sheets = read_xlsx(std::string_view(whole).substr(0, size));
    ASSERT_FALSE(sheets) << size;
    EXPECT_EQ(sheets.error().code, "damaged_xlsx") << size;
  }
}

TEST(ReadXlsx, AFlippedByteInAPartIsFoundByItsChecksum) {
  XlsxParts parts;
  parts.sheet_data =
      sheet_data("<row><c t=\"inlineStr\"><is><t>0123456789abcdef</t></is></c></row>");
  std::string bytes = make_xlsx(parts);
  const std::size_t name = bytes.find("xl/worksheets/sheet1.xml");
  bytes[name + 60] = static_cast<char>(bytes[name + 60] ^ 0x20);
  EXPECT_FALSE(read_xlsx(bytes));
}

TEST(ReadXlsx, AZipBombIsStoppedByWhatComesOutOfIt) {
  XlsxParts parts;
  parts.sheet_data = "<sheetData>" + std::string(200U << 20U, ' ') + "</sheetData>";
  const std::string bytes = make_xlsx(parts);
  EXPECT_LT(bytes.size(), 1U << 20U);
  EXPECT_EQ(shown(read_xlsx(bytes)), "file_too_large");
}

TEST(ReadXlsx, OneLongStringNamedManyTimesIsStopped) {
  FileLimits limits;
  limits.text_bytes = 1U << 20U;
  XlsxParts parts;
  parts.strings = "<si><t>" + std::string(30'000, 'x') + "</t></si>";
  std::string rows;
  for (int i = 0; i < 100; ++i) rows += "<row><c t=\"s\"><v>0</v></c></row>";
  parts.sheet_data = sheet_data(rows);
  EXPECT_EQ(shown(read_xlsx(make_xlsx(parts), limits)), "file_too_large");
}

TEST(ReadXlsx, MergedCopiesCountAgainstTheLimits) {
  FileLimits limits;
  limits.cells = 50;
  XlsxParts parts;
  std::string rows;
  std::string merges;
  for (int i = 1; i <= 20; ++i) {
    rows += "<row><c><v>1</v></c></row>";
    merges += "<mergeCell ref=\"A1:B1048576\"/>";
  }
  parts.sheet_data = sheet_data(rows) + "<mergeCells>" + merges + "</mergeCells>";
  EXPECT_EQ(shown(read_xlsx(make_xlsx(parts), limits)), "file_too_large");
}

TEST(ReadXlsx, SparseRowsDoNotFillMemory) {
  FileLimits limits;
  limits.cells = 1000;
  XlsxParts parts;
  std::string rows;
  for (int i = 1; i <= 10; ++i) {
    rows += "<row r=\"" + std::to_string(i) + "\"><c r=\"SR" + std::to_string(i) +
            "\"><v>1</v></c></row>";
  }
  parts.sheet_data = sheet_data(rows);
  EXPECT_EQ(shown(read_xlsx(make_xlsx(parts), limits)), "file_too_large");
  parts.sheet_data = sheet_data("<row><c r=\"XFD1\"><v>1</v></c></row>");
  EXPECT_EQ(shown(read_xlsx(make_xlsx(parts))), "too_many_columns");
}

TEST(ReadXlsx, WhatIsNoWorkbook) {
  EXPECT_EQ(shown(read_xlsx(make_zip({{"word/document.xml", "<a/>"}}))), "damaged_xlsx");
  XlsxParts parts;
  parts.sheet_data = sheet_data("<row><c t=\"s\"><v>9</v></c></row>");
  EXPECT_EQ(shown(read_xlsx(make_xlsx(parts))), "damaged_xlsx");
  parts.sheet_data =
      sheet_data("<row r=\"2\"><c><v>1</v></c></row><row r=\"1\"><c><v>1</v></c></row>");
  EXPECT_EQ(shown(read_xlsx(make_xlsx(parts))), "damaged_xlsx");
}

}  // namespace
}  // namespace mingzhang
