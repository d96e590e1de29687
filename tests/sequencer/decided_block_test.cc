#include "ledger/decided_block.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "ledger/codec/event_codec.h"
#include "ledger/rules/rules.h"

namespace mingzhang {
namespace {

constexpr std::uint64_t first_sequence = 7;

DecidedEvent payment(std::uint64_t sequence) {
  DecidedEvent decided;
  EventHeader& header = decided.recorded.event.header;
  header.sequence = {sequence};
  header.community = {3};
  header.actor = "finance";
  header.idempotency_key =
      "a key that does not fit into a short string " + std::to_string(sequence);
  PaymentReceived paid;
  paid.house.number = {2};
  paid.amount = {static_cast<std::int64_t>(100 * sequence)};
  decided.recorded.event.payload = paid;
  Posting posting;
  posting.amount_fen = paid.amount.fen;
  decided.recorded.postings = {posting, posting};
  decided.recorded.postings.back().amount_fen *= -1;
  decided.texts.emplace_back(memo_text_field, SaltedText{"salt", "text"});
  return decided;
}

TEST(DecidedBlock, WhatIsSealedKeepsWhatItPointsInto) {
  constexpr std::size_t events = 300;
  auto block = std::make_shared<DecidedBlock>(Sequence{first_sequence}, Instant{5});
  for (std::size_t i = 0; i < events; ++i) block->add(payment(block->next().value));
  const Hash32 previous{{9}};
  BlockSealer sealer(*block, previous);
  std::vector<const DecidedEvent*> all;
  for (std::size_t i = 0; i < events; ++i) all.push_back(block->find({first_sequence + i}));
  sealer.add(std::span(all).first(100));
  sealer.add(std::span(all).subspan(100));
  const NewBlock sealed = std::move(sealer).finish(std::move(block));

  EXPECT_EQ(sealed.first.value, first_sequence);
  EXPECT_EQ(sealed.recorded_at, Instant{5});
  EXPECT_EQ(sealed.previous_hash, previous);
  ASSERT_EQ(sealed.events.size(), events);
  Hash32 hash = previous;
  for (std::size_t i = 0; i < events; ++i) {
    const DecidedEvent wanted = payment(first_sequence + i);
    const Event& event = wanted.recorded.event;
    const NewEvent& made = sealed.events[i];
    EXPECT_EQ(made.bytes, encode_event(event));
    EXPECT_EQ(made.community, event.header.community);
    EXPECT_EQ(made.idempotency_key, event.header.idempotency_key);
    EXPECT_FALSE(made.noted);
    EXPECT_TRUE(std::ranges::equal(made.postings, wanted.recorded.postings));
    EXPECT_TRUE(std::ranges::equal(made.texts, wanted.texts));
    EXPECT_EQ(made.description, describe(event.payload));
    hash = hash_event(hash, made.bytes, made.postings);
  }
  EXPECT_EQ(sealed.last_hash, hash);
}

TEST(DecidedBlock, WhatIsCutIsFoundNoMore) {
  DecidedBlock block({first_sequence}, {5});
  for (std::size_t i = 0; i < 100; ++i) block.add(payment(block.next().value));
  const DecidedEvent* kept = block.find({first_sequence + 39});
  block.cut(40);
  EXPECT_EQ(block.size(), 40U);
  EXPECT_EQ(block.find({first_sequence + 39}), kept);
  EXPECT_EQ(block.find({first_sequence + 40}), nullptr);
  const std::string cut = payment(first_sequence + 40).recorded.event.header.idempotency_key;
  const std::string left = payment(first_sequence + 39).recorded.event.header.idempotency_key;
  EXPECT_EQ(block.find_key({{3}, cut}), std::nullopt);
  EXPECT_EQ(block.find_key({{3}, left}), Sequence{first_sequence + 39});
}

}  // namespace
}  // namespace mingzhang
