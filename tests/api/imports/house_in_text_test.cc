#include "api/imports/house_in_text.h"

#include <gtest/gtest.h>

#include "tests/api/imports/import_fixture.h"

namespace mingzhang {
namespace {

class HouseInText : public testing::Test {
 protected:
  HouseInText() {
    for (const char* code :
         {"1-2-301", "1-2-302", "12-1-1001", "1-0-商铺", "A-1-101", "1-2-3", "P-12", "2024-1-15"}) {
      books.register_house(code);
    }
  }

  std::string found(std::string_view text) {
    const MentionedHouse house = house_in_text(text, books.community);
    if (house.mention == HouseMention::none) return "none";
    return house.mention == HouseMention::doubtful ? "doubtful" : house.code;
  }

  test::ImportFixture books;
};

TEST_F(HouseInText, EveryUsualWayToWriteAHouse) {
  for (const char* text :
       {"1-2-301",       "1-2-301物业费",     "和平小区1-2-301 张三", "１－２－３０１",
        "1—2—301",       "（1-2-301）",       "1栋2单元301",          "1栋2单元301室物业费",
        "1号楼2单元301", "1 号楼 2 单元 301", "1幢2单元301号",        "1#2-301",
        "1#楼2单元301",  "1栋2-301",          "一栋二单元301",        "转账备注:1-2-301",
        "1-2-301。",     "1-2-301.",          "缴费/1-2-301/张三",    "1-2-301 1栋2单元301"}) {
    EXPECT_EQ(found(text), "1-2-301") << text;
  }
  EXPECT_EQ(found("十二栋一单元1001"), "12-1-1001");
  EXPECT_EQ(found("1-0-商铺 租金"), "1-0-商铺");
  EXPECT_EQ(found("A栋1单元101"), "A-1-101");
}

TEST_F(HouseInText, OtherCodesOnlyAsWords) {
  EXPECT_EQ(found("车位 P-12"), "P-12");
  EXPECT_EQ(found("XP-12"), "none");
  EXPECT_EQ(found("P-123"), "none");
}

TEST_F(HouseInText, NothingThatCouldBeAHouse) {
  for (const char* text :
       {"", "/", "转账备注:微信转账", "二维码收款", "总共消费:28.16", "301", "2栋", "2023-06-23",
        "收款_20230623", "T-1", "1-2月物业费", "2026-3-1 物业费"}) {
    EXPECT_EQ(found(text), "none") << text;
  }
}

TEST_F(HouseInText, WhatIsNotBeyondDoubt) {
  for (const char* text :
       {"1-2-301和1-2-302", "1-2-999", "1-2-301 1-2-999", "1-2-3月物业费", "1-2-301-2024",
        "21-2-3015-1", "12:1-2-301", "电话0431-1-2", "1-2-3.50元", "v1.1-2-301", "1-2-3元"}) {
    EXPECT_EQ(found(text), "doubtful") << text;
  }
}

TEST_F(HouseInText, ADateBesideAHouseIsNoDoubt) {
  EXPECT_EQ(found("1-2-301 2023-6-23补缴"), "1-2-301");
  EXPECT_EQ(found("1-2-301 2024-1-15补缴"), "doubtful");  // a house is registered by that code
}

}  // namespace
}  // namespace mingzhang
