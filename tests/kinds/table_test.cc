#include "tests/kinds/table.h"

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

namespace mingzhang::test {
namespace {

constexpr std::string_view one_fee = R"(
  2026-01-31 fee_assessed house=1-1-101 period=2026-01 amount=30.00 reason="a reason"
    -> ok | 1122.OPS:1-1-101:2026-01 30.00 | 6001.OPS::2026-01 -30.00
)";

void run(std::string_view table) { run_table(small_community, table); }

TEST(Table, KeepsBooksThatOtherTestsCanReadOn) {
  Table books;
  books.run(small_community);
  books.run(one_fee);
  EXPECT_EQ(books.events().size(), 8U);
  EXPECT_EQ(books.state().balance(Account::fee_receivable, Fund::operations), Money{3000});
  EXPECT_EQ(to_string(books.events().back().event.header.voucher), "2026-01-0001");
}

// A table that cannot fail proves nothing: each way to be wrong is tried.
TEST(Table, TellsAWrongAmount) {
  EXPECT_FATAL_FAILURE(run("2026-01-31 fee_assessed house=1-1-101 period=2026-01 amount=30.00 "
                           "reason=x -> ok | 1122.OPS:1-1-101:2026-01 31.00"),
                       "no posting");
}

TEST(Table, TellsALegThatIsLeftOut) {
  EXPECT_NONFATAL_FAILURE(run("2026-01-31 fee_assessed house=1-1-101 period=2026-01 amount=30.00 "
                              "reason=x -> ok | 1122.OPS:1-1-101:2026-01 30.00"),
                          "it posted");
}

TEST(Table, TellsAWrongFlowAndSubject) {
  EXPECT_FATAL_FAILURE(run("2026-01-31 payment_received house=1-1-101 amount=30.00 channel=wechat "
                           "-> ok | 1012.OPS 30.00 plain | 2203.OPS:1-1-101 -30.00"),
                       "no posting");
  EXPECT_FATAL_FAILURE(run("2026-01-31 payment_received house=1-1-101 amount=30.00 channel=wechat "
                           "-> ok | 1012.OPS 30.00 in_transit#3 | 2203.OPS:1-1-101 -30.00"),
                       "no posting");
}

TEST(Table, TellsAnEventThatIsRecordedAgainstExpectation) {
  EXPECT_FATAL_FAILURE(run("2026-01-31 period_closed period=2026-01 -> rejected already_closed"),
                       "but it was recorded");
}

TEST(Table, TellsARefusalThatIsNotExpected) {
  EXPECT_NONFATAL_FAILURE(run("2026-01-31 period_reopened period=2026-01 -> ok"), "not_closed");
  EXPECT_NONFATAL_FAILURE(
      run("2026-01-31 period_reopened period=2026-01 -> rejected not_closed reason"),
      "not_closed period");
}

TEST(Table, TellsAWrongBalance) { EXPECT_NONFATAL_FAILURE(run("= 1122.OPS 1.00"), "1.00"); }

TEST(Table, TellsWhatItDoesNotUnderstand) {
  EXPECT_NONFATAL_FAILURE(run("2026-01-31 period_closes period=2026-01"), "not an event kind");
  EXPECT_NONFATAL_FAILURE(run("2026-01-31 period_closed"), "period is missing");
  EXPECT_NONFATAL_FAILURE(run("2026-01-31 period_closed period=2026-1"), "period cannot be");
  EXPECT_NONFATAL_FAILURE(run("2026-01-31 period_closed period=2026-01 house=1"), "no field house");
  EXPECT_NONFATAL_FAILURE(run("2026-01-32 period_closed period=2026-01"), "not a date");
}

}  // namespace
}  // namespace mingzhang::test
