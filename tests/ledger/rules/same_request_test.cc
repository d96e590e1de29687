#include "ledger/rules/same_request.h"

#include <gtest/gtest.h>

#include <map>

#include "ledger/codec/event_codec.h"
#include "tests/support/random_command.h"

namespace mingzhang {
namespace {

using test::every_kind;
using test::RandomCommands;

const std::vector<std::string> houses{"1-1-101", "1-1-102", "1-0-商铺"};

CommunityState community() {
  CommunityState state;
  for (const std::string& code : houses) {
    state.houses.emplace_back().code = code;
    state.house_index.insert(state.houses, {static_cast<std::uint32_t>(state.houses.size())});
  }
  return state;
}

/// Does to a command what recording does: commits to its texts, numbers its houses.
class Recording {
 public:
  explicit Recording(const CommunityState& state) : state_(state) {}

  Event record(const Command& command) {
    Event event;
    event.header.business_date = command.header.business_date;
    event.header.idempotency_key = command.header.idempotency_key;
    event.header.memo = command.header.memo;
    event.header.document = command.header.document;
    event.header.occurred_on = command.header.occurred_on;
    event.payload = command.payload;
    field_ = memo_text_field;
    commit(event.header.memo);
    field_ = 0;
    std::visit([this](auto& payload) { payload.fields(payload, *this); }, event.payload);
    return *decode_event(encode_event(event));
  }

  template <class Value>
  void operator()(std::string_view, Value& value) {
    commit(value);
    ++field_;
  }

  std::map<std::uint8_t, SaltedText> texts;

 private:
  void commit(Text& text) {
    const SaltedText salted{"salt of " + std::to_string(field_), text.value};
    text.commitment = commit_text(salted.salt, salted.text);
    texts[field_] = salted;
  }
  void commit(HouseRef& house) { house.number = state_.house_number(house.code); }
  void commit(std::vector<HouseRef>& refs) {
    for (HouseRef& house : refs) commit(house);
  }
  template <class Value>
  void commit(std::optional<Value>& value) {
    if (value) commit(*value);
  }
  template <class Value>
  void commit(Value&) {}

  const CommunityState& state_;
  std::uint8_t field_ = 0;
};

/// Puts another value of the same type into the n-th field that a caller can set.
class Change {
 public:
  explicit Change(int field) : left_(field) {}

  template <class Value>
  void operator()(std::string_view name, Value& value) {
    if (left_-- == 0) {
      changed = name;
      change(value);
    }
  }
  template <class Value>
  void operator()(std::string_view, Decided<Value>&) {}

  std::optional<std::string_view> changed;

 private:
  static void change(Name& value) { value.value += "x"; }
  static void change(Title& value) { value.value += "x"; }
  static void change(Text& value) { value.value += "x"; }
  static void change(Money& value) { value.fen += 1; }
  static void change(Area& value) { value.dm2 += 1; }
  static void change(Price& value) { value.centifen += 1; }
  static void change(Hours& value) { value.centihours += 1; }
  static void change(Day& value) { value.since_1970 += 1; }
  static void change(Period& value) { value.months += 1; }
  static void change(std::uint32_t& value) { value += 1; }
  static void change(Sequence& value) { value.value += 1; }
  static void change(HouseRef& value) {
    value.code = value.code == houses[0] ? houses[1] : houses[0];
  }
  static void change(Scope& value) { value.building.value += "x"; }
  static void change(AccountRef& value) {
    value.account = value.account == Account::bank ? Account::cash : Account::bank;
  }
  template <class Enum>
  requires std::is_enum_v<Enum>
  static void change(Enum& value) {
    const auto first = static_cast<Enum>(Words<Enum>::first);
    value = value == first ? static_cast<Enum>(Words<Enum>::first + 1) : first;
  }
  template <class Value>
  static void change(std::vector<Value>& values) {
    change(values.back());
  }
  template <class Value>
  static void change(std::optional<Value>& value) {
    if (value) {
      change(*value);
    } else {
      value.emplace();
    }
  }

  int left_;
};

class OneRequest : public testing::Test {
 protected:
  std::optional<std::string_view> difference(const Event& stored, const Command& asked) const {
    return first_difference(stored, asked, state, [this](std::uint8_t field) {
      const auto found = recording.texts.find(field);
      return found == recording.texts.end() ? std::nullopt : std::optional(found->second);
    });
  }

  CommunityState state = community();
  Recording recording{state};
};

class SameRequest : public OneRequest, public testing::WithParamInterface<EventKind> {};

TEST_P(SameRequest, RepeatIsTheSame) {
  RandomCommands commands(1, houses);
  for (int round = 0; round < 20; ++round) {
    const Command command = commands.make(GetParam());
    EXPECT_EQ(difference(recording.record(command), command), std::nullopt);
  }
}

TEST_P(SameRequest, NamesTheFieldThatDiffers) {
  RandomCommands commands(2, houses);
  int changes = 0;
  for (int round = 0; round < 4; ++round) {
    const Command command = commands.make(GetParam());
    const Event stored = recording.record(command);
    for (int field = 0;; ++field) {
      Command asked = command;
      Change change(field);
      std::visit([&](auto& payload) { payload.fields(payload, change); }, asked.payload);
      if (!change.changed) break;
      EXPECT_EQ(difference(stored, asked), change.changed);
      ++changes;
    }
  }
  EXPECT_GT(changes, 0);
}

TEST_P(SameRequest, WhatTheRuleDecidedIsNoPartOfIt) {
  RandomCommands commands(3, houses);
  const Command command = commands.make(GetParam());
  Event stored = recording.record(command);
  if (auto* house = std::get_if<HouseRegistered>(&stored.payload)) house->number.value = {7};
  if (auto* run = std::get_if<FeesAssessed>(&stored.payload)) run->lines.value.resize(3);
  EXPECT_EQ(difference(stored, command), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(EveryKind, SameRequest, testing::ValuesIn(every_kind()),
                         [](const auto& parameter) {
                           return std::string(kind_name(parameter.param));
                         });

TEST_F(OneRequest, NamesTheHeaderFieldThatDiffers) {
  RandomCommands commands(4, houses);
  const Command command = commands.make(EventKind::payment_received);
  const Event stored = recording.record(command);
  const auto differs_in = [&](std::string_view field, auto&& change) {
    Command asked = command;
    change(asked);
    EXPECT_EQ(difference(stored, asked), field);
  };
  differs_in("kind", [](Command& asked) { asked.payload = PeriodClosed{}; });
  differs_in("business_date", [](Command& asked) { asked.header.business_date = {1}; });
  differs_in("memo", [](Command& asked) { asked.header.memo.emplace().value = "another"; });
  differs_in("document", [](Command& asked) { asked.header.document.emplace().bytes[0] ^= 1; });
  differs_in("occurred_on", [](Command& asked) { asked.header.occurred_on = Day{1}; });
}

TEST_F(OneRequest, UnknownHouseDiffers) {
  RandomCommands commands(5, houses);
  Command command = commands.make(EventKind::payment_received);
  const Event stored = recording.record(command);
  std::get<PaymentReceived>(command.payload).house.code = "9-9-999";
  EXPECT_EQ(difference(stored, command), "house");
}

TEST_F(OneRequest, ErasedTextCountsAsTheSame) {
  RandomCommands commands(6, houses);
  Command command = commands.make(EventKind::fee_assessed);
  command.header.memo = Text{"a memo", {}};
  const Event stored = recording.record(command);
  recording.texts.clear();
  std::get<FeeAssessed>(command.payload).reason.value = "whatever it was";
  command.header.memo->value = "whatever it was";
  EXPECT_EQ(difference(stored, command), std::nullopt);
  command.header.memo.reset();
  EXPECT_EQ(difference(stored, command), "memo");
}

}  // namespace
}  // namespace mingzhang
