#include "replay/books.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/sequencer.h"
#include "replay/reports/collection_rate.h"
#include "replay/reports/house_statement.h"
#include "tests/replay/books_of.h"

namespace mingzhang::test {
namespace {

using ::testing::SizeIs;

/// A log of two communities, recorded through the sequencer at times that the test sets.
struct BooksTest : testing::Test {
  Instant now = noon("2026-01-31");
  std::uint64_t salts = 0;
  std::unique_ptr<EventStore> store = make_memory_store();
  Sequencer sequencer{
      *store, LedgerState{},
      Surroundings{
          [this] { return now; }, [this] { return "salt-" + std::to_string(++salts); }, {}}};

  BooksTest() {
    for (const std::string community : {"heping", "xingfu"}) {
      record(register_community(community));
      record(register_house(community, "1-1-101"));
    }
  }
  void record(Command command) {
    std::vector<Command> commands;
    commands.push_back(std::move(command));
    const Result result = sequencer.record(std::move(commands), Grouping::each).results.at(0);
    ASSERT_EQ(result.outcome, Outcome::recorded);
  }
  Books load(const std::string& community, const AsOf& question = {}) {
    const CommunityNumber number = find_community(*store, community).value();
    return load_books(*store, number, question).value();
  }
};

TEST_F(BooksTest, FindsCommunities) {
  const std::vector<CommunityEntry> entries = list_communities(*store).value();
  ASSERT_THAT(entries, SizeIs(2));
  EXPECT_EQ(entries[0].id, "heping");
  EXPECT_EQ(entries[0].name, "和平小区");
  EXPECT_EQ(entries[1].id, "xingfu");
  EXPECT_EQ(entries[1].number, CommunityNumber{2});
  EXPECT_EQ(find_community(*store, "nowhere").value(), CommunityNumber{});
}

TEST_F(BooksTest, HoldOneCommunitysRows) {
  record(assess("heping", "a", "1-1-101", "2026-01", Money{10000}));
  record(assess("xingfu", "a", "1-1-101", "2026-01", Money{20000}));
  const Books books = load("xingfu");
  ASSERT_THAT(books.rows, SizeIs(2));
  EXPECT_EQ(books.rows[0].sequence, Sequence{6});
  EXPECT_EQ(books.state.id, "xingfu");
  EXPECT_EQ(books.through, Sequence{6});
  EXPECT_EQ(books.as_of(), day("2026-01-15"));
  EXPECT_TRUE(books.state == sequencer.state_copy().find("xingfu"));
}

TEST_F(BooksTest, AreCutByBusinessDateAndByRecordingTime) {
  record(assess("heping", "a", "1-1-101", "2026-01", Money{10000}));
  now = noon("2026-02-10");
  record(pay("heping", "p", "1-1-101", Money{4000}, "2026-01-20"));
  record(pay("heping", "q", "1-1-101", Money{1000}, "2026-02-09"));
  const auto collected = [&](const AsOf& question) {
    const PeriodRange january{period("2026-01"), period("2026-01")};
    return collection_rate(load("heping", question), january).total.collected;
  };
  EXPECT_EQ(collected({}), Money{5000});
  EXPECT_EQ(collected({day("2026-01-31"), {}}), Money{4000});
  EXPECT_EQ(collected({{}, noon("2026-02-09")}), Money{});
  EXPECT_EQ(collected({day("2026-01-19"), noon("2026-02-10")}), Money{});
  EXPECT_EQ(collected({day("2026-01-31"), noon("2026-01-31")}), Money{});
  EXPECT_EQ(load("heping", {{}, noon("2026-02-09")}).through, Sequence{5});
}

TEST_F(BooksTest, BeforeTheFirstEventThereIsNothing) {
  const Books books = load("heping", {{}, noon("2025-12-31")});
  EXPECT_TRUE(books.state.id.empty());
  EXPECT_EQ(books.through, Sequence{});
  EXPECT_EQ(books.as_of(), std::nullopt);
}

TEST_F(BooksTest, StatementLinesReadTheirEvents) {
  record(assess("heping", "a", "1-1-101", "2026-01", Money{10000}));
  const Books books = load("heping");
  const HouseStatement statement = house_statement(books, {1}, {}, lookup_in(*store)).value();
  ASSERT_THAT(statement.owed.lines, SizeIs(1));
  EXPECT_EQ(statement.owed.lines[0].voucher, "2026-01-0001");
  EXPECT_EQ(statement.owed.lines[0].description.zh, "应收物业费 2026-01");
  EXPECT_EQ(lookup_in(*store)(Sequence{99}).error().fault, StoreFault::damaged);
}

TEST_F(BooksTest, AnUnreadableNoteIsDamage) {
  const HotRun::Note note{{7}, {1}, "not an event"};
  HotRun run;
  run.notes = {&note, 1};
  Books books;
  const StoreResult<void> added = add_run(books, run);
  ASSERT_TRUE(added.has_error());
  EXPECT_EQ(added.error().fault, StoreFault::damaged);
  EXPECT_NE(added.error().message.find('7'), std::string::npos);
}

}  // namespace
}  // namespace mingzhang::test
