// The figures by which all communities are watched are those of the reports.

#include "replay/community_figures.h"

#include <gtest/gtest.h>

#include "ledger/sequencer.h"
#include "ops/generate/generator.h"
#include "ops/sample/heping.h"
#include "replay/reports/arrears.h"
#include "replay/reports/collection_rate.h"
#include "replay/reports/shortfall_report.h"
#include "tests/support/commands.h"
#include "tests/support/failing_store.h"

namespace mingzhang::test {
namespace {

struct FiguresBooks : testing::Test {
  std::unique_ptr<EventStore> memory = make_memory_store();
  FailingStore store{*memory};
  Sequencer sequencer{store,
                      LedgerState{},
                      {[] { return *parse_instant("2026-11-01T12:00:00Z"); },
                       [] { return std::string("salt"); },
                       {}}};
  Catalogue catalogue{store, LedgerState{}};

  void record(std::vector<Command> commands) {
    const BatchResult batch = sequencer.record(std::move(commands), Grouping::each);
    for (const Result& result : batch.results) {
      ASSERT_EQ(result.outcome, Outcome::recorded)
          << (result.rejection ? sentence_en(*result.rejection) : "a repeat");
    }
  }
  /// 和平小区, and a made-up community beside it.
  void record_all(std::size_t from = 0, std::size_t until = ~std::size_t{0}) {
    std::vector<Command> commands = heping_commands();
    GeneratorOptions options;
    options.houses = 12;
    options.months = 14;
    options.seed = 5;
    Generator generator(options);
    std::vector<Command> batch;
    while (generator.next(batch)) {
      for (Command& command : batch) commands.push_back(std::move(command));
    }
    until = std::min(until, commands.size());
    record({commands.begin() + static_cast<std::ptrdiff_t>(from),
            commands.begin() + static_cast<std::ptrdiff_t>(until)});
  }
  static void finish(FiguresFollower& follower, std::uint64_t most_events = 1'000) {
    for (int steps = 0; steps < 100'000; ++steps) {
      const auto done = follower.step(most_events);
      ASSERT_TRUE(done) << done.error().message;
      if (*done) return;
    }
    FAIL() << "it never ends";
  }
  Books books(std::uint32_t number) const {
    return load_books(store, CommunityNumber{number}, {}).value();
  }
};

/// The twelve months that end with the newest one that fees are assessed for.
PeriodRange newest_year(const Books& books) {
  for (Period last = period("2030-12");; last = add_months(last, -1)) {
    if (shortfall_report(books, {last, last}).assessed != Money{}) {
      return {add_months(last, -11), last};
    }
  }
}

void expect_as_reported(const CommunityStanding& standing, const Books& books) {
  const PeriodRange year = newest_year(books);
  const CollectionRate rate = collection_rate(books, year);
  EXPECT_EQ(standing.assessed, rate.total.assessed);
  EXPECT_EQ(standing.collected, rate.total.collected);
  EXPECT_GT(standing.collected, Money{});
  EXPECT_EQ(standing.residual_shortfall, shortfall_report(books, year).figures.residual());
  EXPECT_EQ(standing.suspense, arrears_report(books).totals.suspense_open);
}

TEST_F(FiguresBooks, AreThoseOfTheReports) {
  record_all();
  FiguresFollower follower(store, catalogue);
  EXPECT_FALSE(follower.through());
  finish(follower);
  EXPECT_EQ(follower.through()->value, store.head().next.value - 1);
  const auto standings = follower.standings().value();
  ASSERT_EQ(standings.size(), 2U);
  EXPECT_EQ(standings[0].id, "heping");
  for (std::uint32_t number = 1; number <= 2; ++number) {
    expect_as_reported(standings[number - 1], books(number));
  }
}

TEST_F(FiguresBooks, CarriedOnThroughWhatIsRecordedAreTheSame) {
  record_all(0, 2'000);
  FiguresFollower follower(store, catalogue);
  ASSERT_FALSE(follower.step(1).value());
  record_all(2'000);
  finish(follower, 7);
  const auto standings = follower.standings().value();
  ASSERT_EQ(standings.size(), 2U);
  for (std::uint32_t number = 1; number <= 2; ++number) {
    expect_as_reported(standings[number - 1], books(number));
  }
}

TEST_F(FiguresBooks, SuspenseIsOpenFromItsReceiptUntilItIsMatched) {
  const auto receive = [](const std::string& key, Money amount, const std::string& date) {
    SuspenseReceived payload;
    payload.amount = amount;
    payload.channel = Channel::bank;
    payload.trade_number.value = key;
    return command("heping", key, payload, date);
  };
  record({register_community("heping"), register_house("heping", "1-1-101"),
          receive("a", yuan(30), "2026-02-03"), receive("b", yuan(5), "2026-03-01")});
  FiguresFollower follower(store, catalogue);
  finish(follower);
  const CommunityStanding before = follower.standings().value().front();
  EXPECT_EQ(before.suspense, yuan(35));
  EXPECT_EQ(before.suspense_items, 2U);
  EXPECT_EQ(before.oldest_suspense, day("2026-02-03"));

  SuspenseMatched match;
  match.sequence = {3};
  match.house.code = "1-1-101";
  EventReversed undo;
  undo.sequence = {4};
  undo.reason.value = "误记";
  record({command("heping", "match", match, "2026-03-02")});
  finish(follower);
  EXPECT_EQ(follower.standings().value().front().oldest_suspense, day("2026-03-01"));
  record({command("heping", "undo", undo, "2026-03-03")});
  finish(follower);
  const CommunityStanding after = follower.standings().value().front();
  EXPECT_EQ(after.suspense, Money{});
  EXPECT_EQ(after.suspense_items, 0U);
  EXPECT_FALSE(after.oldest_suspense);
}

}  // namespace
}  // namespace mingzhang::test
