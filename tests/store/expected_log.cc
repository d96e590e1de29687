#include "tests/store/expected_log.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <memory>

#include "ledger/codec/event_codec.h"
#include "ledger/codec/meaning_codec.h"
#include "ledger/rules/rules.h"

namespace mingzhang::test {
namespace {

Sequence last_of(const NewBlock& block) { return {block.first.value + block.events.size() - 1}; }

std::string text_of(const Description& description) {
  return description.zh + " / " + description.en;
}

template <class Wanted>
HotRows rows_of(const std::vector<NewBlock>& blocks, const Wanted& wanted) {
  HotRows out;
  for (const NewBlock& block : blocks) {
    Sequence sequence = block.first;
    for (const NewEvent& event : block.events) {
      if (wanted(sequence, event.community)) {
        for (const Posting& posting : event.postings) {
          out.rows.push_back({sequence, posting, text_of(event.description)});
        }
        if (event.noted) {
          out.notes.push_back({sequence, event.community, pack_meaning(event.bytes)});
        }
      }
      sequence = next(sequence);
    }
  }
  return out;
}

}  // namespace

void HotRows::add(const HotRun& run) {
  EXPECT_FALSE(run.entries.empty() && run.notes.empty()) << "an empty run";
  const std::size_t before = rows.size();
  run.each_posting([&](const HotRun::Entry& entry, const Posting& posting) {
    rows.push_back({entry.sequence, posting});
    if (!run.descriptions.empty()) {
      rows.back().description = text_of(run.descriptions[entry.caption]);
    }
  });
  EXPECT_EQ(rows.size() - before, run.posting_count());
  std::vector<bool> used(run.sorts.size());
  for (const std::uint32_t sort : run.sort_numbers) used.at(sort) = true;
  EXPECT_TRUE(std::ranges::all_of(used, std::identity())) << "a sort that no posting has";
  for (const HotRun::Note& note : run.notes) {
    notes.push_back({note.sequence, note.community, std::string(note.meaning)});
  }
}

HotRows HotRows::sorted() const {
  HotRows out = *this;
  std::ranges::sort(out.rows, {},
                    [](const Row& row) { return std::pair(row.sequence, row.posting.line); });
  std::ranges::sort(out.notes);
  return out;
}

HotRows HotRows::without_descriptions() const {
  HotRows out = *this;
  for (Row& row : out.rows) row.description.clear();
  return out;
}

std::uint64_t ExpectedLog::number(std::uint64_t least, std::uint64_t most) {
  return least + random_() % (most - least + 1);
}

Event ExpectedLog::make_event(Sequence sequence, CommunityNumber community) {
  Event event;
  event.header.sequence = sequence;
  event.header.community = community;
  event.header.business_date = {static_cast<std::int32_t>(number(20'400, 20'600))};
  event.header.actor = "accountant";
  event.header.idempotency_key = fmt::format("key-{}", sequence.value);
  const auto house = static_cast<std::uint32_t>(number(1, 200));
  const auto fen = static_cast<std::int64_t>(number(1, 1'000'000));
  switch (number(0, 9)) {
    case 0: {
      HouseRegistered registered;
      registered.house = {fmt::format("1-2-{}", house)};
      registered.number = {{house}};
      event.payload = registered;
      break;
    }
    case 1: {
      ResolutionTallied tallied;  // has no postings
      tallied.resolution = {fmt::format("r-{}", sequence.value)};
      event.payload = tallied;
      break;
    }
    case 2: {
      ServiceCostIncurred cost;
      cost.amount = {fen};
      event.payload = cost;
      break;
    }
    case 3: {
      FeesAssessed assessed;  // a line per house
      assessed.period = {24'300};
      event.payload = assessed;
      break;
    }
    case 4: {
      SuspenseReceived received;  // noted, and with postings
      received.amount = {fen};
      received.number = {{house}};
      event.payload = received;
      break;
    }
    default: {
      PaymentReceived payment;
      payment.house = {"", {house}};
      payment.amount = {fen};
      event.payload = payment;
    }
  }
  return event;
}

std::vector<Posting> ExpectedLog::make_postings(const Event& event) {
  const EventKind kind = kind_of(event.payload);
  std::size_t legs = 2;
  if (kind == EventKind::house_registered || kind == EventKind::resolution_tallied) legs = 0;
  if (kind == EventKind::fees_assessed) legs = number(2, 40);
  std::vector<Posting> postings(legs);
  for (std::size_t i = 0; i < legs; ++i) {
    Posting& posting = postings[i];
    posting.amount_fen = static_cast<std::int64_t>(number(0, 2'000'000)) - 1'000'000;
    posting.community = event.header.community;
    posting.house = {static_cast<std::uint32_t>(number(0, 200))};
    posting.subject = {static_cast<std::uint32_t>(number(0, 3))};
    posting.period = {static_cast<std::uint16_t>(number(24'300, 24'312))};
    posting.day = static_cast<std::uint16_t>(event.header.business_date.since_1970);
    posting.account = static_cast<Account>(number(1, account_count - 1));
    posting.fund = static_cast<Fund>(number(0, fund_count - 1));
    posting.flow = static_cast<Flow>(number(0, flow_count - 1));
    posting.kind = static_cast<std::uint8_t>(kind);
    posting.line = static_cast<std::uint32_t>(i);
  }
  return postings;
}

Instant ExpectedLog::next_time() const {
  constexpr std::int64_t first_us = 1'770'000'000'000'000;
  return {std::max(head_.recorded_at.us, first_us) + 1'000};
}

void ExpectedLog::finish(NewBlock& block) const {
  block.previous_hash = head_.hash;
  block.last_hash = head_.hash;
  for (const NewEvent& event : block.events) {
    block.last_hash = hash_event(block.last_hash, event.bytes, event.postings);
  }
}

namespace {

/// What the events of a block point into.
struct Owned {
  std::string bytes;
  std::string key;
  std::vector<Posting> postings;
  std::vector<FieldText> texts;
};

NewEvent view_of(const Event& event, const Owned& owned) {
  return {owned.bytes,
          event.header.community,
          owned.key,
          is_noted(kind_of(event.payload)),
          owned.postings,
          owned.texts,
          describe(event.payload)};
}

}  // namespace

NewBlock ExpectedLog::make_block(std::size_t events) {
  const auto storage = std::make_shared<std::deque<Owned>>();
  NewBlock block{head_.next, next_time(), {}, {}, {}, storage};
  for (std::size_t i = 0; i < events; ++i) {
    const CommunityNumber community{static_cast<std::uint32_t>(number(1, communities_))};
    Event event = make_event({head_.next.value + i}, community);
    event.header.recorded_at = block.recorded_at;
    Owned& made = storage->emplace_back();
    made = {encode_event(event), event.header.idempotency_key, make_postings(event), {}};
    if (number(0, 3) == 0) {
      made.texts.push_back({memo_text_field, {fmt::format("salt{}", i), "备注"}});
    }
    block.events.push_back(view_of(event, made));
  }
  finish(block);
  return block;
}

NewBlock ExpectedLog::make_wide_block(CommunityNumber community, std::uint32_t postings) {
  const auto made = std::make_shared<Owned>();
  NewBlock block{head_.next, next_time(), {}, {}, {}, made};
  Event event = make_event(head_.next, community);
  event.payload = FeesAssessed{};
  made->bytes = encode_event(event);
  made->key = event.header.idempotency_key;
  for (std::uint32_t i = 0; i < postings; ++i) {
    Posting posting;
    posting.amount_fen = i;
    posting.community = community;
    posting.line = i;
    made->postings.push_back(posting);
  }
  block.events.push_back(view_of(event, *made));
  finish(block);
  return block;
}

void ExpectedLog::accept(const NewBlock& block) {
  blocks_.push_back(block);
  head_ = {next(last_of(block)), block.last_hash, block.recorded_at};
}

const NewBlock& ExpectedLog::block_of(Sequence sequence) const {
  return *std::ranges::lower_bound(blocks_, sequence, {}, last_of);
}

const NewEvent& ExpectedLog::event(Sequence sequence) const {
  const NewBlock& block = block_of(sequence);
  return block.events[sequence.value - block.first.value];
}

HotRows ExpectedLog::hot(std::uint32_t shard, std::uint32_t shards, Sequence from,
                         Sequence through) const {
  return rows_of(blocks_, [=](Sequence sequence, CommunityNumber community) {
    return sequence >= from && sequence <= through && community.value % shards == shard;
  });
}

HotRows ExpectedLog::hot_of(CommunityNumber community, Sequence through) const {
  return rows_of(blocks_, [=](Sequence sequence, CommunityNumber other) {
    return sequence <= through && other == community;
  });
}

HotRows scan_all(const EventStore& store, std::uint32_t shard, std::uint32_t shards,
                 SliceRange range) {
  HotRows out;
  const auto scanned =
      store.scan_hot(shard, shards, range, [&out](const HotRun& run) { out.add(run); });
  EXPECT_TRUE(scanned.has_value()) << scanned.error().message;
  return out;
}

namespace {

void expect_blocks(const EventStore& store, const ExpectedLog& expected, Sequence from) {
  std::vector<Sequence> seen;
  const auto scanned = store.scan_blocks(from, [&](const StoredBlock& block) {
    const NewBlock& wanted = expected.block_of(block.first);
    seen.push_back(block.first);
    EXPECT_EQ(block.first, wanted.first);
    EXPECT_EQ(block.recorded_at, wanted.recorded_at);
    EXPECT_EQ(block.previous_hash, wanted.previous_hash);
    EXPECT_EQ(block.last_hash, wanted.last_hash);
    EXPECT_EQ(block.events.size(), wanted.events.size());
    for (std::size_t i = 0; i < std::min(block.events.size(), wanted.events.size()); ++i) {
      EXPECT_EQ(block.events[i].bytes, wanted.events[i].bytes);
      EXPECT_TRUE(std::ranges::equal(block.events[i].postings, wanted.events[i].postings));
    }
    return true;
  });
  EXPECT_TRUE(scanned.has_value()) << scanned.error().message;
  std::vector<Sequence> wanted;
  for (const NewBlock& block : expected.blocks()) {
    if (last_of(block) >= from) wanted.push_back(block.first);
  }
  EXPECT_EQ(seen, wanted);
}

void expect_hot(const EventStore& store, const ExpectedLog& expected) {
  for (const std::uint32_t shards : {1U, 2U, 3U, 7U}) {
    for (std::uint32_t shard = 0; shard < shards; ++shard) {
      EXPECT_EQ(scan_all(store, shard, shards).sorted(), expected.hot(shard, shards))
          << "shard " << shard << " of " << shards;
    }
  }
  for (std::uint32_t number = 1; number <= expected.communities() + 1; ++number) {
    HotRows slice;
    const auto scanned = store.scan_community({number}, {.as_events = true},
                                              [&](const HotRun& run) { slice.add(run); });
    EXPECT_TRUE(scanned.has_value()) << scanned.error().message;
    EXPECT_EQ(slice, expected.hot_of({number})) << "community " << number << ", in order";
  }
}

void expect_event(const EventStore& store, const ExpectedLog& expected, Sequence sequence) {
  const NewEvent& wanted = expected.event(sequence);
  const auto read = store.read_event(sequence);
  ASSERT_TRUE(read.has_value()) << read.error().message;
  ASSERT_TRUE(read->has_value()) << "event " << sequence.value;
  EXPECT_EQ(encode_event((*read)->event), wanted.bytes);
  EXPECT_TRUE(std::ranges::equal((*read)->postings, wanted.postings));
  EXPECT_EQ(store.find_key({wanted.community, wanted.idempotency_key}).value(), sequence);
  for (const auto& [field, text] : wanted.texts) {
    EXPECT_EQ(store.read_text(sequence, field).value(), text);
  }
}

}  // namespace

void expect_holds(const EventStore& store, const ExpectedLog& expected) {
  EXPECT_EQ(store.head(), expected.head());
  expect_blocks(store, expected, {1});
  expect_hot(store, expected);
  for (const NewBlock& block : expected.blocks()) {
    expect_event(store, expected, block.first);
    expect_event(store, expected, last_of(block));
  }
  EXPECT_FALSE(store.read_event(expected.head().next).value().has_value());
}

}  // namespace mingzhang::test
