#include "replay/engine/verify.h"

#include <algorithm>
#include <deque>

#include "ledger/codec/meaning_codec.h"
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
      HotPiece piece = HotPiece::of(run);
      forge_(piece);
      visit(piece.run(run.stored_bytes));
    });
  }

 private:
  Forge forge_;
};

/// For a sort that has one posting more or one fewer.
void move_ends(HotPiece& piece, std::uint32_t sort, int by) {
  for (; sort < piece.sort_ends.size(); ++sort) {
    piece.sort_ends[sort] += static_cast<std::uint32_t>(by);
  }
}

/// A store in whose blocks one event's amounts are twice what was recorded.
class DoubledStore final : public FailingStore {
 public:
  DoubledStore(EventStore& inner, Sequence doubled) : FailingStore(inner), doubled_(doubled) {}

  StoreResult<void> scan_blocks(
      Sequence from, const std::function<bool(const StoredBlock&)>& visit) const override {
    return FailingStore::scan_blocks(from, [&](const StoredBlock& block) {
      const std::uint64_t place = doubled_.value - block.first.value;
      if (place >= block.events.size()) return visit(block);
      StoredBlock forged = block;
      auto owned = std::make_shared<Owned>();
      owned->block = block.storage;
      const std::span<const Posting> postings = block.events[place].postings;
      owned->postings.assign(postings.begin(), postings.end());
      for (Posting& posting : owned->postings) posting.amount_fen *= 2;
      forged.events[place].postings = owned->postings;
      forged.storage = owned;
      return visit(forged);
    });
  }

 private:
  struct Owned {
    std::shared_ptr<const void> block;
    std::vector<Posting> postings;
  };
  Sequence doubled_;
};

class DamagedTables final : public FailingStore {
 public:
  using FailingStore::FailingStore;
  StoreResult<void> check_tables() const override {
    return StoreError{StoreFault::damaged, "told to fail"};
  }
};

bool says(const std::vector<VerifyProblem>& problems, std::string_view what) {
  return std::ranges::any_of(problems, [what](const VerifyProblem& problem) {
    return problem.what.find(what) != std::string::npos ||
           problem.where.find(what) != std::string::npos;
  });
}

struct VerifyTest : RecordedBooks {
  VerifyTest() {
    record(assess("heping", "a", "1-1-101", "2026-01", Money{10000}));
    record(pay("heping", "p", "1-1-101", Money{4000}, "2026-01-20"));
  }
  std::vector<VerifyProblem> problems_of(ForgedStore::Forge forge) const {
    const ForgedStore forged(*store, std::move(forge));
    return verify(forged, std::nullopt, {2, {}}).problems;
  }
  Sequence last() const { return {store->head().next.value - 1}; }
  /// Reverses the last event; returns the reversal.
  Sequence reverse_last() {
    EventReversed reversal;
    reversal.sequence = last();
    reversal.reason.value = "记错";
    record(command("heping", "r", reversal, "2026-01-21"));
    return last();
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

TEST_F(VerifyTest, AMeaningThatIsNotItsEventsIsFound) {
  std::deque<std::string> forged;
  EXPECT_FALSE(problems_of([&forged](HotPiece& piece) {
                 for (HotRun::Note& note : piece.notes) {
                   const EventMeaning meaning = *unpack_meaning(note.meaning);
                   Event event;
                   event.header.business_date = {meaning.business_date.since_1970 + 1};
                   event.header.voucher.number = meaning.has_voucher ? 1 : 0;
                   event.payload = meaning.payload;
                   note.meaning = forged.emplace_back(pack_meaning(event));
                 }
               }).empty())
      << "a date that no state keeps";
}

TEST_F(VerifyTest, AMissingLineIsFound) {
  EXPECT_FALSE(problems_of([](HotPiece& piece) {
                 if (piece.entries.empty()) return;
                 --piece.entries.back().postings;
                 const std::uint32_t sort = piece.sort_numbers.back();
                 piece.sort_numbers.pop_back();
                 const std::uint32_t place = piece.sort_ends[sort] - 1;
                 piece.houses.erase(piece.houses.begin() + place);
                 piece.amounts_fen.erase(piece.amounts_fen.begin() + place);
                 move_ends(piece, sort, -1);
               }).empty());
}

TEST_F(VerifyTest, LinesInAnotherOrderInTheHotPartAreFound) {
  EXPECT_FALSE(problems_of([](HotPiece& piece) {
                 if (piece.amounts_fen.size() < 2) return;
                 std::swap(piece.sort_numbers[0], piece.sort_numbers[1]);
               }).empty());
}

TEST_F(VerifyTest, ALineBehindTheHeadIsFound) {
  EXPECT_FALSE(problems_of([](HotPiece& piece) {
                 if (piece.entries.empty()) return;
                 HotRun::Entry more = piece.entries.back();
                 more.sequence = {1000};
                 more.postings = 1;
                 piece.entries.push_back(more);
                 const std::uint32_t sort = piece.sort_numbers.back();
                 piece.sort_numbers.push_back(sort);
                 const std::uint32_t place = piece.sort_ends[sort];
                 piece.houses.insert(piece.houses.begin() + place, piece.houses.back());
                 piece.amounts_fen.insert(piece.amounts_fen.begin() + place, 100);
                 move_ends(piece, sort, 1);
               }).empty());
}

TEST_F(VerifyTest, AnotherMonthOfVouchersInTheHotPartIsFound) {
  EXPECT_FALSE(problems_of([](HotPiece& piece) {
                 for (HotRun::Vouchers& vouchers : piece.vouchers) ++vouchers.month.months;
               }).empty());
}

TEST_F(VerifyTest, AnotherNumberOfVouchersInTheHotPartIsFound) {
  EXPECT_FALSE(problems_of([](HotPiece& piece) {
                 for (HotRun::Vouchers& vouchers : piece.vouchers) ++vouchers.events;
               }).empty());
}

constexpr std::string_view negates = "a reversal negates its original";

TEST_F(VerifyTest, AReversalOfAnotherAmountIsFound) {
  const Sequence reversal = reverse_last();
  EXPECT_TRUE(verify(*store, std::nullopt, {2, {}}).ok());
  const DoubledStore doubled(*store, reversal);
  EXPECT_TRUE(says(verify(doubled, std::nullopt, {2, {}}).problems, negates));
}

TEST_F(VerifyTest, AnotherAmountThanWasReversedIsFound) {
  const Sequence original = last();
  reverse_last();
  const DoubledStore doubled(*store, original);
  EXPECT_TRUE(says(verify(doubled, std::nullopt, {2, {}}).problems, negates));
}

TEST_F(VerifyTest, AReversalThatTheHotPartDoesNotKnowIsCheckedAllTheSame) {
  DoubledStore doubled(*store, reverse_last());
  const ForgedStore forged(doubled, [](HotPiece& piece) { piece.notes.clear(); });
  EXPECT_TRUE(says(verify(forged, std::nullopt, {2, {}}).problems, negates));
}

TEST_F(VerifyTest, AnotherStateInASnapshotIsFoundAtTheHeadAndBeforeIt) {
  const LedgerState right = *fold_log(*store);
  LedgerState wrong = right;
  wrong.communities[1].balances[0] += Money{1};
  EXPECT_TRUE(says(verify(*store, wrong, {2, {}}).problems, "snapshot"));
  EXPECT_TRUE(verify(*store, right, {2, {}}).ok());
  record(pay("heping", "q", "1-1-101", Money{1000}, "2026-01-21"));
  EXPECT_TRUE(says(verify(*store, wrong, {2, {}}).problems, "snapshot"));
  const Verification older = verify(*store, right, {2, {}});
  EXPECT_TRUE(older.ok() && older.snapshot_checked);
}

TEST_F(VerifyTest, DamagedTablesAreFound) {
  const DamagedTables damaged(*store);
  EXPECT_TRUE(says(verify(damaged, std::nullopt, {2, {}}).problems, "tables"));
}

}  // namespace
}  // namespace mingzhang::test
