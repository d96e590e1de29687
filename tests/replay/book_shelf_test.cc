#include "replay/book_shelf.h"

#include <thread>

#include "replay/reports/house_statement.h"
#include "replay/reports/trial_balance.h"
#include "tests/replay/recorded_books.h"

namespace mingzhang::test {
namespace {

struct BookShelfTest : RecordedBooks {
  static constexpr CommunityNumber heping{1};
  static constexpr CommunityNumber xingfu{2};

  void assess_and_pay(const std::string& community, const std::string& key) {
    record(assess(community, "a" + key, "1-1-101", "2026-01", Money{10000}));
    record(pay(community, "p" + key, "1-1-101", Money{4000}, "2026-01-20"));
  }
  /// What kept books say is what books say that were read anew.
  void expect_as_read_anew(BookShelf& shelf, CommunityNumber community, const AsOf& question = {}) {
    const Books kept = shelf.books(community, question).value();
    const Books anew = load_books(*store, community, question).value();
    EXPECT_TRUE(kept.folded() == anew.folded());
    EXPECT_EQ(kept.through(), anew.through());
    EXPECT_EQ(kept.as_of(), anew.as_of());
    EXPECT_EQ(trial_balance(kept, {}).accounts, trial_balance(anew, {}).accounts);
    if (!kept.registry().houses.empty()) {
      EXPECT_EQ(lines_of(kept), lines_of(anew));
    }
  }
  static std::vector<std::string> lines_of(const Books& books) {
    std::vector<std::string> lines;
    for (const StatementLine& line : house_statement(books, {1}, {}).owed.lines) {
      lines.push_back(line.voucher + " " + line.description->zh + " " + to_string(line.balance));
    }
    return lines;
  }
};

TEST_F(BookShelfTest, KeptBooksAreCarriedOnAsTheLogGrows) {
  BookShelf shelf(*store, 1U << 20U);
  for (int round = 0; round < 5; ++round) {
    expect_as_read_anew(shelf, heping);
    assess_and_pay(round % 2 == 0 ? "heping" : "xingfu", std::to_string(round));
    expect_as_read_anew(shelf, heping);
    expect_as_read_anew(shelf, xingfu);
  }
}

TEST_F(BookShelfTest, AQuestionOfThePastIsCutFromWhatIsKept) {
  BookShelf shelf(*store, 1U << 20U);
  assess_and_pay("heping", "1");
  now = noon("2026-02-10");
  record(register_house("heping", "1-1-102"));
  assess_and_pay("heping", "2");
  record(pay("heping", "later", "1-1-101", Money{1000}, "2026-02-09"));
  expect_as_read_anew(shelf, heping);
  for (const AsOf& question : std::vector<AsOf>{{day("2026-01-31"), {}},
                                                {day("2026-01-19"), {}},
                                                {{}, noon("2026-02-09")},
                                                {day("2026-01-19"), noon("2026-02-09")},
                                                {{}, noon("2025-12-31")}}) {
    expect_as_read_anew(shelf, heping, question);
  }
  EXPECT_EQ(shelf.books(heping, {{}, noon("2026-02-09")})->registry().houses.size(), 1U);
}

TEST_F(BookShelfTest, BooksInUseStayAsTheyWere) {
  BookShelf shelf(*store, 1U << 20U);
  assess_and_pay("heping", "1");
  const Books before = shelf.books(heping, {}).value();
  const std::vector<std::string> lines = lines_of(before);
  assess_and_pay("heping", "2");
  expect_as_read_anew(shelf, heping);
  EXPECT_EQ(lines_of(before), lines);
}

TEST_F(BookShelfTest, KeptBooksAreAtHandUntilTheLogGrows) {
  BookShelf shelf(*store, 1U << 20U);
  EXPECT_FALSE(shelf.has_at_hand(heping));
  shelf.books(heping, {}).value();
  EXPECT_TRUE(shelf.has_at_hand(heping));
  EXPECT_FALSE(shelf.has_at_hand(xingfu));
  assess_and_pay("xingfu", "1");  // of whomever: it may be of this one
  EXPECT_FALSE(shelf.has_at_hand(heping));
  shelf.books(heping, {day("2026-01-01"), {}}).value();
  EXPECT_TRUE(shelf.has_at_hand(heping));
  BookShelf small(*store, 1);
  small.books(heping, {}).value();
  EXPECT_FALSE(small.has_at_hand(heping));
}

TEST_F(BookShelfTest, WhatDoesNotFitIsForgottenAndReadAgain) {
  BookShelf shelf(*store, 1);
  for (int round = 0; round < 3; ++round) {
    assess_and_pay("heping", std::to_string(round));
    expect_as_read_anew(shelf, heping);
    expect_as_read_anew(shelf, xingfu);
  }
}

TEST_F(BookShelfTest, AnswersAreWholeBesideAWriter) {
  BookShelf shelf(*store, 1U << 20U);
  std::atomic<bool> done{false};
  const auto read = [&] {
    while (!done) {
      const Books books = shelf.books(heping, {}).value();
      EXPECT_EQ(trial_balance(books, {}).total.closing, Money{});
    }
  };
  std::jthread first(read);
  std::jthread second(read);
  for (int round = 0; round < 50; ++round) assess_and_pay("heping", std::to_string(round));
  done = true;
  first.join();
  second.join();
  expect_as_read_anew(shelf, heping);
}

}  // namespace
}  // namespace mingzhang::test
