#include <gtest/gtest.h>

#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

TEST(EventReversed, WalksTheLadder) {
  run_table(small_community, R"(
    tariff: 2026-01-01 tariff_set tariff=t basis=area price=1.00 cycle=month from=2026-01
    paid: 2026-03-05 payment_received house=1-1-101 amount=20.00 channel=cash
    2026-03-01 event_reversed sequence=999 reason=x -> rejected unknown_sequence sequence
    undone: 2026-03-06 event_reversed sequence=paid reason=x
    2026-03-01 event_reversed sequence=undone reason=x -> rejected reversal_of_reversal sequence
    2026-03-01 event_reversed sequence=tariff reason=x -> rejected nothing_to_reverse sequence
    2026-03-01 event_reversed sequence=paid reason=x -> rejected already_reversed sequence
    again: 2026-03-05 payment_received house=1-1-101 amount=20.00 channel=cash
    2026-03-04 event_reversed sequence=again reason=x -> rejected before_original business_date
    2026-03-05 event_reversed sequence=again reason=x -> ok
  )");
}

TEST(EventReversed, IsTheExactNegation) {
  run_table(small_community, R"(
    2026-01-31 fee_assessed house=1-1-101 period=2026-01 amount=12.00 reason=x
    paid: 2026-03-05 payment_received house=1-1-101 amount=20.00 channel=wechat channel_fee=0.12
    2026-04-06 event_reversed sequence=paid reason="wrong house"
      -> ok | 1012.OPS -19.88 in_transit#2 | 6603.OPS -0.12 channel_fee_charged#2
            | 1122.OPS:1-1-101:2026-01 12.00 fee_collected | 2203.OPS:1-1-101 8.00 plain
    = 1122.OPS:1-1-101:2026-01 12.00
    = flow fee_collected 2026-01 0.00
    = 1012.OPS 0.00
  )");
}

// Nothing is allocated anew: what the prepayment paid for stays paid, and the prepayment stands
// negative (rule 3.7).
TEST(EventReversed, AllocatesNothingAnew) {
  run_table(small_community, R"(
    paid: 2026-03-05 payment_received house=1-1-101 amount=20.00 channel=cash
    2026-03-31 fee_assessed house=1-1-101 period=2026-03 amount=15.00 reason=x
    2026-04-06 event_reversed sequence=paid reason=x
      -> ok | 1001.OPS -20.00 | 2203.OPS:1-1-101 20.00
    = 2203.OPS:1-1-101 15.00
    = 1122.OPS:1-1-101 0.00
  )");
}

TEST(EventReversed, AReversedAssessmentLeavesThePeriodOverpaid) {
  run_table(small_community, R"(
    fee: 2026-03-31 fee_assessed house=1-1-101 period=2026-03 amount=15.00 reason=x
    2026-04-01 payment_received house=1-1-101 amount=15.00 channel=cash
    2026-04-06 event_reversed sequence=fee reason=x
    = 1122.OPS:1-1-101:2026-03 -15.00
    2026-04-07 fee_assessed house=1-1-101 period=2026-03 amount=15.00 reason=x
    = 1122.OPS:1-1-101:2026-03 0.00
  )");
}

TEST(EventReversed, OfAClosedMonthIsDatedInAnOpenOne) {
  run_table(small_community, R"(
    paid: 2026-03-05 payment_received house=1-1-101 amount=20.00 channel=cash
    2026-04-01 period_closed period=2026-03
    2026-03-31 event_reversed sequence=paid reason=x -> rejected period_closed business_date
    2026-04-01 event_reversed sequence=paid reason=x occurred_on=2026-03-31 -> ok
  )");
}

TEST(EventReversed, SaysHowToCorrectWhatMovedNoMoney) {
  Table books;
  books.run(small_community);
  books.run(R"(
    2026-01-01 tariff_set tariff=t basis=area price=1.00 cycle=month from=2026-01
    2026-01-31 period_closed period=2026-01
    2026-01-31 period_reopened period=2026-01
  )");
  const auto way_out = [&books](std::uint64_t sequence) {
    Command command;
    command.header = {"c1", *parse_day("2026-01-31"), "k", {}, {}, {}, "tests"};
    command.payload = EventReversed{{sequence}, Text{"x", {}}};
    const Refused refused = books.record(command);
    return refused ? refused->arguments.at(2) : std::string("recorded");
  };
  EXPECT_EQ(way_out(1), "record a new event that corrects it");
  EXPECT_EQ(way_out(2), "use house_corrected");
  EXPECT_EQ(way_out(8), "set it again from the same period (tariff_set)");
  EXPECT_EQ(way_out(9), "use period_reopened");
  EXPECT_EQ(way_out(10), "use period_closed");
}

}  // namespace
}  // namespace mingzhang::test
