#include "api/imports/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/api/imports/import_fixture.h"

namespace mingzhang {
namespace {

using test::ImportFixture;
using test::shown;

TEST(ImportFormats, AreFoundByName) {
  EXPECT_EQ(find_import_format("roster")->name, "roster");
  EXPECT_EQ(find_import_format("wechat")->name, "wechat");
  EXPECT_EQ(find_import_format("fax"), nullptr);
}

TEST(ImportPlan, FilesThatCannotBeReadSayWhy) {
  const ImportFixture books;
  EXPECT_EQ(shown(books.plan("roster", "")), "empty_file");
  EXPECT_EQ(shown(books.plan("roster", "PK\x03\x04")), "damaged_xlsx");
  EXPECT_EQ(shown(books.plan("wechat", "楼号,单元\n1,2\n")), "no_header_row");
  ImportFixture unregistered;
  unregistered.community.id.clear();
  EXPECT_EQ(shown(unregistered.plan("roster", "a\n")), "unknown_community");
}

TEST(ImportPlan, ARefusalOfTheRulesMakesTheRowBad) {
  ImportFixture books;
  books.community.closed.push_back(*parse_period("2026-08"));
  const auto plan = books.plan("wechat",
                               "交易时间,收/支,金额(元),当前状态,交易单号\n"
                               "2026-08-31 23:59:59,收入,¥1.00,已收钱,1\n"
                               "2026-09-01 00:00:00,收入,¥1.00,已收钱,2\n"
                               "2026-10-02 00:00:00,收入,¥1.00,已收钱,3\n");
  EXPECT_EQ(shown(plan),
            "2 bad period_closed\n"
            "3 will_record suspense_no_house\n"
            "4 bad date_in_future\n");
  EXPECT_FALSE(plan->can_record());
  ASSERT_EQ(plan->commands.size(), 1U);
  EXPECT_EQ(plan->commands[0].row, 1U);
  EXPECT_THAT(plan->rows[0].says.zh, testing::HasSubstr("2026-08"));
}

TEST(ImportPlan, RendersRowsNotesAndCounts) {
  ImportFixture books;
  const auto plan = books.plan("wechat",
                               "共3笔记录\n交易时间,收/支,金额(元),当前状态,交易单号\n"
                               "2026-08-31 23:59:59,收入,¥1.00,已收钱,1\n"
                               "2026-09-01 00:00:00,支出,¥2.00,支付成功,2\n");
  EXPECT_EQ(render_plan(*plan),
            "第 3 行  将入账  [suspense_no_house]  收款 1.00 元，备注没有写明房屋，记入待查 / "
            "1.00 yuan received; the note names no house: recorded in suspense\n"
            "第 4 行  跳过  [expense]  支出 2.00 元，本功能只记收款；付款请用 service_cost_paid "
            "等事项登记 / 2.00 yuan paid out; this import records receipts only, record payments "
            "as service_cost_paid or the like\n"
            "提示  账单开头写的笔数是 3，各行合计是 2；请核对是否缺行 / the head of the statement "
            "gives 笔数 as 3, its rows give 2; check whether rows are missing\n"
            "将入账 1 行，已入账 0 行，跳过 1 行，有误 0 行 / will be recorded 1, recorded already "
            "0, skipped 1, bad 0\n");
}

TEST(ImportPlan, AStoreThatFailsStopsTheImport) {
  ImportFixture books;
  books.register_house("1-1-1001");
  books.store_fails = true;
  EXPECT_EQ(shown(books.plan("roster", "楼号,单元,房间,房屋类型,建筑面积\n1,1,1001,住宅,94.56\n")),
            "store_unavailable");
  EXPECT_EQ(shown(books.plan("wechat",
                             "交易时间,收/支,金额(元),当前状态,交易单号\n"
                             "2026-08-31,收入,1,已收钱,1\n")),
            "store_unavailable");
}

}  // namespace
}  // namespace mingzhang
