// Laws that tie every report to the state and to the other reports, on generated books.

#include <gtest/gtest.h>

#include "ledger/rules/rules.h"
#include "ops/generate/generator.h"
#include "ops/generate/trial_books.h"
#include "replay/reports/arrears.h"
#include "replay/reports/collection_rate.h"
#include "replay/reports/common_revenue_report.h"
#include "replay/reports/community_statement.h"
#include "replay/reports/fund_report.h"
#include "replay/reports/house_statement.h"
#include "replay/reports/notice.h"
#include "replay/reports/rows.h"
#include "replay/reports/shortfall_report.h"
#include "replay/reports/subsidies.h"
#include "replay/reports/trial_balance.h"
#include "tests/replay/books_of.h"

namespace mingzhang::test {
namespace {

constexpr int months = 14;
const PeriodRange whole{period("2024-11"), period("2025-12")};

TrialBooks generated(std::uint64_t seed) {
  GeneratorOptions options;
  options.houses = 25;
  options.months = months;
  options.seed = seed;
  Generator generator(options);
  TrialBooks trial{Day{20453}};
  std::vector<Command> batch;
  while (generator.next(batch)) {
    for (const Command& command : batch) {
      const Refused refused = trial.record(command);
      EXPECT_FALSE(refused) << sentence_en(*refused);
    }
  }
  return trial;
}

struct ReportsAgree : testing::TestWithParam<std::uint64_t> {
  const CommunityState& state() const { return trial.state().communities.front(); }
  Money balance(Account account, Fund fund) const { return state().balance(account, fund); }
  EventLookup lookup() const { return lookup_of(trial.events()); }

  TrialBooks trial = generated(GetParam());
  Books books = books_of(trial.events());
};

Money position_of(const CommunityState& state, HouseNumber house) {
  Money position = -state.house(house).prepaid;
  state.fees.each(house,
                  [&position](const FeeItem& item) { position += item.open + item.late_fee_open; });
  for (std::uint32_t repair = 1; repair <= state.repairs.size(); ++repair) {
    position += state.repair_share_open(house, {repair});
  }
  return position;
}

TEST_P(ReportsAgree, TrialBalanceClosesAtTheStatesBalances) {
  const TrialBalance report = trial_balance(books, std::nullopt);
  std::array<Money, account_slots> closings{};
  for (const TrialBalanceLine& line : report.accounts) {
    closings.at(slot(line.account.account, line.account.fund)) = line.closing;
  }
  EXPECT_EQ(closings, state().balances);
  EXPECT_EQ(report.total.debit, report.total.credit);
  EXPECT_EQ(report.total.closing, Money{});
}

TEST_P(ReportsAgree, MonthsOfTheTrialBalanceJoin) {
  std::map<AccountRef, Money> closing;
  for (int month = 0; month < months; ++month) {
    const Period period = add_months(whole.first, month);
    for (const TrialBalanceLine& line :
         trial_balance(books, PeriodRange{period, period}).accounts) {
      EXPECT_EQ(line.opening, closing[line.account]) << to_string(line.account);
      EXPECT_EQ(line.opening + line.debit - line.credit, line.closing);
      closing[line.account] = line.closing;
    }
  }
}

TEST_P(ReportsAgree, ArrearsAddUpToTheirAccounts) {
  const ArrearsReport report = arrears_report(books);
  const ArrearsTotals& totals = report.totals;
  EXPECT_EQ(totals.fees_open + totals.late_fees_open + totals.repairs_open - totals.overpaid,
            balance(Account::fee_receivable, Fund::operations) +
                balance(Account::other_receivable, Fund::trust));
  EXPECT_EQ(totals.prepaid, -balance(Account::prepayment, Fund::operations));
  EXPECT_EQ(totals.suspense_open, -balance(Account::suspense, Fund::operations));
  for (const HouseArrears& house : report.houses) {
    EXPECT_EQ(house.owed() - house.overpaid - house.prepaid, position_of(state(), house.number));
    Money aged;
    for (const Money age : house.ages) aged += age;
    EXPECT_EQ(aged, house.fees_open);
  }
}

TEST_P(ReportsAgree, HouseStatementsCloseAtTheHousesPosition) {
  const Day middle = last_day_of(period("2025-05"));
  for (std::uint32_t number = 1; number <= state().houses.size(); ++number) {
    const House& house = state().house({number});
    const HouseStatement all = house_statement(books, {number}, {});
    EXPECT_EQ(all.owed.closing, position_of(state(), {number})) << house.code;
    EXPECT_EQ(all.fund_card.closing, house.fund_balance) << house.code;
    EXPECT_EQ(all.owed.opening + all.owed.debit - all.owed.credit, all.owed.closing);
    const DayRange later{Day{middle.since_1970 + 1}, {}};
    const HouseStatement first = house_statement(books, {number}, {{}, middle});
    const HouseStatement second = house_statement(books, {number}, later);
    EXPECT_EQ(first.owed.closing, second.owed.opening);
    EXPECT_EQ(first.owed.lines.size() + second.owed.lines.size(), all.owed.lines.size());
    EXPECT_EQ(first.fund_card.closing, second.fund_card.opening);
    EXPECT_EQ(second.owed.closing, all.owed.closing);
  }
}

/// The sums of a collection rate by going through every row.
CollectionFigures slow_figures(const Books& books, const PeriodRange& range) {
  CollectionFigures slow;
  for (const Row& row : books.rows()) {
    const Posting& posting = row.posting;
    if (!is_account(posting, Account::fee_receivable, Fund::operations)) continue;
    FeeFigures fee;
    fee.add(posting);
    if (range.contains(posting.period)) {
      slow.assessed += fee.assessed;
      slow.collected += fee.collected;
      slow.work_offsets += fee.offset;
    } else if (posting.period < range.first) {
      const Day day = posting.business_date();
      if (day < range.first_day()) slow.opening_arrears += fee.open();
      if (days_of(range).contains(day)) slow.arrears_recovered += fee.collected;
    }
  }
  return slow;
}

/// Cash, bank and channels together, through a day.
Money slow_money(const Books& books, Day through) {
  Money sum;
  for (const Row& row : books.rows()) {
    const Posting& posting = row.posting;
    if (is_money(posting.account) && posting.business_date() <= through) sum += posting.amount();
  }
  return sum;
}

/// Reports of a month look only where an index sends them.
void expect_as_all_rows_say(const Books& books, const PeriodRange& month) {
  const CollectionFigures slow = slow_figures(books, month);
  const CollectionFigures rate = collection_rate(books, month).total;
  EXPECT_EQ(rate.assessed, slow.assessed);
  EXPECT_EQ(rate.collected, slow.collected);
  EXPECT_EQ(rate.work_offsets, slow.work_offsets);
  EXPECT_EQ(rate.opening_arrears, slow.opening_arrears);
  EXPECT_EQ(rate.arrears_recovered, slow.arrears_recovered);
  Money opening;
  Money closing;
  for (const MoneyAccountStatement& account : community_statement(books, month).accounts) {
    opening += account.statement.opening;
    closing += account.statement.closing;
  }
  EXPECT_EQ(opening, slow_money(books, Day{month.first_day().since_1970 - 1}));
  EXPECT_EQ(closing, slow_money(books, month.last_day()));
}

TEST_P(ReportsAgree, AMonthSaysWhatAllRowsSay) {
  const std::size_t middle = trial.events().size() * 2 / 3;
  const Instant then = trial.events()[middle].event.header.recorded_at;
  for (const AsOf& question :
       std::vector<AsOf>{{}, {day("2025-06-15"), {}}, {{}, then}, {day("2025-06-15"), then}}) {
    const Books cut = books_of(trial.events(), question);
    for (const char* month : {"2024-11", "2025-05", "2025-06", "2025-07", "2025-12"}) {
      expect_as_all_rows_say(cut, {period(month), period(month)});
    }
    expect_as_all_rows_say(cut, whole);
  }
}

TEST_P(ReportsAgree, StatementLinesSayWhatTheirEventsSay) {
  const CommunityStatement report = community_statement(books, whole);
  for (const MoneyAccountStatement& account : report.accounts) {
    for (const StatementLine& line : account.statement.lines) {
      const Event& event = trial.events()[line.sequence.value - 1].event;
      EXPECT_EQ(line.business_date, event.header.business_date);
      EXPECT_EQ(line.kind, kind_of(event.payload));
      EXPECT_EQ(*line.description, describe(event.payload));
    }
  }
}

TEST_P(ReportsAgree, MoneyAccountsCloseAtTheStatesBalances) {
  const CommunityStatement report = community_statement(books, whole);
  EXPECT_GE(report.accounts.size(), 5U);
  for (const MoneyAccountStatement& account : report.accounts) {
    EXPECT_EQ(account.statement.closing, balance(account.account.account, account.account.fund));
    const Statement& lines = account.statement;
    EXPECT_EQ(lines.opening + lines.debit - lines.credit, lines.closing);
  }
}

TEST_P(ReportsAgree, TheSummaryOfOperationsIsTheMovementOfItsResultAccounts) {
  Money result;
  for (const SummaryLine& line : summary_of(books, whole)) {
    if (line.fund != Fund::operations) continue;
    result += line.side == SummarySide::income ? line.amount : -line.amount;
  }
  Money expected;
  for (const Account account : {Account::fee_income, Account::gap_filled, Account::subsidy_income,
                                Account::service_cost, Account::bad_debt, Account::channel_fee}) {
    expected -= balance(account, Fund::operations);
  }
  EXPECT_EQ(result, expected);
}

TEST_P(ReportsAgree, RatesAndShortfallsAreTheStatesTotals) {
  Shortfall sum;
  for (int month = 0; month < months; ++month) {
    const Period period = add_months(whole.first, month);
    const PeriodRange range{period, period};
    Money assessed;
    Money collected;
    for (std::uint32_t house = 1; house <= state().houses.size(); ++house) {
      const FeeItem item = state().fees.item({house}, period);
      assessed += item.assessed;
      collected += item.collected;
    }
    const CollectionRate rate = collection_rate(books, range);
    const ShortfallReport shortfall = shortfall_report(books, range);
    const Shortfall gate = shortfall_of(state(), period);
    EXPECT_EQ(rate.total.assessed, assessed);
    EXPECT_EQ(rate.total.collected, collected);
    EXPECT_EQ(shortfall.assessed, assessed);
    EXPECT_EQ(shortfall.figures.cost, gate.cost);
    EXPECT_EQ(shortfall.figures.cash(), gate.cash());
    EXPECT_EQ(shortfall.figures.residual(), gate.residual());
    EXPECT_EQ(shortfall.waterfall.back().uncovered, gate.residual());
    sum.cost += gate.cost;
    sum.collected += gate.collected;
  }
  EXPECT_EQ(shortfall_report(books, whole).figures.cash(), sum.cash());
}

/// What came in for fees and prepayment is what it did: it was collected, or lies ahead.
TEST_P(ReportsAgree, CashFromOwnersIsCollectedOrPrepaid) {
  const CollectionFigures figures = collection_rate(books, whole).total;
  Money other_prepayment;  // brought forward, credited to owners
  for (const RecordedEvent& recorded : trial.events()) {
    const EventKind kind = kind_of(recorded.event.payload);
    if (kind != EventKind::balance_brought_forward && kind != EventKind::common_revenue_applied) {
      continue;
    }
    for (const Posting& posting : recorded.postings) {
      if (posting.account == Account::prepayment) other_prepayment -= posting.amount();
    }
  }
  EXPECT_EQ(figures.cash_received + other_prepayment,
            figures.collected + figures.arrears_recovered -
                balance(Account::prepayment, Fund::operations));
}

TEST_P(ReportsAgree, FundsCloseAtTheStatesBalances) {
  const CommonRevenueReport revenue = common_revenue_report(books, whole, lookup()).value();
  EXPECT_EQ(revenue.closing, -balance(Account::common_revenue, Fund::common_revenue));
  Money net = revenue.opening + revenue.brought_forward - revenue.used.sum();
  for (const RevenueSourceLine& source : revenue.sources) net += source.net();
  EXPECT_EQ(net, revenue.closing);
  EXPECT_EQ(subsidy_report(books).total.left(), -balance(Account::deferred_subsidy, Fund::subsidy));
  const FundReport fund = fund_report(books);
  EXPECT_EQ(fund.check.cards + fund.check.undistributed,
            -balance(Account::maintenance_fund, Fund::maintenance));
  EXPECT_EQ(fund.check.difference(), -balance(Account::opening_balance, Fund::maintenance));
  for (const FundCard& card : fund.cards) {
    EXPECT_EQ(card.balance, state().house(card.number).fund_balance);
    EXPECT_EQ(card.brought_forward + card.deposits + card.interest + card.top_ups - card.drawn,
              card.balance);
  }
}

TEST_P(ReportsAgree, TheNoticeShowsTheRatesTotals) {
  const Notice posted = notice(books, whole, lookup()).value();
  EXPECT_EQ(posted.total.assessed, posted.rate.total.assessed);
  EXPECT_EQ(posted.total.paid, posted.rate.total.collected);
  EXPECT_EQ(posted.total.offset, posted.rate.total.work_offsets);
}

int rows_in(const Books& books) {
  int rows = 0;
  for ([[maybe_unused]] const Row& row : books.rows()) ++rows;
  return rows;
}

/// An as-of answer is that of books which hold nothing later.
TEST_P(ReportsAgree, AsOfADateIsAsIfNothingLaterHadHappened) {
  const Day date = day("2025-06-17");
  std::vector<RecordedEvent> earlier = trial.events();
  for (RecordedEvent& recorded : earlier) {
    if (recorded.event.header.business_date > date) recorded.postings.clear();
  }
  const Books cut = books_of(trial.events(), {date, {}});
  const Books shortened = books_of(earlier);
  EXPECT_LT(rows_in(cut), rows_in(books));
  EXPECT_EQ(trial_balance(cut, whole).accounts, trial_balance(shortened, whole).accounts);
  EXPECT_EQ(collection_rate(cut, whole).total, collection_rate(shortened, whole).total);
  EXPECT_EQ(arrears_report(cut).totals.fees_open, arrears_report(shortened).totals.fees_open);
}

/// Undoing the newest payment takes its money out of the rates of the periods that it was for.
TEST_P(ReportsAgree, AReversedPaymentLeavesTheRatesAsBefore) {
  std::vector<RecordedEvent> before = trial.events();
  while (kind_of(before.back().event.payload) != EventKind::payment_received) before.pop_back();
  const EventHeader& paid = before.back().event.header;
  const Sequence sequence = paid.sequence;
  before.pop_back();
  std::vector<RecordedEvent> after = trial.events();
  after.resize(sequence.value);
  RecordedEvent reversal = after.back();
  for (Posting& posting : reversal.postings) posting.amount_fen = -posting.amount_fen;
  reversal.event.header.sequence = next(sequence);
  reversal.event.payload = EventReversed{sequence, {}};
  const CollectionFigures with_payment = collection_rate(books_of(after), whole).total;
  after.push_back(reversal);
  const CollectionFigures undone = collection_rate(books_of(after), whole).total;
  EXPECT_NE(undone, with_payment);
  EXPECT_EQ(undone, collection_rate(books_of(before), whole).total);
}

INSTANTIATE_TEST_SUITE_P(Seeds, ReportsAgree, testing::Values(1, 2, 3, 4, 5));

}  // namespace
}  // namespace mingzhang::test
