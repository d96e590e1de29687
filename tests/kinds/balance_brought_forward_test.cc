#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

TEST(BalanceBroughtForward, WalksTheLadder) {
  run_table(small_community, R"(
    2026-01-01 balance_brought_forward account=1122.OPS house=9-9-999 amount=0.00
      -> rejected unknown_house house
    2026-01-01 balance_brought_forward account=6001.OPS house=1-1-101 amount=0.00
      -> rejected account_not_brought_forward account
    2026-01-01 balance_brought_forward account=1122.OPS amount=0.00
      -> rejected missing_field house
    2026-01-01 balance_brought_forward account=1122.OPS house=1-1-101 amount=0.00
      -> rejected missing_field period
    2026-01-01 balance_brought_forward account=2203.OPS amount=0.00
      -> rejected missing_field house
    2026-01-01 balance_brought_forward account=1002.OPS house=1-1-101 period=2025-12 amount=0.00
      -> rejected field_not_taken house
    2026-01-01 balance_brought_forward account=2203.OPS house=1-1-101 period=2025-12 amount=0.00
      -> rejected field_not_taken period
    2026-01-01 balance_brought_forward account=1002.OPS amount=0.00
      -> rejected zero_amount amount
  )");
}

TEST(BalanceBroughtForward, IsPositiveOnTheAccountsNormalSide) {
  run_table(small_community, R"(
    2026-01-01 balance_brought_forward account=1001.OPS amount=10.00
      -> ok | 1001.OPS 10.00 | 4999.OPS -10.00
    2026-01-01 balance_brought_forward account=1002.MF amount=500.00
      -> ok | 1002.MF 500.00 | 4999.MF -500.00
    2026-01-01 balance_brought_forward account=1002.OPS amount=-3.00
      -> ok | 1002.OPS -3.00 | 4999.OPS 3.00
    2026-01-01 balance_brought_forward account=1122.OPS house=1-1-101 period=2025-12 amount=30.00
      -> ok | 1122.OPS:1-1-101:2025-12 30.00 fee_brought_forward | 4999.OPS -30.00 plain
    2026-01-01 balance_brought_forward account=2202.TRUST amount=7.00
      -> ok | 2202.TRUST -7.00 plain | 4999.TRUST 7.00
    2026-01-01 balance_brought_forward account=2203.OPS house=1-1-101 amount=20.00
      -> ok | 2203.OPS:1-1-101 -20.00 plain | 4999.OPS 20.00
    2026-01-01 balance_brought_forward account=2711.COM amount=40.00
      -> ok | 2711.COM -40.00 | 4999.COM 40.00
    2026-01-01 balance_brought_forward account=2712.MF house=1-1-101 amount=400.00
      -> ok | 2712.MF:1-1-101 -400.00 fund_brought_forward | 4999.MF 400.00
    2026-01-01 balance_brought_forward account=2712.MF amount=100.00
      -> ok | 2712.MF -100.00 fund_brought_forward | 4999.MF 100.00
    = 4999.OPS -17.00
    = 4999.MF 0.00
  )");
}

TEST(BalanceBroughtForward, AnOpeningDebtAndPrepaymentStandSideBySide) {
  run_table(small_community, R"(
    2026-01-01 balance_brought_forward account=2203.OPS house=1-1-101 amount=20.00
    2026-01-01 balance_brought_forward account=1122.OPS house=1-1-101 period=2025-12 amount=30.00
    = 1122.OPS:1-1-101 30.00
    = 2203.OPS:1-1-101 -20.00
    2026-01-05 payment_received house=1-1-101 amount=30.00 channel=cash
      -> ok | 1001.OPS 30.00 | 1122.OPS:1-1-101:2025-12 -30.00 fee_collected
  )");
}

// Every account of the chart in every fund is either taken or refused with a way out.
TEST(BalanceBroughtForward, TakesTheseAccountsAndNoOther) {
  std::set<std::string> taken;
  for (std::size_t index = fund_count; index < account_slots; ++index) {
    const AccountRef ref = account_in_slot(index);
    Table books;
    books.run(small_community);
    Command command;
    command.header = {"c1", *parse_day("2026-01-01"), "k", {}, {}, {}, "tests"};
    BalanceBroughtForward payload{ref, {}, {}, Money{100}};
    if (ref.account == Account::fee_receivable) payload.period = parse_period("2025-12");
    if (ref.account == Account::fee_receivable || ref.account == Account::prepayment) {
      payload.house = HouseRef{"1-1-101", {}};
    }
    command.payload = payload;
    const Refused refused = books.record(command);
    if (!refused) {
      taken.insert(to_string(ref));
      continue;
    }
    EXPECT_EQ(code_name(refused->code), "account_not_brought_forward") << to_string(ref);
    EXPECT_FALSE(refused->arguments.at(1).empty() || refused->arguments.at(2).empty());
  }
  std::set<std::string> expected{"1122.OPS", "2203.OPS", "2711.COM", "2712.MF"};
  for (const char* fund : {"OPS", "COM", "SUB", "MF", "TRUST"}) {
    for (const char* account : {"1001", "1002", "2202"}) {
      expected.insert(fmt::format("{}.{}", account, fund));
    }
  }
  EXPECT_EQ(taken, expected);
}

}  // namespace
}  // namespace mingzhang::test
