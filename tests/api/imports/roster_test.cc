#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/imports/formats.h"
#include "tests/api/files/xlsx_maker.h"
#include "tests/api/imports/import_fixture.h"

namespace mingzhang {
namespace {

using test::ImportFixture;
using test::notes_of;
using test::shown;
using test::test_file;

const HouseRegistered& house(const ImportPlan& plan, std::size_t command) {
  return std::get<HouseRegistered>(plan.commands.at(command).command.payload);
}

constexpr std::string_view head = "楼号,单元,房间,楼层,房屋类型,建筑面积,业主名称,手机号\n";

FileResult<ImportPlan> plan_rows(const ImportFixture& books, std::string_view rows) {
  return books.plan("roster", std::string(head) + std::string(rows));
}

TEST(Roster, FullFormAsCsvInGb18030) {
  ImportFixture books;
  const auto plan = books.import("roster", test_file("roster-full.gb18030.csv"));
  EXPECT_EQ(shown(plan),
            "4 will_record house_will_be_registered\n"
            "5 will_record house_will_be_registered\n"
            "6 will_record house_will_be_registered\n"
            "7 will_record house_will_be_registered\n"
            "8 skipped total_row\n");
  EXPECT_EQ(house(*plan, 0).house.value, "1-1-101");
  EXPECT_EQ(house(*plan, 0).building.value, "1");
  EXPECT_EQ(house(*plan, 0).entrance.value, "1");
  EXPECT_EQ(house(*plan, 0).area.dm2, 8912);
  EXPECT_EQ(house(*plan, 1).area.dm2, 123456);
  EXPECT_EQ(house(*plan, 2).house.value, "1-0-商铺");
  EXPECT_EQ(house(*plan, 2).use, HouseUse::shop);
  EXPECT_EQ(house(*plan, 3).use, HouseUse::parking);
  const CommandHeader& header = plan->commands[0].command.header;
  EXPECT_EQ(header.idempotency_key, "roster:1-1-101");
  EXPECT_EQ(to_string(header.business_date), "2026-10-01");
  EXPECT_FALSE(header.memo);
  EXPECT_EQ(books.owners.at("1-1-101").name, "钱一");
  EXPECT_EQ(books.owners.at("1-1-101").phone, "13900000001");
  EXPECT_FALSE(books.owners.contains("1-0-B12"));
}

TEST(Roster, CompactForm) {
  const ImportFixture books;
  const auto plan = books.plan("roster",
                               "小区,楼栋,单元,房号,面积,物业类型,业主姓名,业主手机号,证件号,"
                               "业主类型,单价,收费年份,计费周期\n"
                               "和平小区,2栋,1单元,301室,56.78,住宅,孙二,139-0000-0002,"
                               "220000000000000000,个人,0.55,2026,年\n"
                               "和平小区,A座,,商铺3,30.00,商铺,李三,,,,1.20,2026,年\n");
  EXPECT_EQ(shown(plan),
            "2 will_record house_will_be_registered\n3 will_record house_will_be_registered\n");
  EXPECT_EQ(house(*plan, 0).house.value, "2-1-301");
  EXPECT_EQ(house(*plan, 1).house.value, "A-0-商铺3");
  EXPECT_EQ(plan->owners[0].phone, "13900000002");
  EXPECT_EQ(notes_of(*plan), "columns_not_read");
  EXPECT_THAT(plan->notes[0].says.zh, testing::HasSubstr("证件号、单价、收费年份、计费周期"));
}

TEST(Roster, NothingPersonalIsInACommandOrASentence) {
  const ImportFixture books;
  const auto plan = plan_rows(books,
                              "1,1,101,1,住宅,89.12,钱一,13900000001\n"
                              "1,1,102,1,住宅,89.12,孙二,1.39E+10\n");
  EXPECT_FALSE(plan->commands[0].command.header.memo);
  for (const PlannedRow& row : plan->rows) {
    for (const char* personal : {"钱一", "孙二", "139"}) {
      EXPECT_EQ(row.says.zh.find(personal), std::string::npos);
      EXPECT_EQ(row.says.en.find(personal), std::string::npos);
    }
  }
}

// The layout of a large property system's template: codes, family members, explanations beside
// the table, numbers where text would be.
TEST(Roster, TemplateAsXlsx) {
  test::XlsxParts parts;
  const auto text = [](const std::string& value) {
    return "<c t=\"inlineStr\"><is><t>" + value + "</t></is></c>";
  };
  const auto number = [](const std::string& value) { return "<c><v>" + value + "</v></c>"; };
  std::string titles;
  for (const char* title : {"楼号", "单元", "房间", "楼层", "总层数", "是否有电梯", "房屋类型",
                            "建筑面积", "业主名称", "手机号", "身份证号", "业主类型"}) {
    titles += text(title);
  }
  const auto row = [&](int line, const char* room, const char* name, const char* person) {
    return "<row r=\"" + std::to_string(line) + "\">" + number("1") + number("1") + number(room) +
           number("1") + number("33") + text("有") + number("110") + number("94.560000000000002") +
           text(name) + number("18999999999") + text("111111111111111111") + number(person) +
           "</row>";
  };
  parts.sheet_data = "<sheetData><row r=\"1\">" + titles + "</row>" +
                     row(2, "1001", "钱一", "1001") + row(3, "1001", "钱小一", "1002") +
                     row(4, "1002", "租客", "1003") +
                     "<row r=\"6\"><c r=\"S6\" t=\"inlineStr\"><is><t>说明</t></is></c></row>"
                     "</sheetData>";
  const ImportFixture books;
  const auto plan = books.plan("roster", test::make_xlsx(parts));
  EXPECT_EQ(shown(plan),
            "2 will_record house_will_be_registered\n"
            "3 skipped not_the_owner\n"
            "4 will_record house_will_be_registered\n");
  EXPECT_EQ(house(*plan, 0).house.value, "1-1-1001");
  EXPECT_EQ(house(*plan, 0).area.dm2, 9456);
  ASSERT_EQ(plan->owners.size(), 1U);
  EXPECT_EQ(plan->owners[0].name, "钱一");
  EXPECT_EQ(plan->owners[0].phone, "");
}

TEST(Roster, MergedBuildingsAreSharedButMergedAreasAreNot) {
  test::XlsxParts parts;
  const auto row = [](int line, const std::string& cells) {
    return "<row r=\"" + std::to_string(line) + "\">" + cells + "</row>";
  };
  const auto at = [](const std::string& reference, const std::string& value) {
    return "<c r=\"" + reference + "\" t=\"inlineStr\"><is><t>" + value + "</t></is></c>";
  };
  parts.sheet_data = "<sheetData>" +
                     row(1, at("A1", "楼号") + at("B1", "单元") + at("C1", "房号") +
                                at("D1", "面积") + at("E1", "房屋类型")) +
                     row(2, at("A2", "3栋") + at("B2", "1") + at("C2", "101") + at("D2", "50") +
                                at("E2", "住宅")) +
                     row(3, at("C3", "102") + at("D3", "60") + at("E3", "住宅")) +
                     row(4, at("C4", "103") + at("E4", "住宅")) +
                     "</sheetData><mergeCells><mergeCell ref=\"A2:A4\"/><mergeCell ref=\"B2:B4\"/>"
                     "<mergeCell ref=\"D3:D4\"/></mergeCells>";
  const ImportFixture books;
  const auto plan = books.plan("roster", test::make_xlsx(parts));
  EXPECT_EQ(shown(plan),
            "2 will_record house_will_be_registered\n"
            "3 will_record house_will_be_registered\n"
            "4 bad bad_value\n");
  EXPECT_EQ(house(*plan, 1).house.value, "3-1-102");
  EXPECT_THAT(plan->rows[2].says.zh, testing::HasSubstr("合并单元格"));
}

struct BadRow {
  const char* row;
  const char* verdict;
};

TEST(Roster, EveryBadRowIsNamed) {
  const BadRow rows[] = {
      {",1,101,1,住宅,50,,", "bad missing_house"},
      {"1,,101,1,住宅,50,,", "bad missing_house"},
      {"1,1,,1,住宅,50,,", "bad missing_house"},
      {"1,1,101,1,住宅,,,", "bad area_not_positive"},
      {"1,1,101,1,住宅,0,,", "bad area_not_positive"},
      {"1,1,101,1,住宅,-5,,", "bad area_not_positive"},
      {"1,1,101,1,住宅,五十,,", "bad bad_value"},
      {"1,1,101,1,住宅,50.123,,", "bad bad_value"},
      {"1,1,101,1,城堡,50,,", "bad unknown_use"},
      {"1,1,101,1,,50,,", "bad unknown_use"},
      {"1,1,1-101,1,住宅,50,,", "bad hyphen_in_house"},
      {"A-1,1,101,1,住宅,50,,", "bad hyphen_in_house"},
      {"1,1,101:2,1,住宅,50,,", "bad malformed_value"},
      {"1,1,101,1,住宅,99999999.00,,", "bad value_too_large"},
      {"1,1,101,1,住宅,50,王四,1.39E+10", "bad phone_lost_digits"},
      {"1,1,101,1,住宅,50,张\x07三,13800000000", "bad bad_value"},
      {"1,1,101,1,住宅,50,,13800000000", "bad bad_value"},
      {"1,1,101,1,住宅,50,"
       "王五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五"
       "六七八九十一二三四五六七八九十一二三四五六七八九十,13800000000",
       "bad bad_value"},
      {"1,1,101,1,住宅,50,王五,1380000000013800000000138000000001380000000013800000000138000000001",
       "bad bad_value"},
      {"1,1,1-1-101,1,住宅,50,,", "will_record house_will_be_registered"},
      {"1,0,101,1,,50,,", "will_record house_will_be_registered"},
      {"1,,商铺1,1,,50,,", "will_record house_will_be_registered"},
      {"1,0,B12,1,车位,,,", "will_record house_will_be_registered"},
      {"１号楼,１单元,１０１,1,住宅,５０㎡,,", "will_record house_will_be_registered"},
  };
  const ImportFixture books;
  for (const BadRow& c : rows) {
    const auto plan = plan_rows(books, std::string(c.row) + "\n");
    EXPECT_EQ(shown(plan), "2 " + std::string(c.verdict) + "\n") << c.row;
    EXPECT_EQ(plan->can_record(), std::string_view(c.verdict).starts_with("will")) << c.row;
  }
}

TEST(Roster, RoomsThatASpreadsheetTurnedIntoDates) {
  test::XlsxParts parts;
  parts.styles = "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>";
  parts.sheet_data =
      "<sheetData><row>"
      "<c t=\"inlineStr\"><is><t>楼号</t></is></c><c t=\"inlineStr\"><is><t>单元</t></is></c>"
      "<c t=\"inlineStr\"><is><t>房号</t></is></c><c t=\"inlineStr\"><is><t>面积</t></is></c>"
      "<c t=\"inlineStr\"><is><t>房屋类型</t></is></c></row>"
      "<row><c><v>1</v></c><c><v>1</v></c><c s=\"1\"><v>45292</v></c><c><v>5</v></c>"
      "<c><v>110</v></c></row></sheetData>";
  const ImportFixture books;
  const auto plan = books.plan("roster", test::make_xlsx(parts));
  EXPECT_EQ(shown(plan), "2 bad house_is_a_date\n");
}

TEST(Roster, ADuplicateNamesTheFirstLine) {
  const ImportFixture books;
  const auto plan =
      plan_rows(books, "1,1,101,1,住宅,50,钱一,\n\n1栋,1单元,101室,1,住宅,50,孙二,\n");
  EXPECT_EQ(shown(plan), "2 will_record house_will_be_registered\n4 bad duplicate_house\n");
  EXPECT_THAT(plan->rows[1].says.zh, testing::HasSubstr("第 2 行"));
}

TEST(Roster, FamilyRowsMustAgreeWithTheOwners) {
  const ImportFixture books;
  const auto plan = books.plan("roster",
                               "楼号,单元,房间,房屋类型,建筑面积,业主名称,业主类型\n"
                               "1,1,101,住宅,50,钱一,业主\n"
                               "1,1,101,住宅,60,钱小一,家庭成员\n");
  EXPECT_EQ(shown(plan), "2 will_record house_will_be_registered\n3 bad rows_of_a_house_differ\n");
}

TEST(Roster, ImportingAgainChangesNothing) {
  ImportFixture books;
  const std::string file = test_file("roster-full.gb18030.csv");
  ASSERT_TRUE(books.import("roster", file)->can_record());
  const auto again = books.import("roster", file);
  EXPECT_EQ(again->count(RowVerdict::already_recorded), 4U);
  EXPECT_TRUE(again->commands.empty());
  EXPECT_TRUE(again->owners.empty());
  EXPECT_EQ(books.community.houses.size(), 4U);
}

TEST(Roster, OwnersAreAddedWhereTheDirectoryHasNone) {
  ImportFixture books;
  books.register_house("1-1-101", "50.00");
  books.register_house("1-1-102", "50.00");
  books.owners["1-1-102"] = {"1-1-102", "corrected by hand", "", std::nullopt};
  const auto plan = books.import(
      "roster", std::string(head) + "1,1,101,1,住宅,50,钱一,\n1,1,102,1,住宅,50,孙二,\n");
  EXPECT_EQ(shown(plan),
            "2 already_recorded owner_will_be_added\n"
            "3 already_recorded house_registered_already\n");
  EXPECT_EQ(books.owners.at("1-1-101").name, "钱一");
  EXPECT_EQ(books.owners.at("1-1-102").name, "corrected by hand");
}

TEST(Roster, AnotherAreaOrUseThanRegisteredPointsToTheCorrection) {
  ImportFixture books;
  books.register_house("1-1-101", "50.00");
  books.register_house("1-1-102", "50.00", HouseUse::shop);
  const auto plan = plan_rows(books, "1,1,101,1,住宅,50.01,,\n1,1,102,1,住宅,50,,\n");
  EXPECT_EQ(shown(plan), "2 bad area_differs\n3 bad use_differs\n");
  EXPECT_THAT(plan->rows[0].says.zh, testing::HasSubstr("house_corrected"));
  EXPECT_THAT(plan->rows[0].says.zh, testing::HasSubstr("50.00"));
}

TEST(Roster, CommunitiesAreNotMixed) {
  const ImportFixture books;
  const std::string titles = "小区,楼栋,单元,房号,面积,物业类型\n";
  const auto other = books.plan("roster", titles + "和平一期,1,1,101,50,住宅\n");
  EXPECT_EQ(shown(other), "2 will_record house_will_be_registered\n");
  EXPECT_EQ(notes_of(*other), "other_community_name");
  const auto mixed =
      books.plan("roster", titles + "和平小区,1,1,101,50,住宅\n团结小区,1,1,102,50,住宅\n");
  EXPECT_EQ(shown(mixed), "2 will_record house_will_be_registered\n3 bad other_community\n");
}

TEST(Roster, FiftyThousandHouses) {
  std::string rows;
  for (int i = 0; i < 50'000; ++i) {
    rows += std::to_string(i / 500 + 1) + "," + std::to_string(i / 100 % 5 + 1) + "," +
            std::to_string(i % 100 + 101) + ",1,住宅,89.12,业主,13900000000\n";
  }
  const ImportFixture books;
  const auto plan = plan_rows(books, rows);
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->commands.size(), 50'000U);
  EXPECT_EQ(plan->count(RowVerdict::will_record), 50'000U);
}

}  // namespace
}  // namespace mingzhang
