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

constexpr std::string_view head =
    "交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注\n";

FileResult<ImportPlan> plan_rows(const ImportFixture& books, std::string_view rows) {
  return books.plan("wechat", std::string(head) + std::string(rows));
}

const Command& command(const ImportPlan& plan, std::size_t index) {
  return plan.commands.at(index).command;
}

TEST(Wechat, StatementAsExported) {
  ImportFixture books;
  books.register_house("1-2-301");
  const auto plan = books.plan("wechat", test_file("wechat-personal.csv"));
  EXPECT_EQ(shown(plan),
            "18 skipped expense\n"
            "19 will_record suspense_no_house\n"
            "20 will_record payment_will_be_recorded\n"
            "21 skipped neutral\n"
            "22 will_record suspense_no_house\n"
            "23 skipped refund_of_own_payment\n");
  EXPECT_EQ(notes_of(*plan), "");
  const auto& suspense = std::get<SuspenseReceived>(command(*plan, 0).payload);
  EXPECT_EQ(to_string(suspense.amount), "0.35");
  EXPECT_EQ(suspense.channel, Channel::wechat);
  EXPECT_EQ(suspense.trade_number.value, "100003980126080311112222333344445555");
  const auto& payment = std::get<PaymentReceived>(command(*plan, 1).payload);
  EXPECT_EQ(payment.house.code, "1-2-301");
  EXPECT_EQ(to_string(payment.amount), "1234.50");
  EXPECT_EQ(payment.trade_number->value, "1000107301260804000011112222");
  EXPECT_FALSE(payment.channel_fee);
  const CommandHeader& header = command(*plan, 1).header;
  EXPECT_EQ(header.idempotency_key, "wechat:1000107301260804000011112222");
  EXPECT_EQ(to_string(header.business_date), "2026-08-04");
  EXPECT_EQ(header.memo->value, "转账；邻居甲；转账备注:1栋2单元301物业费");
}

TEST(Wechat, PersonalDataIsInTheMemoOnly) {
  ImportFixture books;
  const auto plan = plan_rows(books, "2026-08-04,转账,邻居甲,/,收入,¥5.00,/,已收钱,/,/,/\n");
  const CommandHeader& header = command(*plan, 0).header;
  EXPECT_EQ(header.memo->value, "转账；邻居甲");
  EXPECT_EQ(header.idempotency_key, "wechat:none-20260804-500");
  EXPECT_EQ(plan->rows[0].says.zh.find("邻居甲"), std::string::npos);
  EXPECT_EQ(notes_of(*plan), "without_trade_number");
}

TEST(Wechat, XlsxWithDatesAsSerialsGivesTheSameKeysAsCsv) {
  test::XlsxParts parts;
  parts.styles =
      "<numFmts><numFmt numFmtId=\"166\" formatCode=\"\\¥#,##0.00\"/></numFmts>"
      "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/><xf numFmtId=\"166\"/></cellXfs>";
  const auto text = [](const std::string& value) {
    return "<c t=\"inlineStr\"><is><t xml:space=\"preserve\">" + value + "</t></is></c>";
  };
  std::string titles;
  for (const char* title : {"交易时间", "交易类型", "交易对方", "商品", "收/支", "金额(元)",
                            "支付方式", "当前状态", "交易单号", "商户单号", "备注"}) {
    titles += text(title);
  }
  parts.sheet_data = "<sheetData><row r=\"1\">" + text("微信支付账单明细") +
                     "</row><row r=\"18\">" + titles + "</row><row r=\"19\"><c s=\"1\">" +
                     "<v>46238.391527777778</v></c>" + text("转账") + text("邻居甲") + text("/") +
                     text("收入") + "<c s=\"2\"><v>7.0000000000000007E-2</v></c>" + text("/") +
                     text("已存入零钱") + text("10001073\t") + text("/") + text("/") +
                     "</row></sheetData>";
  ImportFixture books;
  const auto plan = books.import("wechat", test::make_xlsx(parts));
  EXPECT_EQ(shown(plan), "19 will_record suspense_no_house\n");
  EXPECT_EQ(to_string(std::get<SuspenseReceived>(command(*plan, 0).payload).amount), "0.07");
  EXPECT_EQ(to_string(command(*plan, 0).header.business_date), "2026-08-04");
  const auto csv = books.plan(
      "wechat", std::string(head) +
                    "2026-08-04 09:23:48,转账,邻居甲,/,收入,¥0.07,/,已存入零钱,10001073\t,/,/\n");
  EXPECT_EQ(shown(csv), "2 already_recorded receipt_recorded_already\n");
}

TEST(Wechat, ATradeNumberThatLostItsDigitsIsRefused) {
  const ImportFixture books;
  EXPECT_EQ(shown(plan_rows(books, "2026-08-04,转账,a,/,收入,¥5.00,/,已收钱,4.20E+27,/,/\n")),
            "2 bad trade_number_lost_digits\n");
  EXPECT_EQ(shown(plan_rows(books, "2026-08-04,转账,a,/,收入,¥5.00,/,已收钱,a:b,/,/\n")),
            "2 bad trade_number_malformed\n");
}

struct StatusCase {
  const char* type;
  const char* status;
  const char* verdict;
};

TEST(Wechat, EveryStatusOfAReceipt) {
  const StatusCase cases[] = {
      {"微信红包", "已存入零钱", "will_record suspense_no_house"},
      {"二维码收款", "已收钱", "will_record suspense_no_house"},
      {"其他", "已到账", "will_record suspense_no_house"},
      {"商户消费", "充值成功", "will_record suspense_no_house"},
      {"群收款", "支付成功", "will_record suspense_no_house"},
      {"二维码收款", "已全额退款", "skipped receipt_refunded"},
      {"转账", "已退还", "skipped receipt_refunded"},
      {"转账", "对方已退还", "skipped receipt_refunded"},
      {"二维码收款", "已退款(￥5.00)", "skipped receipt_refunded"},
      {"二维码收款", "已退款（￥1.00）", "will_record suspense_partly_refunded"},
      {"商户消费-退款", "已全额退款", "skipped refund_of_own_payment"},
      {"转账-退款", "已退款(￥5.00)", "skipped refund_of_own_payment"},
      {"转账", "待确认收款", "skipped not_received"},
      {"转账", "已过期", "skipped not_received"},
      {"转账", "朋友已收钱", "bad unknown_status"},
      {"转账", "", "bad unknown_status"},
  };
  const ImportFixture books;
  for (const StatusCase& c : cases) {
    const std::string row =
        std::string("2026-08-04,") + c.type + ",a,/,收入,¥5.00,/," + c.status + ",1,/,/\n";
    EXPECT_EQ(shown(plan_rows(books, row)), "2 " + std::string(c.verdict) + "\n") << row;
  }
}

TEST(Wechat, ARefundAfterTheReceiptWasRecordedIsSaid) {
  ImportFixture books;
  const std::string before = "2026-08-04,转账,a,/,收入,¥5.00,/,已收钱,1,/,/\n";
  const std::string after = "2026-08-04,转账,a,/,收入,¥5.00,/,已全额退款,1,/,/\n";
  ASSERT_TRUE(books.import("wechat", std::string(head) + before)->can_record());
  const auto plan = plan_rows(books, after);
  EXPECT_EQ(shown(plan), "2 already_recorded receipt_since_refunded\n");
  EXPECT_THAT(plan->rows[0].says.zh, testing::HasSubstr("红字冲销"));
}

TEST(Wechat, BadValuesNameTheColumn) {
  const StatusCase cases[] = {
      {"2026-08-04,转账,a,/,收入,¥5.001,/,已收钱,1,/,/\n", "", "bad bad_value"},
      {"2026-08-04,转账,a,/,收入,,/,已收钱,1,/,/\n", "", "bad bad_value"},
      {"2026-02-30,转账,a,/,收入,¥5.00,/,已收钱,1,/,/\n", "", "bad bad_value"},
      {"2026-08-04,转账,a,/,收入,-5.00,/,已收钱,1,/,/\n", "", "bad negative_receipt"},
      {"2026-08-04,转账,a,/,收入,0.00,/,已收钱,1,/,/\n", "", "skipped zero_amount"},
      {"2026-08-04,转账,a,/,进账,5.00,/,已收钱,1,/,/\n", "", "bad unknown_direction"},
      {"2026-08-04,转账,a,/,/,5.00,/,提现已到账,1,/,/\n", "", "skipped neutral"},
  };
  const ImportFixture books;
  for (const StatusCase& c : cases) {
    EXPECT_EQ(shown(plan_rows(books, c.type)), "2 " + std::string(c.verdict) + "\n") << c.type;
  }
  EXPECT_THAT(plan_rows(books, cases[0].type)->rows[0].says.zh,
              testing::HasSubstr("“金额(元)”最多只能有两位小数"));
}

TEST(Wechat, HousesBeyondDoubtOnly) {
  ImportFixture books;
  books.register_house("1-2-301");
  books.register_house("1-2-302");
  const auto plan = plan_rows(books,
                              "2026-08-04,转账,1-2-301,/,收入,1,/,已收钱,1,/,/\n"
                              "2026-08-04,转账,a,1-2-301和1-2-302,收入,1,/,已收钱,2,/,/\n"
                              "2026-08-04,转账,a,1-2-303,收入,1,/,已收钱,3,/,/\n"
                              "2026-08-04,转账,a,1-2-301停车费,收入,1,/,已收钱,4,/,/\n"
                              "2026-08-04,转账,a,/,收入,1,/,已收钱,5,/,收款方备注:1-2-302\n");
  EXPECT_EQ(shown(plan),
            "2 will_record suspense_no_house\n"
            "3 will_record suspense_doubtful_house\n"
            "4 will_record suspense_doubtful_house\n"
            "5 will_record suspense_other_purpose\n"
            "6 will_record payment_will_be_recorded\n");
}

TEST(Wechat, ARowThatStandsInTheFileTwiceIsOneReceipt) {
  ImportFixture books;
  const std::string row = "2026-08-04 10:00:00,转账,a,/,收入,1.00,/,已收钱,77,/,/\n";
  const std::string other = "2026-08-04 10:00:00,转账,b,/,收入,1.00,/,已收钱,77,/,/\n";
  const auto first = books.import("wechat", std::string(head) + row + other + row);
  EXPECT_EQ(shown(first),
            "2 will_record suspense_no_house\n"
            "3 will_record suspense_no_house\n"
            "4 skipped receipt_repeated\n");
  EXPECT_THAT(first->rows[2].says.en, testing::HasSubstr("says the same as line 2"));
  EXPECT_EQ(shown(books.plan("wechat", std::string(head) + row + row)),
            "2 already_recorded receipt_recorded_already\n"
            "3 skipped receipt_repeated\n");
}

TEST(Wechat, TwinsAllCountAndImportingAgainChangesNothing) {
  ImportFixture books;
  const std::string rows =
      "2026-08-05 10:00:00,转账,a,/,收入,2.00,/,已收钱,77,/,/\n"
      "2026-08-04 10:00:00,转账,a,/,收入,1.00,/,已收钱,77,/,/\n"
      "2026-08-04 10:00:00,转账,b,/,收入,1.00,/,已收钱,77,/,/\n"
      "2026-08-04 10:00:00,转账,a,/,支出,1.00,/,支付成功,77,/,/\n"
      "2026-08-06 10:00:00,转账,a,/,收入,3.00,/,已收钱,/,/,/\n"
      "2026-08-06 10:00:00,转账,b,/,收入,3.00,/,已收钱,,/,/\n";
  const auto first = books.import("wechat", std::string(head) + rows);
  ASSERT_TRUE(first->can_record());
  std::vector<std::string> keys;
  for (const PlannedCommand& c : first->commands) keys.push_back(c.command.header.idempotency_key);
  EXPECT_THAT(keys, testing::ElementsAre("wechat:77:3", "wechat:77", "wechat:77:2",
                                         "wechat:none-20260806T100000-300",
                                         "wechat:none-20260806T100000-300:2"));
  EXPECT_THAT(notes_of(*first), testing::HasSubstr("trade_number_repeated"));
  const auto again = books.import("wechat", std::string(head) + rows);
  EXPECT_EQ(again->count(RowVerdict::already_recorded), 5U);
  EXPECT_TRUE(again->commands.empty());
  // Newest last instead of newest first: the same keys, so still nothing to do.
  const std::string turned = rows.substr(rows.find('\n') + 1) + rows.substr(0, rows.find('\n') + 1);
  EXPECT_EQ(books.plan("wechat", std::string(head) + turned)->commands.size(), 0U);
}

TEST(Wechat, AChangedAmountUnderAKnownNumberIsRefused) {
  ImportFixture books;
  const auto first =
      books.import("wechat", std::string(head) + "2026-08-04,转账,a,/,收入,1.00,/,已收钱,9,/,/\n");
  ASSERT_EQ(shown(first), "2 will_record suspense_no_house\n");
  for (const char* row : {"2026-08-04,转账,a,/,收入,10.00,/,已收钱,9,/,/\n",
                          "2026-08-05,转账,a,/,收入,1.00,/,已收钱,9,/,/\n"}) {
    const auto plan = plan_rows(books, row);
    EXPECT_EQ(shown(plan), "2 bad differs_from_recorded\n");
    EXPECT_FALSE(plan->can_record());
  }
}

TEST(Wechat, TheHeadIsCheckedAgainstTheRowsWithAWarning) {
  const ImportFixture books;
  const auto plan = books.plan(
      "wechat", "共3笔记录\n收入：1笔 9.00元\n支出：0笔 0.00元\n中性交易：0笔 0.00元\n" +
                    std::string(head) + "2026-08-04,转账,a,/,收入,\"1,000.00\",/,已收钱,9,/,/\n");
  EXPECT_EQ(notes_of(*plan), "total_differs total_differs");
  EXPECT_THAT(plan->notes[1].says.zh, testing::HasSubstr("收入金额是 9.00，各行合计是 1000.00"));
  EXPECT_TRUE(plan->can_record());
}

TEST(Wechat, OfSeveralSheetsTheOneThatOpensIsRead) {
  const auto sheet = [](const std::string& number) {
    std::string rows;
    for (const char* title : {"交易时间", "收/支", "金额(元)", "当前状态", "交易单号"}) {
      rows += "<c t=\"inlineStr\"><is><t>" + std::string(title) + "</t></is></c>";
    }
    rows = "<row>" + rows + "</row><row>";
    for (const std::string& value : {std::string("2026-08-04"), std::string("收入"),
                                     std::string("1"), std::string("已收钱"), number}) {
      rows += "<c t=\"inlineStr\"><is><t>" + value + "</t></is></c>";
    }
    return "<sheetData>" + rows + "</row></sheetData>";
  };
  test::XlsxParts parts;
  parts.sheet_data = sheet("11");
  parts.more_sheets = "<sheet name=\"表二\" sheetId=\"2\" r:id=\"rId9\"/>";
  parts.more_relations =
      "<Relationship Id=\"rId9\" Type=\"http://x/worksheet\" Target=\"worksheets/sheet2.xml\"/>";
  parts.more_parts["xl/worksheets/sheet2.xml"] = "<worksheet>" + sheet("22") + "</worksheet>";
  const ImportFixture books;
  const auto plan = books.plan("wechat", test::make_xlsx(parts));
  ASSERT_EQ(plan->commands.size(), 1U);
  EXPECT_EQ(command(*plan, 0).header.idempotency_key, "wechat:11");
  EXPECT_EQ(notes_of(*plan), "other_sheet_not_read");
}

TEST(Wechat, AMemoIsCutToWhatATextMayHold) {
  const ImportFixture books;
  std::string goods;
  for (int i = 0; i < 300; ++i) goods += "长";
  const auto plan =
      plan_rows(books, "2026-08-04,转账,a,\"" + goods + "\n下一行\",收入,1,/,已收钱,9,/,/\n");
  EXPECT_EQ(shown(plan), "2 will_record suspense_no_house\n");
  const auto multi = plan_rows(books, "2026-08-04,转账,a,\"一\n二\",收入,1,/,已收钱,9,/,/\n");
  EXPECT_EQ(command(*multi, 0).header.memo->value, "转账；a；一 二");
}

}  // namespace
}  // namespace mingzhang
