#include "api/buffers/request_buffer.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <limits>

#include "api/json/event_json.h"
#include "schemas/request_generated.h"
#include "tests/support/binary_schema.h"
#include "tests/support/paths.h"
#include "tests/support/random_command.h"
#include "tests/support/request_bytes.h"
#include "tests/support/running_server.h"

namespace mingzhang::test {
namespace {

using reflection::BaseType;
constexpr std::size_t plenty = 10'000;

ParsedCommand read_one(const std::string& bytes) {
  const auto buffer = RequestBuffer::open(bytes, plenty);
  if (!buffer) return buffer.error();
  return buffer->event(0, "tester");
}

TEST(RequestBufferTest, GivesTheCommandThatJsonGives) {
  RandomCommands random(7, {"1-1-101", "1-0-商铺"});
  for (const EventKind kind : every_kind()) {
    for (int round = 0; round < 50; ++round) {
      const Command command = random.make(kind);
      const ParsedCommand from_buffer = read_one(request_bytes({command}, RequestMode::single));
      const ParsedCommand from_json = CommandReader("tester").read(render_command(command));
      ASSERT_TRUE(from_json) << kind_name(kind) << sentence(from_json.error());
      ASSERT_TRUE(from_buffer) << kind_name(kind) << sentence(from_buffer.error());
      EXPECT_EQ(*from_buffer, *from_json) << kind_name(kind);
    }
  }
}

/// The names of the fields that a caller sets, and which may be left out.
struct CallersFields {
  template <class Value>
  void operator()(std::string_view name, const Value&) {
    list.emplace_back(name, false);
  }
  template <class Value>
  void operator()(std::string_view name, const std::optional<Value>&) {
    list.emplace_back(name, true);
  }
  template <class Value>
  void operator()(std::string_view, const Decided<Value>&) {}
  std::vector<std::pair<std::string, bool>> list;
};

TEST(RequestBufferTest, MissesWhatJsonMisses) {
  RandomCommands random(8, {"1-1-101"});
  for (const EventKind kind : every_kind()) {
    Command command = random.make(kind);
    CallersFields fields;
    visit_fields(command.header, fields);
    std::visit([&](const auto& typed) { typed.fields(typed, fields); }, command.payload);
    fields.list.emplace_back("kind", false);
    for (const auto& [name, is_optional] : fields.list) {
      boost::json::object object = boost::json::parse(render_command(command)).as_object();
      object.erase(name);
      const ParsedCommand from_json = parse_command(object, "tester");
      const ParsedCommand from_buffer =
          read_one(request_bytes({command}, RequestMode::single, name));
      ASSERT_EQ(from_json.has_value(), is_optional) << kind_name(kind) << '.' << name;
      ASSERT_EQ(from_buffer.has_value(), is_optional) << kind_name(kind) << '.' << name;
      if (is_optional) {
        EXPECT_EQ(*from_buffer, *from_json) << kind_name(kind) << '.' << name;
      } else {
        EXPECT_EQ(sentence(from_buffer.error()), sentence(from_json.error()));
      }
    }
  }
}

/// What schemas/request.fbs has to say of a field: units end its name, scalars may be missing.
struct ExpectedRequestField {
  std::string name;
  BaseType type{};
  std::string of{};
  BaseType element = BaseType::None;
};

class ExpectedRequestFields {
 public:
  template <class Value>
  void operator()(std::string_view name, const Value& value) {
    list.push_back(of(std::string(name), value));
  }
  template <class Value>
  void operator()(std::string_view, const Decided<Value>&) {}
  std::vector<ExpectedRequestField> list;

 private:
  using Field = ExpectedRequestField;
  static Field text(const std::string& name) { return {name, BaseType::String}; }
  static Field of(const std::string& name, const std::string&) { return text(name); }
  static Field of(const std::string& name, const Name&) { return text(name); }
  static Field of(const std::string& name, const Title&) { return text(name); }
  static Field of(const std::string& name, const Text&) { return text(name); }
  static Field of(const std::string& name, const HouseRef&) { return text(name); }
  static Field of(const std::string& name, AccountRef) { return text(name); }
  static Field of(const std::string& name, Money) { return {name + "_fen", BaseType::Long}; }
  static Field of(const std::string& name, Area) { return {name + "_dm2", BaseType::Long}; }
  static Field of(const std::string& name, Price) { return {name + "_centifen", BaseType::Long}; }
  static Field of(const std::string& name, Hours) { return {name + "_centihours", BaseType::Long}; }
  static Field of(const std::string& name, Day) { return {name + "_day", BaseType::Int}; }
  static Field of(const std::string& name, Period) { return {name + "_month", BaseType::UShort}; }
  static Field of(const std::string& name, Sequence) { return {name, BaseType::ULong}; }
  static Field of(const std::string& name, std::uint32_t) { return {name, BaseType::UInt}; }
  static Field of(const std::string& name, const Hash32&) {
    return {name, BaseType::Obj, "mingzhang.fb.Hash32"};
  }
  static Field of(const std::string& name, const Scope&) {
    return {name, BaseType::Obj, "mingzhang.request.Scope"};
  }
  static Field of(const std::string& name, const std::vector<HouseRef>&) {
    return {name, BaseType::Vector, "", BaseType::String};
  }
  static Field of(const std::string& name, const std::vector<AllowedUse>&) {
    return {name, BaseType::Vector, "mingzhang.fb.AllowedUse", BaseType::UByte};
  }
  template <class Enum>
  requires std::is_enum_v<Enum>
  static Field of(const std::string& name, Enum) {
    return {name, BaseType::UByte, "mingzhang.fb." + std::string(schema_name(Enum{}))};
  }
  template <class Value>
  static Field of(const std::string& name, const std::optional<Value>&) {
    return of(name, Value{});
  }
  static std::string_view schema_name(HouseUse) { return "HouseUse"; }
  static std::string_view schema_name(TariffBasis) { return "TariffBasis"; }
  static std::string_view schema_name(BillingCycle) { return "BillingCycle"; }
  static std::string_view schema_name(Matter) { return "Matter"; }
  static std::string_view schema_name(AllowedUse) { return "AllowedUse"; }
  static std::string_view schema_name(Channel) { return "Channel"; }
  static std::string_view schema_name(RevenueSource) { return "RevenueSource"; }
  static std::string_view schema_name(RevenueUse) { return "RevenueUse"; }
  static std::string_view schema_name(InterestBasis) { return "InterestBasis"; }
};

struct RequestSchemaTest : testing::Test {
  void expect_fields(const reflection::Object& table,
                     const std::vector<ExpectedRequestField>& expected) const {
    for (std::size_t id = 0; id < expected.size(); ++id) {
      const ExpectedRequestField& field = expected[id];
      const reflection::Field* found = table.fields()->LookupByKey(field.name.c_str());
      const std::string where = table.name()->str() + "." + field.name;
      ASSERT_NE(found, nullptr) << where << " is not in the schema";
      EXPECT_EQ(found->id(), id) << where;
      EXPECT_EQ(found->type()->base_type(), field.type) << where;
      EXPECT_EQ(found->type()->element(), field.element) << where;
      EXPECT_EQ(schema.name_of(*found->type()), field.of) << where;
      // What has an offset can be left out by itself; a scalar has to say so.
      EXPECT_TRUE(found->optional()) << where << " says `= null`";
    }
  }

  const BinarySchema schema{"request"};
};

TEST_F(RequestSchemaTest, HasEveryKindAndEveryFieldThatACallerSets) {
  const auto& members = *schema->enums()->LookupByKey("mingzhang.request.Payload")->values();
  EXPECT_EQ(members.size(), kind_count + 1) << "and NONE";
  for (const EventKind kind : every_kind()) {
    const auto* member = members.LookupByKey(static_cast<std::int64_t>(kind));
    ASSERT_NE(member, nullptr) << kind_name(kind);
    const reflection::Object& table =
        *schema->objects()->Get(static_cast<unsigned>(member->union_type()->index()));
    ExpectedRequestFields expected;
    std::visit([&](const auto& typed) { typed.fields(typed, expected); }, payload_of(kind));
    EXPECT_EQ(table.fields()->size(), expected.list.size()) << table.name()->str();
    expect_fields(table, expected.list);
  }
  ExpectedRequestFields header;
  CommandHeader empty;
  visit_fields(empty, header);
  const reflection::Object& event = *schema->objects()->LookupByKey("mingzhang.request.Event");
  EXPECT_EQ(event.fields()->size(), header.list.size() + 2) << "and the payload with its type";
  expect_fields(event, header.list);
}

TEST(RequestBufferTest, RefusesWhatIsNoBuffer) {
  RandomCommands random(9, {"1-1-101"});
  const std::string good =
      request_bytes({random.make(EventKind::payment_received)}, RequestMode::single);
  EXPECT_TRUE(RequestBuffer::open(good, 1));
  for (std::size_t size = 0; size < good.size(); size += 3) {
    const std::string cut = good.substr(0, size);
    const auto refused = RequestBuffer::open(cut, plenty);
    ASSERT_FALSE(refused) << size;
    EXPECT_EQ(refused.error().code, Code::malformed_buffer);
  }
  std::string other = good;
  other.replace(4, 4, "MZEV");
  EXPECT_FALSE(RequestBuffer::open(other, plenty));
  EXPECT_EQ(RequestBuffer::open(request_bytes({}, RequestMode::each), plenty).error().code,
            Code::no_events);
  const std::vector<Command> three(3, random.make(EventKind::period_closed));
  EXPECT_EQ(RequestBuffer::open(request_bytes(three, RequestMode::each), 2).error().code,
            Code::too_many_events);
  EXPECT_EQ(RequestBuffer::open(request_bytes(three, RequestMode::single), 3).error().code,
            Code::missing_field);
  EXPECT_EQ(RequestBuffer::open(request_bytes(three, static_cast<RequestMode>(7)), 3).error().code,
            Code::unknown_word);
}

TEST(RequestBufferTest, RefusesValuesThatJsonCannotHave) {
  RandomCommands random(10, {"1-1-101"});
  const auto code_of = [](const Command& command) {
    const ParsedCommand read = read_one(request_bytes({command}, RequestMode::single));
    return read ? std::string("read") : std::string(code_name(read.error().code));
  };
  Command command = random.make(EventKind::payment_received);
  auto& payment = std::get<PaymentReceived>(command.payload);
  EXPECT_EQ(code_of(command), "read");
  const Command good = command;
  payment.amount = {max_amount.fen + 1};
  EXPECT_EQ(code_of(command), "value_too_large");
  payment.amount = {-max_amount.fen - 1};
  EXPECT_EQ(code_of(command), "value_too_large");
  command = good;
  payment.channel = static_cast<Channel>(9);
  EXPECT_EQ(code_of(command), "unknown_word");
  command = good;
  payment.for_period = Period{1};
  EXPECT_EQ(code_of(command), "malformed_value");
  command = good;
  payment.house.code = "1-\xFF";
  EXPECT_EQ(code_of(command), "malformed_buffer");
  command = good;
  command.header.business_date = {std::numeric_limits<std::int32_t>::min()};
  EXPECT_EQ(code_of(command), "malformed_value");
  command.header.business_date = {2'932'897};
  EXPECT_EQ(code_of(command), "malformed_value");
}

TEST(RequestBufferTest, OneTextFromManyPlacesIsNotCopiedForEver) {
  // A megabyte that a thousand events point at: a gigabyte, were it read.
  Command command = register_community("heping");
  command.header.memo = Text{std::string(1U << 20U, 'x'), {}};
  const std::string bytes = request_bytes(std::vector<Command>(1000, command), RequestMode::each);
  EXPECT_LT(bytes.size(), 2U << 20U);
  const auto buffer = RequestBuffer::open(bytes, plenty);
  ASSERT_TRUE(buffer);
  int read = 0;
  for (std::size_t i = 0; i < buffer->size(); ++i) read += buffer->event(i, "tester") ? 1 : 0;
  EXPECT_GT(read, 0);
  EXPECT_LT(read, 20);
  EXPECT_EQ(buffer->event(0, "tester").error().code, Code::malformed_buffer);
}

TEST(BufferDoorTest, RecordsAsJsonDoes) {
  RunningService service;
  HttpClient client = service.client();
  const auto post = [&](const std::vector<Command>& commands, RequestMode mode) {
    return client.send("POST", "/v1/events", request_bytes(commands, mode),
                       {{"Content-Type", std::string(buffer_media_type)}});
  };
  const Answer single = post({pay("heping", "p1", "1-1-101", yuan(100))}, RequestMode::single);
  EXPECT_EQ(single.status, 201U) << single.body;
  EXPECT_EQ(single.body,
            R"({"results":[{"status":"recorded","sequence":4,"voucher":"2026-01-0001"}]})");
  std::vector<Command> several;
  several.reserve(500);
  for (int i = 0; i < 500; ++i) {
    several.push_back(pay("heping", fmt::format("s{}", i), i == 7 ? "9-9" : "1-1-102", yuan(1)));
  }
  const Answer atomic = post(several, RequestMode::atomic);
  EXPECT_EQ(atomic.status, 422U);
  EXPECT_EQ(atomic.json().at("index").as_int64(), 7);
  const Answer each = post(several, RequestMode::each);
  EXPECT_EQ(each.status, 200U);
  EXPECT_EQ(each.json().at("results").as_array().size(), 500U);
  EXPECT_EQ(each.json().at("results").at(7).at("code").as_string(), "unknown_house");
  // The same by JSON is a repeat.
  const Answer again = client.post(
      R"({"kind":"payment_received","community":"heping","business_date":"2026-01-15",)"
      R"("idempotency_key":"p1","house":"1-1-101","amount":"100.00","channel":"bank"})");
  EXPECT_EQ(again.json().at("results").at(0).at("status").as_string(), "duplicate");
  EXPECT_EQ(post({}, RequestMode::each).code(), "no_events");
  EXPECT_EQ(
      client.send("POST", "/v1/events", "{}", {{"Content-Type", std::string(buffer_media_type)}})
          .code(),
      "malformed_buffer");
  const Answer unknown = client.send("POST", "/v1/events", "<a/>", {{"Content-Type", "text/xml"}});
  EXPECT_EQ(unknown.status, 415U);
  EXPECT_EQ(unknown.code(), "unsupported_media_type");
  const auto charset = [&client](const std::string& name) {
    const std::string type = "application/json; charset=" + name;
    return client.send("POST", "/v1/events", "{}", {{"Content-Type", type}}).code();
  };
  EXPECT_EQ(charset("\"UTF-8\""), "missing_field");
  EXPECT_EQ(charset("gbk"), "unsupported_media_type");
}

}  // namespace
}  // namespace mingzhang::test
