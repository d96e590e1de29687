#include "replay/books.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/rules/rules.h"
#include "replay/reports/collection_rate.h"
#include "replay/reports/house_statement.h"
#include "tests/replay/recorded_books.h"

namespace mingzhang::test {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;
using BooksTest = RecordedBooks;

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
  std::vector<Sequence> sequences;
  for (const Row& row : books.rows()) sequences.push_back(books.event_of(row).sequence);
  EXPECT_THAT(sequences, ElementsAre(Sequence{6}, Sequence{6}));
  EXPECT_EQ(books.registry().id, "xingfu");
  EXPECT_EQ(books.through(), Sequence{6});
  EXPECT_EQ(books.as_of(), day("2026-01-15"));
  EXPECT_TRUE(books.folded() == sequencer.state_copy().find("xingfu"));
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
  EXPECT_EQ(load("heping", {{}, noon("2026-02-09")}).through(), Sequence{5});
}

TEST_F(BooksTest, BeforeTheFirstEventThereIsNothing) {
  const Books books = load("heping", {{}, noon("2025-12-31")});
  EXPECT_TRUE(books.registry().id.empty());
  EXPECT_EQ(books.through(), Sequence{});
  EXPECT_EQ(books.as_of(), std::nullopt);
}

TEST_F(BooksTest, StatementLinesSayWhatTheirEventsSay) {
  record(assess("heping", "a", "1-1-101", "2026-01", Money{10000}));
  record(assess("xingfu", "a", "1-1-101", "2026-01", Money{10000}));
  record(pay("heping", "p", "1-1-101", Money{1000}, "2025-12-20"));
  record(pay("heping", "q", "1-1-101", Money{1000}, "2026-01-20"));
  record(pay("heping", "r", "1-1-101", Money{1000}, "2025-12-20"));
  const HouseStatement statement = house_statement(load("heping"), {1}, {});
  ASSERT_THAT(statement.owed.lines, SizeIs(4));
  EXPECT_EQ(statement.owed.lines[1].voucher, "2025-12-0002");
  for (const StatementLine& line : statement.owed.lines) {
    const Event event = lookup_in(*store)(line.sequence).value();
    EXPECT_EQ(line.voucher, to_string(event.header.voucher));
    EXPECT_EQ(*line.description, describe(event.payload));
  }
  EXPECT_EQ(lookup_in(*store)(Sequence{99}).error().fault, StoreFault::damaged);
}

TEST_F(BooksTest, AnUnreadableNoteIsDamage) {
  const HotRun::Note note{{7}, {1}, "no meaning"};
  HotRun run;
  run.notes = {&note, 1};
  CommunityRows rows;
  const StoreResult<void> added = rows.add(run);
  ASSERT_TRUE(added.has_error());
  EXPECT_EQ(added.error().fault, StoreFault::damaged);
  EXPECT_NE(added.error().message.find('7'), std::string::npos);
}

}  // namespace
}  // namespace mingzhang::test
