#include "replay/reports/trial_balance.h"

#include <gtest/gtest.h>

#include "tests/replay/small_books.h"

namespace mingzhang::test {
namespace {

const TrialBalanceLine& line_of(const TrialBalance& report, const std::string& account) {
  for (const TrialBalanceLine& line : report.accounts) {
    if (to_string(line.account) == account) return line;
  }
  static const TrialBalanceLine none;
  return none;
}

SmallBooks two_months() {
  SmallBooks small;
  small.assess("2026-01-31", "1-1-101", "2026-01", "156.02");
  small.pay("2026-02-10", "1-1-101", "2026-01", "100.00");
  small.assess("2026-02-28", "1-1-102", "2026-02", "300.00");
  return small;
}

TEST(TrialBalance, OpeningPlusMovementsIsClosing) {
  const TrialBalance report =
      trial_balance(two_months().books(), PeriodRange{period("2026-02"), period("2026-02")});
  const AccountRef receivable{Account::fee_receivable, Fund::operations};
  EXPECT_EQ(line_of(report, "1122.OPS"),
            (TrialBalanceLine{receivable, yuan("156.02"), yuan("300.00"), yuan("100.00"),
                              yuan("356.02")}));
  EXPECT_EQ(line_of(report, "6001.OPS").closing, yuan("-456.02"));
  EXPECT_EQ(report.total, (TrialBalanceLine{{}, {}, yuan("400.00"), yuan("400.00"), {}}));
}

TEST(TrialBalance, AccountsStandInTheOrderOfTheirCodes) {
  const TrialBalance report = trial_balance(two_months().books(), std::nullopt);
  ASSERT_EQ(report.accounts.size(), 3U);
  EXPECT_EQ(to_string(report.accounts[0].account), "1002.OPS");
  EXPECT_EQ(to_string(report.accounts[1].account), "1122.OPS");
  EXPECT_EQ(to_string(report.accounts[2].account), "6001.OPS");
}

TEST(TrialBalance, WithoutARangeItClosesAtTheStatesBalances) {
  const Books books = two_months().books();
  const TrialBalance report = trial_balance(books, std::nullopt);
  for (const TrialBalanceLine& line : report.accounts) {
    EXPECT_EQ(line.closing, books.folded().balance(line.account.account, line.account.fund));
    EXPECT_EQ(line.opening, Money{});
  }
}

TEST(TrialBalance, AMonthEndsAtItsLastDay) {
  SmallBooks small = two_months();
  small.pay("2026-03-01", "1-1-102", "2026-02", "300.00");
  const TrialBalance report =
      trial_balance(small.books(), PeriodRange{period("2026-01"), period("2026-02")});
  EXPECT_EQ(line_of(report, "1002.OPS").closing, yuan("100.00"));
}

TEST(TrialBalance, AReversalLeavesNothing) {
  SmallBooks small;
  const Sequence paid = small.pay("2026-02-10", "1-1-101", "2026-01", "100.00");
  small.reverse("2026-02-11", paid);
  const TrialBalance report = trial_balance(small.books(), std::nullopt);
  for (const TrialBalanceLine& line : report.accounts) EXPECT_EQ(line.closing, Money{});
}

}  // namespace
}  // namespace mingzhang::test
