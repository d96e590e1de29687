#include "replay/engine/verify.h"

#include "ledger/store/hot_codec.h"
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
      HotPiece piece{{run.postings.begin(), run.postings.end()},
                     {run.sequences.begin(), run.sequences.end()},
                     {run.notes.begin(), run.notes.end()},
                     {run.captions.begin(), run.captions.end()},
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
                 for (Posting& posting : piece.postings) posting.amount_fen *= 2;
               }).empty());
}

TEST_F(VerifyTest, AnotherHouseInTheHotPartIsFound) {
  EXPECT_FALSE(problems_of([](HotPiece& piece) {
                 for (Posting& posting : piece.postings) {
                   if (posting.house) posting.house.value += 1;
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
                 for (std::uint32_t& caption : piece.captions) ++caption;
               }).empty());
}

TEST_F(VerifyTest, AMissingLineIsFound) {
  EXPECT_FALSE(problems_of([](HotPiece& piece) {
                 if (piece.postings.empty()) return;
                 piece.postings.pop_back();
                 piece.sequences.pop_back();
                 if (!piece.captions.empty()) piece.captions.pop_back();
               }).empty());
}

}  // namespace
}  // namespace mingzhang::test
