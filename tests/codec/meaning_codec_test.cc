#include "ledger/codec/meaning_codec.h"

#include <gtest/gtest.h>

#include <random>

#include "ledger/codec/event_codec.h"
#include "tests/codec/sample_payload.h"
#include "tests/support/random_command.h"

namespace mingzhang::test {
namespace {

Event event_of(const EventMeaning& meaning) {
  Event event;
  event.header.business_date = meaning.business_date;
  event.header.voucher.number = meaning.has_voucher ? 1 : 0;
  event.payload = meaning.payload;
  return event;
}

class MeaningCodec : public testing::TestWithParam<EventKind> {
 protected:
  /// One of the kind, now with and now without what can be left out.
  Event random_event() { return sample_event(payload_of(GetParam()), sample_); }

  std::mt19937_64 random{20261130};

 private:
  SamplePayload sample_{[this] { return random() >> (random() % 64); },
                        [this] { return random() % 2 == 0; }};
};

INSTANTIATE_TEST_SUITE_P(EveryKind, MeaningCodec, testing::ValuesIn(every_kind()),
                         [](const auto& tested) { return std::string(kind_name(tested.param)); });

TEST_P(MeaningCodec, SaysWhatTheEventsBytesSay) {
  for (int round = 0; round < 50; ++round) {
    const std::string event_bytes = encode_event(random_event());
    const Event event = decode_event(event_bytes).value();
    const std::optional<EventMeaning> meaning = unpack_meaning(pack_meaning(event_bytes));
    ASSERT_TRUE(meaning.has_value());
    EXPECT_TRUE(meaning->payload == event.payload);
    EXPECT_EQ(meaning->business_date, event.header.business_date);
    EXPECT_EQ(meaning->has_voucher, event.header.voucher.number != 0);
  }
}

TEST_P(MeaningCodec, OtherBytesAreRefusedOrReadAsAWholeMeaning) {
  const std::string packed = pack_meaning(random_event());
  EXPECT_FALSE(unpack_meaning(packed + '\0'));
  for (std::size_t length = 0; length < packed.size(); ++length) {
    EXPECT_FALSE(unpack_meaning(packed.substr(0, length))) << length;
    std::string damaged = packed;
    damaged[length] = static_cast<char>(random());
    const std::optional<EventMeaning> meaning = unpack_meaning(damaged);
    if (meaning) {
      EXPECT_EQ(pack_meaning(event_of(*meaning)), damaged);
    }
  }
}

TEST(Meaning, AWordThatDoesNotExistIsRefused) {
  Event event;
  event.payload = HouseRegistered{{"1-1-101"}, {"1"}, {"1"}, {8'850}, HouseUse{200}, {{7}}};
  EXPECT_FALSE(unpack_meaning(pack_meaning(event)));
  event.payload = HouseRegistered{{"1-1-101"}, {"1"}, {"1"}, {8'850}, HouseUse::shop, {{7}}};
  EXPECT_TRUE(unpack_meaning(pack_meaning(event)));
  std::string of_no_kind = pack_meaning(event);
  of_no_kind[0] = static_cast<char>(kind_count + 1);
  EXPECT_FALSE(unpack_meaning(of_no_kind));
}

TEST(Meaning, OfBytesThatAreNoEventThereIsNone) {
  EXPECT_EQ(pack_meaning("not an event"), "");
  EXPECT_FALSE(unpack_meaning(pack_meaning("not an event")));
}

}  // namespace
}  // namespace mingzhang::test
