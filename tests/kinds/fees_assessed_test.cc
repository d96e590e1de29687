#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

TEST(FeesAssessed, WalksTheLadder) {
  run_table(small_community, R"(
    2026-01-01 tariff_set tariff=t basis=area price=0.55 cycle=quarter from=2026-01
      free_until=2026-04-01
    2026-07-01 fees_assessed period=2025-12 tariff=nothing -> rejected unknown_tariff tariff
    2026-07-01 fees_assessed period=2025-12 tariff=t -> rejected before_tariff period
    # 1 April is free: the fee for the cycle that begins on it is not assessed by a run
    2026-07-01 fees_assessed period=2026-02 tariff=t -> rejected free_period period
    2026-07-01 fees_assessed period=2026-04 tariff=t -> rejected free_period period
    2026-07-01 fees_assessed period=2026-05 tariff=t -> rejected off_cycle period
    first: 2026-07-01 fees_assessed period=2026-07 tariff=t -> ok
    2026-07-01 fees_assessed period=2026-07 tariff=t -> rejected already_assessed period
    2026-07-02 event_reversed sequence=first reason=x
    2026-07-02 fees_assessed period=2026-07 tariff=t -> ok
  )");
}

TEST(FeesAssessed, ChargesWhomTheTariffIsFor) {
  run_table(small_community, R"(
    2026-01-01 tariff_set tariff=all basis=area price=1.00 cycle=month from=2026-01
    2026-01-01 tariff_set tariff=shops basis=household price=30.00 cycle=month from=2026-01 use=shop
    2026-01-01 tariff_set tariff=spaces basis=fixed price=60.00 cycle=month from=2026-01 use=parking
    2026-01-01 tariff_set tariff=lift basis=household price=5.00 cycle=month from=2026-01
      houses=1-2-201,1-1-102
    2026-01-01 tariff_set tariff=none basis=area price=1.00 cycle=month from=2026-01 use=other
    2026-01-01 tariff_set tariff=flat basis=area price=1.00 cycle=month from=2026-01 use=parking
    # every house with an area, each to its own, the income in one line
    2026-01-31 fees_assessed period=2026-01 tariff=all
      -> ok | 1122.OPS:1-1-101:2026-01 50.12 fee_assessed#1 | 1122.OPS:1-1-102:2026-01 56.78
            | 1122.OPS:1-2-201:2026-01 65.30 | 1122.OPS:2-1-301:2026-01 94.56
            | 1122.OPS:1-0-商铺:2026-01 89.12 | 6001.OPS::2026-01 -355.88 plain#0
    2026-01-31 fees_assessed period=2026-01 tariff=shops
      -> ok | 1122.OPS:1-0-商铺:2026-01 30.00 fee_assessed#2 | 6001.OPS::2026-01 -30.00
    2026-01-31 fees_assessed period=2026-01 tariff=spaces
      -> ok | 1122.OPS:P-01:2026-01 60.00 fee_assessed#3 | 6001.OPS::2026-01 -60.00
    2026-01-31 fees_assessed period=2026-01 tariff=lift
      -> ok | 1122.OPS:1-2-201:2026-01 5.00 | 1122.OPS:1-1-102:2026-01 5.00 fee_assessed#4
            | 6001.OPS::2026-01 -10.00
    2026-01-31 fees_assessed period=2026-01 tariff=none -> rejected no_house_to_charge tariff
    2026-01-31 fees_assessed period=2026-01 tariff=flat -> rejected no_house_to_charge tariff
  )");
}

TEST(FeesAssessed, RoundsOnceAtTheEnd) {
  const auto fee = [](std::string_view cycle) {
    Table books;
    books.run(small_community);
    books.run(
        fmt::format("2026-01-01 tariff_set tariff=t basis=area price=0.55 cycle={} "
                    "from=2026-01 houses=2-1-301",
                    cycle));
    books.run("2026-01-31 fees_assessed period=2026-01 tariff=t");
    const auto& assessed = std::get<FeesAssessed>(books.events().back().event.payload);
    EXPECT_EQ(assessed.lines.value.at(0).area, Area{9456});
    EXPECT_EQ(to_string(assessed.price.value), "0.55");
    EXPECT_EQ(assessed.months.value, months_of(*parse_word<BillingCycle>(cycle)));
    return to_string(assessed.lines.value.at(0).amount);
  };
  EXPECT_EQ(fee("month"), "52.01");
  EXPECT_EQ(fee("quarter"), "156.02");
  EXPECT_EQ(fee("half_year"), "312.05");
  EXPECT_EQ(fee("year"), "624.10");
}

TEST(FeesAssessed, TakesFromPrepaymentAtOnce) {
  run_table(small_community, R"(
    2026-01-01 tariff_set tariff=t basis=household price=30.00 cycle=month from=2026-01
      houses=1-1-101,1-1-102
    2026-01-05 payment_received house=1-1-101 amount=40.00 channel=cash
    2026-01-31 fees_assessed period=2026-01 tariff=t
      -> ok | 1122.OPS:1-1-101:2026-01 30.00 fee_assessed#1 | 2203.OPS:1-1-101 30.00 plain
            | 1122.OPS:1-1-101:2026-01 -30.00 fee_collected_from_prepayment
            | 1122.OPS:1-1-102:2026-01 30.00 fee_assessed#1 | 6001.OPS::2026-01 -60.00
    2026-02-28 fees_assessed period=2026-02 tariff=t
    = 1122.OPS:1-1-101 20.00
    = 2203.OPS:1-1-101 0.00
    = flow fee_collected_from_prepayment -40.00
  )");
}

// A reversed run leaves what was paid for it in its period.
TEST(FeesAssessed, IsPaidFirstByWhatAReversedRunLeft) {
  run_table(small_community, R"(
    2026-01-01 tariff_set tariff=t basis=household price=50.00 cycle=month from=2026-01
      houses=1-1-101
    run: 2026-01-31 fees_assessed period=2026-01 tariff=t
    2026-02-05 payment_received house=1-1-101 amount=150.00 channel=bank
    2026-02-10 event_reversed sequence=run reason=x
    again: 2026-02-10 fees_assessed period=2026-01 tariff=t
      -> ok | 1122.OPS:1-1-101:2026-01 50.00 fee_assessed#1 | 6001.OPS::2026-01 -50.00
    = 2203.OPS:1-1-101 -100.00
    2026-02-11 event_reversed sequence=again reason="the price was wrong"
    2026-02-11 tariff_set tariff=t basis=household price=40.00 cycle=month from=2026-01
      houses=1-1-101
    # ten are not needed
    2026-02-11 fees_assessed period=2026-01 tariff=t
      -> ok | 1122.OPS:1-1-101:2026-01 40.00 fee_assessed#1 | 2203.OPS:1-1-101 -10.00 plain
            | 1122.OPS:1-1-101:2026-01 10.00 fee_collected_from_prepayment
            | 6001.OPS::2026-01 -40.00
    = 1122.OPS:1-1-101:2026-01 0.00
    = 2203.OPS:1-1-101 -110.00
    2026-02-12 fee_refunded house=1-1-101 period=2026-01 amount=110.00
      reason=x -> ok
  )");
}

// A new version with another cycle never charges a month twice.
TEST(FeesAssessed, NeverChargesAMonthTwice) {
  run_table(small_community, R"(
    2026-01-01 tariff_set tariff=t basis=household price=30.00 cycle=quarter from=2026-01
      houses=1-1-101
    run: 2026-01-31 fees_assessed period=2026-01 tariff=t
    2026-02-01 tariff_set tariff=t basis=household price=40.00 cycle=month from=2026-03
      houses=1-1-101
    2026-03-31 fees_assessed period=2026-03 tariff=t -> rejected already_assessed period
    2026-04-30 fees_assessed period=2026-04 tariff=t -> ok
    2026-05-01 tariff_set tariff=t basis=household price=50.00 cycle=quarter from=2025-11
      houses=1-1-101
    2026-05-31 fees_assessed period=2025-11 tariff=t -> rejected already_assessed period
    2026-05-31 event_reversed sequence=run reason=x
    2026-05-31 fees_assessed period=2025-11 tariff=t -> ok
    = 1122.OPS:1-1-101:2025-11 150.00
    = 1122.OPS:1-1-101:2026-01 0.00
  )");
}

TEST(FeesAssessed, RefusesARunThatNoLedgerCouldHold) {
  run_table(small_community, R"(
    2026-01-01 tariff_set tariff=t basis=area price=100000000 cycle=year from=2026-01
    2026-01-31 fees_assessed period=2026-01 tariff=t -> rejected value_too_large tariff
  )");
}

}  // namespace
}  // namespace mingzhang::test
