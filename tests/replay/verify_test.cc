#include "replay/engine/verify.h"

#include "ledger/store/hot_piece.h"
#include "tests/replay/recorded_books.h"
#include "tests/support/failing_store.h"

namespace mingzhang::test {
namespace {

/// A store whose hot part says something else than its blocks.
class ForgedStore final : public FailingStore {
 public:
  using Forge = std::function<void(HotPiece&)>;

  ForgedStore(EventStore& inner, Forge forge) : FailingStore(inner), forge_(std::move(forge)) {}

  StoreResult<void> scan_hot(std::uint32_t shard, std::uint32_t shards, SliceRange range,
                             const std::function<void(const HotRun&)>& visit) const override {
    return FailingStore::scan_hot(shard, shards, range, [&](const HotRun& run) {
      HotPiece piece{{run.sorts.begin(), run.sorts.end()},
                     {run.sort_numbers.begin(), run.sort_numbers.end()},
                     {run.houses.begin(), run.houses.end()},
                     {run.amounts_fen.begin(), run.amounts_fen.end()},
                     {run.entries.begin(), run.entries.end()},
                     {run.notes.begin(), run.notes.end()},
                     {run.descriptions.begin(), run.descriptions.end()}};
      forge_(piece);
      visit(piece.run(run.community, run.stored_bytes));
    });
  }

 private:
  Forge forge_;
};

struct VerifyTest : RecordedBooks {
  VerifyTest() {
    record(assess("heping", "a", "1-1-101", "2026-01", Money{10000}));
    record(pay("heping", "p", "1-1-101", Money{4000}, "2026-01-20"));
  }
  std::vector<VerifyProblem> problems_of(ForgedStore::Forge forge) const {
    const ForgedStore forged(*store, std::move(forge));
    return verify(forged, std::nullopt, {2, {}}).problems;
  }
};

TEST_F(VerifyTest, WhatWasRecordedIsRight) {
  EXPECT_TRUE(problems_of([](HotPiece&) {}).empty());
}

TEST_F(VerifyTest, AnotherAmountInTheHotPartIsFound) {
  EXPECT_FALSE(problems_of([](HotPiece& piece) {
                 for (std::int64_t& amount_fen : piece.amounts_fen) amount_fen *= 2;
               }).empty());
}

TEST_F(VerifyTest, AnotherHouseInTheHotPartIsFound) {
  EXPECT_FALSE(problems_of([](HotPiece& piece) {
                 for (HouseNumber& house : piece.houses) {
                   if (house) house.value += 1;
                 }
               }).empty());
}

TEST_F(VerifyTest, OtherWordsInAStatementAreFound) {
  EXPECT_FALSE(problems_of([](HotPiece& piece) {
                 for (Description& description : piece.descriptions) description.zh = "退款";
               }).empty());
}

TEST_F(VerifyTest, WordsOfAnotherEventAreFound) {
  EXPECT_FALSE(problems_of([](HotPiece& piece) {
                 if (!piece.descriptions.empty()) std::ranges::reverse(piece.descriptions);
                 piece.descriptions.emplace_back();
                 for (HotRun::Entry& entry : piece.entries) ++entry.caption;
               }).empty());
}

TEST_F(VerifyTest, AnotherDayInTheHotPartIsFound) {
  EXPECT_FALSE(problems_of([](HotPiece& piece) {
                 for (HotRun::Entry& entry : piece.entries) ++entry.day;
               }).empty());
}

TEST_F(VerifyTest, AnotherPeriodInTheHotPartIsFound) {
  EXPECT_FALSE(problems_of([](HotPiece& piece) {
                 for (PostingSort& sort : piece.sorts) ++sort.period.months;
               }).empty());
}

TEST_F(VerifyTest, AMissingLineIsFound) {
  EXPECT_FALSE(problems_of([](HotPiece& piece) {
                 if (piece.entries.empty()) return;
                 --piece.entries.back().postings;
                 piece.sort_numbers.pop_back();
                 piece.houses.pop_back();
                 piece.amounts_fen.pop_back();
               }).empty());
}

}  // namespace
}  // namespace mingzhang::test
