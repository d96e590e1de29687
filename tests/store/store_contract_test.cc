#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/store/expected_log.h"
#include "tests/store/store_under_test.h"

// What every EventStore promises, whichever it is.
namespace mingzhang::test {
namespace {

CommunityNumber next_community(CommunityNumber community) { return {community.value + 1}; }

struct StoreKind {
  std::string name;
  std::unique_ptr<StoreUnderTest> (*make)();
};

class StoreContract : public ::testing::TestWithParam<StoreKind> {
 protected:
  EventStore& store() { return subject_->store(); }
  void reopen() { subject_->reopen(); }

  void append(std::size_t events) {
    const NewBlock block = expected_log.make_block(events);
    const auto appended = store().append(block.first, block);
    ASSERT_TRUE(appended.has_value()) << appended.error().message;
    expected_log.accept(block);
  }
  void append_sizes(std::initializer_list<std::size_t> sizes) {
    for (const std::size_t size : sizes) append(size);
  }

  ExpectedLog expected_log{20'260'331};

 private:
  std::unique_ptr<StoreUnderTest> subject_ = GetParam().make();
};

INSTANTIATE_TEST_SUITE_P(Stores, StoreContract,
                         ::testing::Values(StoreKind{"memory", memory_under_test},
                                           StoreKind{"rocksdb", rocksdb_under_test}),
                         [](const auto& instance) { return instance.param.name; });

TEST_P(StoreContract, AnEmptyLogHoldsNothing) {
  EXPECT_EQ(store().head(), Head{});
  EXPECT_EQ(scan_all(store()), HotRows{});
  EXPECT_EQ(store().scan_hot_bytes(0, 1).value(), 0U);
  EXPECT_EQ(store().last_recorded_by({1}).value(), Sequence{});
  EXPECT_FALSE(store().read_event({1}).value().has_value());
  EXPECT_FALSE(store().read_event({0}).value().has_value());
  EXPECT_EQ(store().find_key({{1}, "key-1"}).value(), Sequence{});
  EXPECT_TRUE(store().repack(0).has_value());
  expect_holds(store(), expected_log);
}

TEST_P(StoreContract, WhatIsAppendedIsReadBack) {
  append_sizes({1, 7, 1, 300, 2});
  expect_holds(store(), expected_log);
}

TEST_P(StoreContract, ReopeningChangesNothing) {
  append_sizes({3, 50});
  reopen();
  expect_holds(store(), expected_log);
  append_sizes({1, 20});
  reopen();
  expect_holds(store(), expected_log);
}

TEST_P(StoreContract, ABlockThatDoesNotJoinTheEndIsRefused) {
  append_sizes({5});
  const NewBlock block = expected_log.make_block(2);
  const auto fault = [&](Sequence expected, const NewBlock& refused) {
    const auto appended = store().append(expected, refused);
    return appended.has_value() ? std::optional<StoreFault>() : appended.error().fault;
  };
  EXPECT_EQ(fault({5}, block), StoreFault::sequence_moved);
  EXPECT_EQ(fault({7}, block), StoreFault::sequence_moved);
  NewBlock later = block;
  later.first = {7};
  EXPECT_EQ(fault({7}, later), StoreFault::sequence_moved);
  EXPECT_EQ(fault({6}, later), StoreFault::sequence_moved);
  NewBlock stranger = block;
  stranger.previous_hash.bytes[0] ^= 1;
  EXPECT_EQ(fault({6}, stranger), StoreFault::sequence_moved);
  expect_holds(store(), expected_log);

  EXPECT_EQ(fault({6}, block), std::nullopt);
  expected_log.accept(block);
  expect_holds(store(), expected_log);
}

TEST_P(StoreContract, BlocksAreReadFromTheOneThatHoldsTheSequence) {
  append_sizes({4, 1, 10});
  for (std::uint64_t from = 1; from <= 16; ++from) {
    std::vector<std::uint64_t> firsts;
    ASSERT_TRUE(store().scan_blocks({from}, [&](const StoredBlock& block) {
      firsts.push_back(block.first.value);
      return true;
    }));
    const std::vector<std::uint64_t> all{1, 5, 6};
    const std::ptrdiff_t skipped = from <= 4 ? 0 : from == 5 ? 1 : from <= 15 ? 2 : 3;
    EXPECT_EQ(firsts, std::vector<std::uint64_t>(all.begin() + skipped, all.end())) << from;
  }
  int visits = 0;
  ASSERT_TRUE(store().scan_blocks({1}, [&](const StoredBlock&) { return ++visits < 2; }));
  EXPECT_EQ(visits, 2);
}

TEST_P(StoreContract, ABlockOutlivesItsVisit) {
  append_sizes({6});
  std::optional<StoredBlock> kept;
  ASSERT_TRUE(store().scan_blocks({1}, [&](const StoredBlock& block) {
    kept = block;
    return true;
  }));
  append_sizes({6});
  EXPECT_EQ(kept->events[5].bytes, expected_log.event({6}).bytes);
}

/// What a fold sees of rows: postings without their events, and how many of these.
struct Folded {
  std::vector<Posting> postings;
  std::map<std::pair<CommunityNumber, Period>, std::uint32_t> vouchers;
  bool operator==(const Folded&) const = default;

  void add(const HotRun& run) {
    run.each_sort([this](const PostingSort& sort, std::span<const HouseNumber> houses,
                         std::span<const std::int64_t> amounts_fen) {
      for (std::size_t i = 0; i < houses.size(); ++i) {
        postings.push_back(sort.posting(houses[i], amounts_fen[i], 0, 0));
      }
    });
    for (const HotRun::Vouchers& of : run.vouchers) {
      vouchers[{of.community, of.month}] += of.events;
    }
  }
  Folded sorted() const {
    Folded out = *this;
    std::ranges::sort(out.postings);
    return out;
  }
};

Folded folded(const HotRows& rows) {
  Folded out;
  for (const Row& row : rows.rows) {
    const Posting& posting = row.posting;
    out.postings.push_back(
        PostingSort::of(posting).posting(posting.house, posting.amount_fen, 0, 0));
    if (posting.line == 0) ++out.vouchers[{posting.community, period_of(posting.business_date())}];
  }
  return out.sorted();
}

TEST_P(StoreContract, EveryScanStopsWhereItIsTold) {
  append_sizes({10, 30, 1, 20});
  for (int round = 0; round < 2; ++round) {
    for (const std::uint64_t through : {0U, 1U, 10U, 25U, 40U, 41U, 61U, 99U}) {
      for (std::uint32_t shard = 0; shard < 2; ++shard) {
        EXPECT_EQ(scan_all(store(), shard, 2, {{through}, {1}, true}).sorted(),
                  expected_log.hot(shard, 2, {1}, {through}));
        Folded sums;
        ASSERT_TRUE(
            store().scan_hot(shard, 2, {{through}}, [&sums](const HotRun& run) { sums.add(run); }));
        EXPECT_EQ(sums.sorted(), folded(expected_log.hot(shard, 2, {1}, {through})));
      }
      HotRows slice;
      ASSERT_TRUE(store().scan_community({2}, {{through}, {1}, true},
                                         [&](const HotRun& run) { slice.add(run); }));
      EXPECT_EQ(slice, expected_log.hot_of({2}, {through}));
    }
    ASSERT_TRUE(store().repack(0));
  }
}

/// A reader that carries on what it has read before.
TEST_P(StoreContract, ACommunityIsReadOnFromAnySequence) {
  append_sizes({10, 30, 1, 20});
  for (int round = 0; round < 3; ++round) {
    const std::uint64_t last = expected_log.head().next.value - 1;
    for (std::uint64_t cut = 0; cut <= last; ++cut) {
      for (std::uint32_t number = 1; number <= expected_log.communities(); ++number) {
        HotRows slice;
        const auto add = [&slice](const HotRun& run) { slice.add(run); };
        ASSERT_TRUE(store().scan_community({number}, {{cut}, {1}, true}, add));
        ASSERT_TRUE(store().scan_community({number}, {{last}, {cut + 1}, true}, add));
        EXPECT_EQ(slice, expected_log.hot_of({number})) << "cut behind " << cut;
      }
    }
    ASSERT_TRUE(store().repack(0));
    if (round == 0) append_sizes({5});  // some repacked, some not
  }
}

TEST_P(StoreContract, TheTailIsReadInOrderFromAnySequence) {
  append_sizes({10, 30, 1, 20});
  for (int round = 0; round < 2; ++round) {
    for (const std::uint64_t from : {1U, 2U, 11U, 40U, 41U, 60U, 61U, 62U}) {
      HotRows tail;
      ASSERT_TRUE(store().scan_tail({.from = {from}}, [&](const HotRun& run) { tail.add(run); }));
      EXPECT_EQ(tail, expected_log.hot(0, 1, {from}).without_descriptions()) << "from " << from;
      HotRows part;
      ASSERT_TRUE(store().scan_tail({{45}, {from}}, [&](const HotRun& run) { part.add(run); }));
      EXPECT_EQ(part, expected_log.hot(0, 1, {from}, {45}).without_descriptions())
          << "from " << from;
    }
    ASSERT_TRUE(store().repack(0));
  }
}

TEST_P(StoreContract, EachCommunitysRunsComeInOrder) {
  append_sizes({100, 100});
  ASSERT_TRUE(store().repack(150));
  append_sizes({100});
  std::map<CommunityNumber, Sequence> last;
  for (const Row& row : scan_all(store()).rows) {
    Sequence& before = last[row.posting.community];
    EXPECT_LE(before, row.sequence);
    before = row.sequence;
  }
}

TEST_P(StoreContract, TheBareScanReadsWhatTheScanReads) {
  append_sizes({100, 50});
  for (int round = 0; round < 2; ++round) {
    for (std::uint32_t shard = 0; shard < 3; ++shard) {
      std::uint64_t bytes = 0;
      ASSERT_TRUE(
          store().scan_hot(shard, 3, {}, [&](const HotRun& run) { bytes += run.stored_bytes; }));
      EXPECT_EQ(store().scan_hot_bytes(shard, 3).value(), bytes);
      EXPECT_GT(bytes, 0U);
    }
    ASSERT_TRUE(store().repack(0));
  }
}

TEST_P(StoreContract, FindsTheLastSequenceRecordedByATime) {
  std::vector<std::int64_t> times;
  for (const std::size_t size : {3, 1, 5}) {
    append(size);
    times.push_back(expected_log.head().recorded_at.us);
  }
  // A second block at the same time: the later one counts.
  NewBlock block = expected_log.make_block(2);
  block.recorded_at = {times.back()};
  ASSERT_TRUE(store().append(block.first, block));
  expected_log.accept(block);
  EXPECT_EQ(store().last_recorded_by({times[0] - 1}).value(), Sequence{0});
  EXPECT_EQ(store().last_recorded_by({times[0]}).value(), Sequence{3});
  EXPECT_EQ(store().last_recorded_by({times[1] - 1}).value(), Sequence{3});
  EXPECT_EQ(store().last_recorded_by({times[1]}).value(), Sequence{4});
  EXPECT_EQ(store().last_recorded_by({times[2]}).value(), Sequence{11});
  EXPECT_EQ(store().last_recorded_by({times[2] + 1'000'000}).value(), Sequence{11});
  EXPECT_EQ(store().last_recorded_by({-1}).value(), Sequence{0});
}

TEST_P(StoreContract, KeysBelongToTheirCommunity) {
  append_sizes({1});
  const NewEvent& event = expected_log.event({1});
  EXPECT_EQ(store().find_key({event.community, event.idempotency_key}).value(), Sequence{1});
  const CommunityNumber other{event.community.value + 1};
  EXPECT_EQ(store().find_key({other, event.idempotency_key}).value(), Sequence{});
  EXPECT_EQ(store().find_key({event.community, std::string(event.idempotency_key) + "x"}).value(),
            Sequence{});
  EXPECT_EQ(store().find_key({event.community, ""}).value(), Sequence{});
}

TEST_P(StoreContract, KeysAreFoundWhateverTheyAreLikeAndWhereverTheyStand) {
  const std::vector<std::string> names{"b",         "a",         "aa",   "abcdefgh",
                                       "abcdefghj", "abcdefghi", "键键", "abcdefg",
                                       "~~~~~~~~",  "1",         "10",   std::string(64, 'z')};
  // Asked first, so that the store takes the keys from the block and not from the events' bytes.
  EXPECT_EQ(store().find_key({{1}, "c"}).value(), Sequence{});
  NewBlock block = expected_log.make_block(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) block.events[i].idempotency_key = names[i];
  ASSERT_TRUE(store().append(block.first, block));
  expected_log.accept(block);
  const auto expect_found = [&] {
    std::vector<KeyName> keys;
    std::vector<Sequence> wanted;
    for (int twice = 0; twice < 2; ++twice) {
      for (std::size_t i = 0; i < names.size(); ++i) {
        const CommunityNumber community = block.events[i].community;
        keys.push_back({community, names[i]});
        keys.push_back({next_community(community), names[i]});
        keys.push_back({community, "c"});
        wanted.insert(wanted.end(), {{block.first.value + i}, {}, {}});
      }
    }
    EXPECT_EQ(store().find_keys(keys).value(), wanted);
  };
  expect_found();
  for (int round = 0; round < 3; ++round) {
    ASSERT_TRUE(store().repack(1));
    expect_found();
    append(2);
    expect_found();
  }
  expect_holds(store(), expected_log);
}

TEST_P(StoreContract, AnErasedTextIsGoneAndTheLogIsWhole) {
  NewBlock block = expected_log.make_block(2);
  const std::vector<FieldText> of_one{{memo_text_field, {"salt", "张三的备注"}},
                                      {3, {"", "付款人"}}};
  const std::vector<FieldText> of_two{{3, {std::string("\0\xff", 2), ""}}};
  block.events[0].texts = of_one;
  block.events[1].texts = of_two;
  ASSERT_TRUE(store().append(block.first, block));
  expected_log.accept(block);
  expect_holds(store(), expected_log);
  ASSERT_TRUE(store().erase_text({1}, memo_text_field));
  ASSERT_TRUE(store().erase_text({1}, memo_text_field)) << "erasing again is no fault";
  reopen();
  EXPECT_EQ(store().read_text({1}, memo_text_field).value(), std::nullopt);
  EXPECT_EQ(store().read_text({1}, 3).value(), (SaltedText{"", "付款人"}));
  EXPECT_EQ(store().read_text({2}, 3).value(), (SaltedText{std::string("\0\xff", 2), ""}));
  EXPECT_EQ(store().read_text({2}, 4).value(), std::nullopt);
  EXPECT_EQ(store().head(), expected_log.head());
}

TEST_P(StoreContract, OwnersAreCorrectedAndErased) {
  using Owner = std::tuple<CommunityNumber, HouseNumber, std::string>;
  const std::vector<Owner> owners{{{1}, {1}, "王"}, {{1}, {2}, "李"}, {{2}, {1}, "赵"}};
  ASSERT_TRUE(store().put_owners(owners));
  ASSERT_TRUE(store().put_owners(std::vector<Owner>{{{1}, {2}, "李娜"}}));
  ASSERT_TRUE(store().erase_owner({1}, {1}));
  ASSERT_TRUE(store().erase_owner({9}, {9})) << "erasing nobody is no fault";
  reopen();
  EXPECT_EQ(store().read_owner({1}, {1}).value(), std::nullopt);
  EXPECT_EQ(store().read_owner({1}, {2}).value(), "李娜");
  EXPECT_EQ(store().read_owner({2}, {1}).value(), "赵");
  EXPECT_EQ(store().read_owner({2}, {2}).value(), std::nullopt);
}

TEST_P(StoreContract, RepackingChangesNothingAtAnyThreshold) {
  for (const std::uint64_t threshold : {1U, 5U, 64U, 100'000U, 0U}) {
    append_sizes({1, 40, 9});
    const HotRows before = scan_all(store()).sorted();
    ASSERT_TRUE(store().repack(threshold));
    EXPECT_EQ(scan_all(store()).sorted(), before);
    expect_holds(store(), expected_log);
    ASSERT_TRUE(store().repack(threshold));
    expect_holds(store(), expected_log);
  }
  reopen();
  expect_holds(store(), expected_log);
}

TEST_P(StoreContract, CommunitiesThatOutgrowASegmentStayWhole) {
  for (const std::uint32_t postings : {1U, 4'095U, 2U, 10'000U, 3U}) {
    const NewBlock block = expected_log.make_wide_block({2}, postings);
    ASSERT_TRUE(store().append(block.first, block));
    expected_log.accept(block);
    append(200);
    ASSERT_TRUE(store().repack(0));
  }
  append_sizes({2'000, 500});
  ASSERT_TRUE(store().repack(0));
  expect_holds(store(), expected_log);
}

TEST_P(StoreContract, ReadersBesideTheWriterSeeWholeBlocks) {
  constexpr std::size_t block_events = 37;
  std::atomic<bool> done{false};
  std::atomic<int> rounds{0};
  const auto read = [&] {
    while (!done || rounds < 3) {
      const Head head = store().head();
      const SliceRange range{{head.next.value - 1}, {1}, true};
      std::uint64_t next_sequence = 1;
      ASSERT_TRUE(store().scan_blocks({1}, [&](const StoredBlock& block) {
        EXPECT_EQ(block.first.value, next_sequence);
        EXPECT_EQ(block.events.size(), block_events);
        next_sequence += block.events.size();
        return true;
      }));
      EXPECT_GE(next_sequence, head.next.value);
      std::size_t rows = 0;
      for (std::uint32_t shard = 0; shard < 2; ++shard) {
        rows += scan_all(store(), shard, 2, range).rows.size();
      }
      std::size_t in_blocks = 0;
      ASSERT_TRUE(store().scan_blocks({1}, [&](const StoredBlock& block) {
        if (block.first >= head.next) return false;
        for (const auto& event : block.events) in_blocks += event.postings.size();
        return true;
      }));
      EXPECT_EQ(rows, in_blocks) << "through " << head.next.value;
      ++rounds;
    }
  };
  std::thread first(read);
  std::thread second(read);
  std::thread packer([&] {
    while (!done) {
      EXPECT_TRUE(store().repack(50).has_value());
      EXPECT_TRUE(store().sync_witness().has_value());
    }
  });
  for (int i = 0; i < 100; ++i) append(block_events);
  done = true;
  for (std::thread* thread : {&first, &second, &packer}) thread->join();
  expect_holds(store(), expected_log);
}

TEST_P(StoreContract, StatisticsCountEvents) {
  append_sizes({10, 5});
  EXPECT_EQ(store().statistics().events, 15U);
  EXPECT_GT(store().statistics().bytes(), 0U);
}

}  // namespace
}  // namespace mingzhang::test
