#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "ledger/store/block_codec.h"
#include "ledger/store/hot_codec.h"
#include "tests/store/expected_log.h"

namespace mingzhang::test {
namespace {

std::optional<StoredBlock> decode(const std::string& bytes) {
  return decode_block(std::make_shared<const std::string>(bytes));
}

TEST(BlockCodec, ABlockComesBackWhole) {
  ExpectedLog log(1);
  log.accept(log.make_block(3));
  for (const std::size_t events : {1U, 2U, 200U}) {
    const NewBlock block = log.make_block(events);
    const auto stored = decode(encode_block(block, 7));
    ASSERT_TRUE(stored.has_value());
    EXPECT_EQ(stored->first, block.first);
    EXPECT_EQ(stored->recorded_at, block.recorded_at);
    EXPECT_EQ(stored->previous_hash, block.previous_hash);
    EXPECT_EQ(stored->last_hash, block.last_hash);
    ASSERT_EQ(stored->events.size(), events);
    for (std::size_t i = 0; i < events; ++i) {
      EXPECT_EQ(stored->events[i].bytes, block.events[i].bytes);
      EXPECT_TRUE(std::ranges::equal(stored->events[i].postings, block.events[i].postings));
      EXPECT_EQ(stored->events[i].community, block.events[i].community);
      EXPECT_EQ(stored->events[i].noted, block.events[i].noted);
    }
    EXPECT_EQ(encode_block(block, 7), encode_block(block, 7));
    EXPECT_NE(encode_block(block, 7), encode_block(block, 8));
  }
}

TEST(BlockCodec, AnyOtherByteAndAnyCutIsNoticed) {
  ExpectedLog log(2);
  const std::string good = encode_block(log.make_block(5), 1);
  ASSERT_TRUE(decode(good).has_value());
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bytes = good;
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
    EXPECT_FALSE(decode(bytes).has_value()) << at;
    EXPECT_FALSE(decode(good.substr(0, at)).has_value()) << at;
  }
  EXPECT_FALSE(decode(good + '\0').has_value());
}

/// All rows of a block as one piece.
struct Piece {
  explicit Piece(const NewBlock& block) : first(block.first) {
    Sequence sequence = block.first;
    for (const NewEvent& event : block.events) {
      rows.add(sequence, event, &event.description);
      last = sequence;
      sequence = next(sequence);
    }
  }
  std::string encode() { return rows.encode(first, last); }
  /// With that community in its header.
  std::string encode(CommunityNumber community) {
    return encode_hot(community, first, last, rows.run(0));
  }

  HotDraft rows;
  Sequence first;
  Sequence last;
};

HotRows rows_of(const HotPiece& piece) {
  HotRows rows;
  if (!piece.empty()) rows.add(piece.run(0));
  return rows;
}

TEST(HotCodec, RowsComeBackInOrder) {
  ExpectedLog log(3);
  HotPiece out;  // used again, as a reader does
  for (const std::size_t events : {200U, 1U, 2U, 1U, 50U}) {
    const NewBlock block = log.make_block(events);
    log.accept(block);
    const std::string bytes = Piece(block).encode();
    ASSERT_TRUE(decode_hot(bytes, all_events, out));
    EXPECT_EQ(rows_of(out), log.hot(0, 1, block.first));
  }
}

TEST(HotCodec, AColumnTakesWhatItsValuesNeed) {
  ExpectedLog log(4);
  NewBlock one_event = log.make_wide_block({3}, 1000);  // only amount and line differ
  std::int64_t amount = -100;
  std::vector<Posting> postings(one_event.events[0].postings.begin(),
                                one_event.events[0].postings.end());
  for (Posting& posting : postings) posting.amount_fen = amount++;
  one_event.events[0].postings = postings;
  const std::string bytes = Piece(one_event).encode({3});
  const Description& description = one_event.events[0].description;
  const std::size_t words = 4 + 8 + description.zh.size() + description.en.size();
  const std::size_t columns = 12 + 3 + 1 + 4;
  const std::size_t rows = 1000;
  EXPECT_EQ(bytes.size(), 56U + columns * (8 + 1) + rows * 2 + words);
  HotPiece out;
  ASSERT_TRUE(decode_hot(bytes, all_events, out));
  std::vector<Posting> decoded;
  out.run(0).each_posting(
      [&](const HotRun::Entry&, const Posting& posting) { decoded.push_back(posting); });
  EXPECT_EQ(decoded, postings);
}

/// Whoever folds is not given what only readers of events look at, and sees the same sums.
TEST(HotCodec, AFoldReadsTheSameSumsWithoutTheOrder) {
  ExpectedLog log(7);
  const NewBlock block = log.make_block(100);
  const std::string bytes = Piece(block).encode();
  HotPiece events;
  ASSERT_TRUE(decode_hot(bytes, all_events, events));
  HotPiece sums;
  ASSERT_TRUE(decode_hot(bytes, {}, sums));
  EXPECT_TRUE(sums.entries.empty() && sums.sort_numbers.empty() && sums.descriptions.empty());
  EXPECT_EQ(sums.sorts, events.sorts);
  EXPECT_EQ(sums.sort_ends, events.sort_ends);
  EXPECT_EQ(sums.houses, events.houses);
  EXPECT_EQ(sums.amounts_fen, events.amounts_fen);
  EXPECT_EQ(sums.vouchers, events.vouchers);
  EXPECT_EQ(sums.notes.size(), events.notes.size());
  std::map<std::pair<CommunityNumber, Period>, std::uint32_t> vouchers;
  for (const NewEvent& event : block.events) {
    if (event.postings.empty()) continue;
    ++vouchers[{event.community, period_of(event.postings.front().business_date())}];
  }
  for (const HotRun::Vouchers& of : sums.vouchers) {
    EXPECT_EQ(of.events, (vouchers[{of.community, of.month}]));
  }
  EXPECT_EQ(sums.vouchers.size(), vouchers.size());
}

TEST(HotCodec, APieceWithNotesOnlyOrWithNothing) {
  const HotRun::Note note{{9}, {2}, "meaning"};
  HotPiece out;
  HotRun notes;
  notes.notes = {&note, 1};
  const std::string bytes = encode_hot({}, {8}, {9}, notes);
  ASSERT_TRUE(decode_hot(bytes, {}, out));
  EXPECT_TRUE(out.entries.empty());
  ASSERT_EQ(out.notes.size(), 1U);
  EXPECT_EQ(out.notes[0].meaning, "meaning");
  ASSERT_TRUE(decode_hot(encode_hot({}, {8}, {9}, {}), {}, out));
  EXPECT_TRUE(out.empty());
}

TEST(HotCodec, APieceOfOneCommunityHoldsNothingOfAnother) {
  ExpectedLog log(6);
  Piece piece(log.make_wide_block({3}, 4));
  HotPiece out;
  EXPECT_TRUE(decode_hot(piece.encode({3}), {}, out));
  EXPECT_FALSE(decode_hot(piece.encode({9}), {}, out));
  const HotRun::Note note{{9}, {2}, "meaning"};
  HotRun notes;
  notes.notes = {&note, 1};
  EXPECT_TRUE(decode_hot(encode_hot({2}, {8}, {9}, notes), {}, out));
  EXPECT_FALSE(decode_hot(encode_hot({3}, {8}, {9}, notes), {}, out));
}

TEST(HotCodec, AFilterGivesItsRowsOnly) {
  ExpectedLog log(5);
  const NewBlock block = log.make_block(100);
  log.accept(block);
  const std::string bytes = Piece(block).encode();
  HotPiece out;
  for (std::uint64_t through : {0U, 1U, 50U, 99U, 100U, 200U}) {
    for (std::uint32_t shard = 0; shard < 3; ++shard) {
      ASSERT_TRUE(decode_hot(bytes, {{}, shard, 3, {{through}, {1}, true}}, out));
      EXPECT_EQ(rows_of(out), log.hot(shard, 3, {1}, {through}));
    }
    ASSERT_TRUE(decode_hot(bytes, {{2}, 0, 1, {{through}, {1}, true}}, out));
    EXPECT_EQ(rows_of(out), log.hot_of({2}, {through}));
  }
  ASSERT_TRUE(decode_hot(bytes, {{77}, 0, 1, {}}, out));
  EXPECT_TRUE(out.empty());
}

TEST(HotCodec, AnyOtherByteAndAnyCutIsNoticed) {
  ExpectedLog log(6);
  const std::string good = Piece(log.make_block(8)).encode();
  HotPiece out;
  ASSERT_TRUE(decode_hot(good, {}, out));
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bytes = good;
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
    EXPECT_FALSE(decode_hot(bytes, {}, out)) << at;
    EXPECT_FALSE(decode_hot(good.substr(0, at), {}, out)) << at;
  }
  EXPECT_FALSE(decode_hot(good + '\0', {}, out));
}

/// Bytes that a forger gave the right checksum.
TEST(HotCodec, AnOrderThatIsNotTheSortsIsNoticed) {
  ExpectedLog log(8);
  const NewBlock block = log.make_block(20);
  HotDraft draft;
  Sequence sequence = block.first;
  for (const NewEvent& event : block.events) {
    draft.add(sequence, event, &event.description);
    sequence = next(sequence);
  }
  const Sequence last{sequence.value - 1};
  HotPiece piece = HotPiece::of(draft.run(0));
  ASSERT_GT(piece.sorts.size(), 1U);
  HotPiece out;
  ASSERT_TRUE(decode_hot(encode_hot({}, block.first, last, piece.run(0)), all_events, out));
  for (std::uint32_t& number : piece.sort_numbers) number = 0;
  EXPECT_FALSE(decode_hot(encode_hot({}, block.first, last, piece.run(0)), all_events, out));
}

TEST(HotCodec, ASortOrCountThatCannotBeIsNoticed) {
  ExpectedLog log(10);
  const NewBlock block = log.make_wide_block({3}, 4);
  HotDraft draft;
  draft.add(block.first, block.events[0], &block.events[0].description);
  const HotPiece good = HotPiece::of(draft.run(0));
  const auto is_read = [&](const std::function<void(HotPiece&)>& forge) {
    HotPiece forged = good;
    forge(forged);
    HotPiece out;
    return decode_hot(encode_hot({}, block.first, block.first, forged.run(0)), {}, out);
  };
  EXPECT_TRUE(is_read([](HotPiece&) {}));
  EXPECT_FALSE(is_read([](HotPiece& piece) { piece.sorts[0].community = {}; }));
  EXPECT_FALSE(is_read(
      [](HotPiece& piece) { piece.sorts[0].account = static_cast<Account>(account_count); }));
  EXPECT_FALSE(
      is_read([](HotPiece& piece) { piece.sorts[0].fund = static_cast<Fund>(fund_count); }));
  EXPECT_FALSE(
      is_read([](HotPiece& piece) { piece.sorts[0].flow = static_cast<Flow>(flow_count); }));
  EXPECT_FALSE(is_read([](HotPiece& piece) { piece.vouchers[0].community = {}; }));
  EXPECT_FALSE(is_read([](HotPiece& piece) { ++piece.vouchers[0].events; }));
}

/// A fold of all of a piece goes by its vouchers and does not see the entries.
TEST(HotCodec, VouchersThatAreNotTheEntriesAreNoticed) {
  ExpectedLog log(9);
  const NewBlock block = log.make_wide_block({3}, 4);
  HotDraft draft;
  draft.add(block.first, block.events[0], &block.events[0].description);
  HotPiece piece = HotPiece::of(draft.run(0));
  HotPiece out;
  ASSERT_TRUE(decode_hot(encode_hot({3}, block.first, block.first, piece.run(0)), all_events, out));
  ++piece.vouchers.at(0).month.months;
  EXPECT_FALSE(
      decode_hot(encode_hot({3}, block.first, block.first, piece.run(0)), all_events, out));
}

TEST(HotCodec, SequencesFarApartFit) {
  Posting posting;
  posting.community = {1};
  const Sequence first{5};
  const Sequence last{5 + max_hot_span};
  HotDraft draft;
  const Description description;
  draft.add_entry(first, {&posting, 1}, &description);
  draft.add_entry(last, {&posting, 1}, &description);
  HotPiece out;
  ASSERT_TRUE(decode_hot(draft.encode(first, last), all_events, out));
  ASSERT_EQ(out.entries.size(), 2U);
  EXPECT_EQ(out.entries[0].sequence, first);
  EXPECT_EQ(out.entries[1].sequence, last);
}

}  // namespace
}  // namespace mingzhang::test
