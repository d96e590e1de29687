#include "ledger/laws/laws.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "ledger/rules/allocation.h"
#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

using testing::Contains;
using testing::IsEmpty;

// A little of everything that the laws speak of.
constexpr std::string_view busy_month = R"(
  2026-01-01 balance_brought_forward account=1122.OPS house=1-1-101 period=2025-12 amount=30.00
  2026-01-01 balance_brought_forward account=2712.MF house=1-1-101 amount=20.00
  2026-01-01 balance_brought_forward account=1002.MF amount=20.00
  2026-01-05 payment_received house=1-1-101 amount=50.00 channel=wechat channel_fee=0.30
  2026-01-05 suspense_received amount=20.00 channel=bank trade_number=T-1
  2026-01-06 work_offset_granted house=1-1-101 worker=w hours=1 rate=1.00 amount=1.00 period=2025-12
    -> rejected more_than_open amount
  2026-01-31 fee_assessed house=1-1-101 period=2026-01 amount=30.00 reason=x
  2026-01-31 late_fee_charged house=1-1-101 period=2026-01 amount=3.00 reason=x
  2026-01-31 work_offset_granted house=1-1-101 worker=w hours=1 rate=1.00 amount=1.00 period=2026-01
  2026-01-31 fund_deposited house=1-1-102 amount=9.00
  2026-01-31 service_cost_incurred period=2026-01 amount=12.00 category=保洁 payee=x
  2026-01-31 subsidy_received programme=清雪 amount=80.00 purpose=清雪
  2026-01-31 subsidy_applied programme=清雪 amount=30.00 purpose=清雪 period=2026-01
  2026-01-31 resolution_tallied resolution=R-1 matter=use_fund owners_total=6 area_total=356.00
    owners_voting=6 area_voting=356.00 owners_for=6 area_for=356.00 allows=repair
    valid_from=2026-01-01 valid_until=2026-12-31
  2026-01-31 repair_apportioned repair=W-1 amount=100.00 resolution=R-1 building=1 entrance=1
  2026-01-31 repair_invoiced repair=W-1 payee=x amount=60.00
  2026-01-31 repair_share_paid repair=W-1 house=1-1-102 amount=5.00 channel=alipay
)";

Table busy_books() {
  Table books;
  books.run(small_community);
  books.run(busy_month);
  return books;
}

std::vector<std::string> names(const std::vector<Violation>& violations) {
  std::vector<std::string> list;
  list.reserve(violations.size());
  for (const Violation& violation : violations) list.emplace_back(violation.law);
  return list;
}

void move(CommunityState& state, Account account, Fund fund, std::int64_t fen) {
  state.balances[slot(account, fund)] += Money{fen};
}

struct StateBreaker {
  std::string_view law;
  std::function<void(CommunityState&)> break_it;
};

const std::vector<StateBreaker>& state_breakers() {
  static const std::vector<StateBreaker> breakers{
      {"funds_balance", [](CommunityState& state) { move(state, Account::bank, Fund::trust, 1); }},
      {"accounts_keep_to_their_fund",
       [](CommunityState& state) { move(state, Account::fee_receivable, Fund::trust, 1); }},
      {"fee_items_are_the_receivable",
       [](CommunityState& state) { move(state, Account::fee_receivable, Fund::operations, 1); }},
      {"fee_items_are_the_totals",
       [](CommunityState& state) {
         const Period january{2026 * 12};
         state.fees.add({1}, state.fees.place_of(january, 1), {FeePart::collected, Money{1}});
         state.fees.add({1}, state.fees.place_of(january, 1), {FeePart::written_off, -Money{1}});
       }},
      {"prepaid_is_the_prepayment",
       [](CommunityState& state) { state.houses[0].prepaid += Money{1}; }},
      {"repair_shares_are_the_receivable",
       [](CommunityState& state) { move(state, Account::other_receivable, Fund::trust, 1); }},
      {"fund_flows_are_the_fund",
       [](CommunityState& state) {
         state.totals.add({Flow::fund_deposited, {}, {}}, Money{1});
       }},
      {"clearing_is_apportioned_less_invoiced",
       [](CommunityState& state) { move(state, Account::repair_clearing, Fund::trust, 1); }},
      {"suspense_is_what_is_unmatched",
       [](CommunityState& state) { move(state, Account::suspense, Fund::operations, 1); }},
      {"deferred_subsidy_is_what_is_open",
       [](CommunityState& state) { move(state, Account::deferred_subsidy, Fund::subsidy, 1); }},
      {"transit_is_by_channel",
       [](CommunityState& state) { move(state, Account::channel_transit, Fund::trust, 1); }},
      {"service_cost_is_by_flow",
       [](CommunityState& state) { move(state, Account::service_cost, Fund::operations, 1); }},
      {"months_close_in_order",
       [](CommunityState& state) {
         state.closed = {*parse_period("2026-01"), {}};
       }},
      {"houses_are_numbered", [](CommunityState& state) { state.houses[3].code = "1-1-101"; }},
  };
  return breakers;
}

TEST(StateLaws, HoldOverABusyMonth) {
  EXPECT_THAT(names(broken_laws(busy_books().state())), IsEmpty());
}

TEST(StateLaws, EachIsBrokenOnPurpose) {
  const Table books = busy_books();
  std::set<std::string_view> broken;
  for (const StateBreaker& breaker : state_breakers()) {
    CommunityState state = books.state();
    breaker.break_it(state);
    EXPECT_THAT(names(broken_laws(state)), Contains(breaker.law));
    broken.insert(breaker.law);
  }
  for (const StateLaw& law : state_laws()) {
    EXPECT_TRUE(broken.contains(law.name)) << law.name << " has no test that breaks it";
  }
}

TEST(StateLaws, TellTheFigures) {
  CommunityState state = busy_books().state();
  move(state, Account::bank, Fund::subsidy, 1);
  const std::vector<Violation> violations = broken_laws(state);
  ASSERT_EQ(violations.size(), 1U);
  EXPECT_EQ(violations[0].what,
            "每个资金的余额合计为零 / the balances of each fund sum to zero: SUB 0.01, sum 0.00");
}

struct EventBreaker {
  std::string_view law;
  std::function<void(RecordedEvent&)> break_it;
};

const std::vector<EventBreaker>& event_breakers() {
  static const std::vector<EventBreaker> breakers{
      {"event_balances", [](RecordedEvent& event) { event.postings[0].amount_fen += 1; }},
      {"postings_are_complete", [](RecordedEvent& event) { event.postings[1].line = 0; }},
      {"postings_are_complete", [](RecordedEvent& event) { event.postings[1].day += 1; }},
      {"postings_are_complete", [](RecordedEvent& event) { event.postings[1].community = {2}; }},
      {"vouchers_are_contiguous",
       [](RecordedEvent& event) { event.event.header.voucher.number += 1; }},
      {"vouchers_are_contiguous", [](RecordedEvent& event) { event.postings.clear(); }},
      {"month_is_open",
       [](RecordedEvent& event) { event.event.header.business_date = *parse_day("2025-11-30"); }},
      {"money_crosses_by_authority",
       [](RecordedEvent& event) {
         Posting into = event.postings[0];
         into.fund = Fund::common_revenue;
         into.amount_fen = -into.amount_fen;
         event.postings.push_back(into);
       }},
      {"reversal_negates_once", [](RecordedEvent& event) { event.postings[0].subject = {77}; }},
  };
  return breakers;
}

/// A reversal of a payment in an open month, with all that the laws look at.
struct Reversal {
  CommunityState before;
  RecordedEvent event;
  RecordedEvent original;
};

Reversal reversal() {
  Table books;
  books.run(small_community);
  books.run(R"(
    2026-01-05 payment_received house=1-1-101 amount=50.00 channel=wechat channel_fee=0.30
    2026-01-05 period_closed period=2025-12
  )");
  CommunityState before = books.state();
  books.run("2026-01-06 event_reversed sequence=8 reason=x");
  return {std::move(before), books.events().back(), books.events()[7]};
}

TEST(EventLaws, EachIsBrokenOnPurpose) {
  const Reversal good = reversal();
  EXPECT_THAT(broken_laws(good.before, good.event, &good.original), IsEmpty());
  std::set<std::string_view> broken;
  for (const EventBreaker& breaker : event_breakers()) {
    RecordedEvent event = good.event;
    // Crossing funds is what a reversal may do: it is tried as the payment that it undoes.
    if (breaker.law == "money_crosses_by_authority") event.event.payload = PaymentReceived{};
    breaker.break_it(event);
    EXPECT_THAT(names(broken_laws(good.before, event, &good.original)), Contains(breaker.law));
    broken.insert(breaker.law);
  }
  for (const EventLaw& law : event_laws()) {
    EXPECT_TRUE(broken.contains(law.name)) << law.name << " has no test that breaks it";
  }
}

TEST(EventLaws, AnEventIsReversedOnce) {
  Reversal twice = reversal();
  twice.before.reversed.insert(8);
  EXPECT_THAT(names(broken_laws(twice.before, twice.event, nullptr)),
              Contains("reversal_negates_once"));
}

}  // namespace
}  // namespace mingzhang::test
