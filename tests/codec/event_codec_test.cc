#include "ledger/codec/event_codec.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/codec/sample_payload.h"
#include "tests/support/random_command.h"

namespace mingzhang::test {
namespace {

/// Small, large and negative numbers alike, and the defaults that FlatBuffers leaves out.
SamplePayload random_sample(std::mt19937_64& random) {
  const auto next = [&random]() -> std::uint64_t {
    const std::uint64_t value = random();
    const std::uint64_t magnitude = value >> (random() % 64);
    return random() % 4 == 0 ? 0 : random() % 2 == 0 ? magnitude : ~magnitude;
  };
  return {next, [&random] { return random() % 2 == 0; }};
}

TEST(EventCodec, EveryKindComesBackAsItWas) {
  std::mt19937_64 random(20260301);
  SamplePayload sample = random_sample(random);
  for (const EventKind kind : every_kind()) {
    for (int round = 0; round < 100; ++round) {
      const Event event = sample_event(payload_of(kind), sample);
      const std::string bytes = encode_event(event);
      const std::optional<Event> decoded = decode_event(bytes);
      ASSERT_TRUE(decoded.has_value()) << kind_name(kind);
      ASSERT_TRUE(*decoded == event) << kind_name(kind);
      ASSERT_EQ(encode_event(*decoded), bytes) << kind_name(kind) << ": equal events, equal bytes";
    }
  }
}

TEST(EventCodec, KnowsWhereTheAuditTrailStood) {
  Event event;
  event.payload = PaymentReceived{};
  const std::string without = encode_event(event);
  event.header.audit_head = AuditHead{7, commit_text("salt", "entry")};
  const std::string bytes = encode_event(event);
  EXPECT_NE(hash_event({}, bytes, {}), hash_event({}, without, {}));
  EXPECT_EQ(decode_event(bytes), std::optional(event));
  EXPECT_EQ(encode_event(*decode_event(bytes)), bytes);
}

TEST(EventCodec, TextsAndHouseCodesStayOutOfTheLog) {
  PaymentReceived payment;
  payment.house = {"1-2-301", {7}};
  Event event;
  event.header.memo = Text{"王某某", commit_text("salt", "王某某")};
  event.payload = payment;
  const std::string bytes = encode_event(event);
  EXPECT_EQ(bytes.find("1-2-301"), std::string::npos);
  EXPECT_EQ(bytes.find("王某某"), std::string::npos);
  const std::optional<Event> decoded = decode_event(bytes);
  ASSERT_TRUE(decoded.has_value());
  EXPECT_EQ(std::get<PaymentReceived>(decoded->payload).house, (HouseRef{{}, {7}}));
  EXPECT_EQ(decoded->header.memo->commitment, event.header.memo->commitment);
  EXPECT_TRUE(decoded->header.memo->value.empty());
}

TEST(EventCodec, AbsentAndZeroAreNotTheSame) {
  PaymentReceived payment;
  payment.channel_fee = Money{};
  Event event;
  event.payload = payment;
  const std::optional<Event> decoded = decode_event(encode_event(event));
  ASSERT_TRUE(decoded.has_value());
  EXPECT_EQ(std::get<PaymentReceived>(decoded->payload).channel_fee, Money{});
  EXPECT_EQ(std::get<PaymentReceived>(decoded->payload).for_period, std::nullopt);
}

// Whatever damage does to the bytes, they are refused or read as some event whose words exist.
TEST(EventCodec, DamagedBytesAreRefusedOrReadAsAWholeEvent) {
  std::mt19937_64 random(7);
  SamplePayload sample = random_sample(random);
  EXPECT_FALSE(decode_event("").has_value());
  for (const EventKind kind : every_kind()) {
    const std::string bytes = encode_event(sample_event(payload_of(kind), sample));
    for (std::size_t length = 0; length <= bytes.size() / 2; length += 7) {
      EXPECT_FALSE(decode_event(std::string_view(bytes).substr(0, length)).has_value());
    }
    for (int round = 0; round < 200; ++round) {
      std::string damaged = bytes;
      damaged[random() % damaged.size()] ^= static_cast<char>(1U << (random() % 8));
      if (const std::optional<Event> event = decode_event(damaged)) encode_event(*event);
    }
  }
}

TEST(EventCodec, AWordThatDoesNotExistIsRefused) {
  Event event;
  PaymentReceived payment;
  payment.channel = static_cast<Channel>(200);
  event.payload = payment;
  EXPECT_FALSE(decode_event(encode_event(event)).has_value());
  ResolutionTallied vote;
  vote.allows = {AllowedUse::earn, static_cast<AllowedUse>(200)};
  event.payload = vote;
  EXPECT_FALSE(decode_event(encode_event(event)).has_value());
  BalanceBroughtForward opening;
  opening.account = {static_cast<Account>(account_count), Fund::operations};
  event.payload = opening;
  EXPECT_FALSE(decode_event(encode_event(event)).has_value());
  opening.account = {Account::bank, static_cast<Fund>(fund_count)};
  event.payload = opening;
  EXPECT_FALSE(decode_event(encode_event(event)).has_value());
}

TEST(EventHash, CoversWhatWentBeforeTheEventAndEveryPosting) {
  const Posting posting{100, {1}, {2}, {3}, {4}, 5, Account::bank, Fund::operations, {}, 6, 7};
  const std::vector<Posting> postings{posting};
  const Hash32 hash = hash_event({}, "event", postings);
  EXPECT_EQ(hash, hash_event({}, "event", postings));
  Hash32 other_previous;
  other_previous.bytes[31] = 1;
  EXPECT_NE(hash, hash_event(other_previous, "event", postings));
  EXPECT_NE(hash, hash_event({}, "evenT", postings));
  EXPECT_NE(hash, hash_event({}, "event", {}));
  std::vector<Posting> redated = postings;
  redated[0].day = 6;
  EXPECT_NE(hash, hash_event({}, "event", redated));
}

// Fixed for ever: anyone can check a text against its commitment with any SHA-256.
TEST(EventHash, IsPlainSha256) {
  EXPECT_EQ(to_hex(commit_text("salt", "text")),
            "8f40d2c1caea4f10a6375603f18ed44f186066fd94eb7c3f1d115d8dc245527d");
  const std::vector<Posting> postings(1);
  EXPECT_EQ(to_hex(hash_event({}, "event", postings)),
            "6d71f02fe258455f10e9ac39e8ef1b5f6904af133b8c8cff1cc5ecf9ed93733a");
}

}  // namespace
}  // namespace mingzhang::test
