// api/openapi.yaml says what the lists in C++ say: routes and roles, kinds and their fields, words,
// codes and their statuses, reports. Neither can change alone. That answers are as it says is
// tests/contract's.

#include "api/routes/contract.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <map>
#include <set>

#include "api/json/event_json.h"
#include "api/reports/report.h"
#include "api/routes/service.h"
#include "ledger/rules/preflight.h"
#include "tests/support/commands.h"
#include "tests/support/http_client.h"
#include "tests/support/random_command.h"
#include "tests/support/running_server.h"

namespace mingzhang {
namespace {

using namespace test;
namespace json = boost::json;
using Names = std::set<std::string>;

const json::value& document() {
  static const json::value parsed = json::parse({contract_json().data(), contract_json().size()});
  return parsed;
}
const json::object& schema(std::string_view name) {
  return document().at("components").at("schemas").at(name).as_object();
}
std::string text(const json::value& value) { return value.as_string().c_str(); }

Names names_in(const json::value& array) {
  Names names;
  for (const json::value& name : array.as_array()) names.insert(text(name));
  return names;
}
Names members_of(const json::value& object) {
  Names names;
  for (const json::key_value_pair& member : object.as_object()) names.emplace(member.key());
  return names;
}
Names properties_of(std::string_view name) { return members_of(schema(name).at("properties")); }

/// The schema that stands for a field's type.
template <class Value>
constexpr std::string_view schema_of = "";
// clang-format off
template <> constexpr std::string_view schema_of<Name> = "Name";
template <> constexpr std::string_view schema_of<Title> = "Title";
template <> constexpr std::string_view schema_of<Text> = "Text";
template <> constexpr std::string_view schema_of<HouseRef> = "House";
template <> constexpr std::string_view schema_of<std::vector<HouseRef>> = "Houses";
template <> constexpr std::string_view schema_of<Money> = "Amount";
template <> constexpr std::string_view schema_of<Area> = "Area";
template <> constexpr std::string_view schema_of<Price> = "Price";
template <> constexpr std::string_view schema_of<Hours> = "Hours";
template <> constexpr std::string_view schema_of<Day> = "Date";
template <> constexpr std::string_view schema_of<Period> = "Period";
template <> constexpr std::string_view schema_of<std::uint32_t> = "Count";
template <> constexpr std::string_view schema_of<Sequence> = "Sequence";
template <> constexpr std::string_view schema_of<AccountRef> = "Account";
template <> constexpr std::string_view schema_of<Scope> = "Scope";
template <> constexpr std::string_view schema_of<HouseUse> = "HouseUse";
template <> constexpr std::string_view schema_of<TariffBasis> = "TariffBasis";
template <> constexpr std::string_view schema_of<BillingCycle> = "BillingCycle";
template <> constexpr std::string_view schema_of<Matter> = "Matter";
template <> constexpr std::string_view schema_of<std::vector<AllowedUse>> = "AllowedUses";
template <> constexpr std::string_view schema_of<Channel> = "Channel";
template <> constexpr std::string_view schema_of<RevenueSource> = "RevenueSource";
template <> constexpr std::string_view schema_of<RevenueUse> = "RevenueUse";
template <> constexpr std::string_view schema_of<InterestBasis> = "InterestBasis";
// clang-format on

/// Visits a payload's fields.
struct Fields {
  std::map<std::string, std::string> types;  ///< by name: the schema's reference
  Names required{"kind"};
  Names decided;

  template <class Value>
  void operator()(std::string_view name, const Value&) {
    required.emplace(name);
    add<Value>(name);
  }
  template <class Value>
  void operator()(std::string_view name, const std::optional<Value>&) {
    add<Value>(name);
  }
  template <class Value>
  void operator()(std::string_view name, const Decided<Value>&) {
    decided.emplace(name);
  }
  template <class Value>
  void add(std::string_view name) {
    static_assert(!schema_of<Value>.empty());
    types[std::string(name)] = fmt::format("#/components/schemas/{}", schema_of<Value>);
  }
};

Fields fields_of(EventKind kind) {
  Fields fields;
  const Payload payload = payload_of(kind);
  std::visit([&fields](const auto& typed) { typed.fields(typed, fields); }, payload);
  return fields;
}

/// A kind's schema is named like its payload.
std::string_view schema_of_kind(EventKind kind) {
  switch (kind) {
#define MINGZHANG_CASE(number, name, Type, family) \
  case EventKind::name:                            \
    return #Type;
    MINGZHANG_EVENT_KINDS(MINGZHANG_CASE)
#undef MINGZHANG_CASE
    default:
      return "";
  }
}

TEST(Contract, KindsHaveTheFieldsOfTheirPayloads) {
  Names decided;
  Names kinds;
  const json::object& mapping = schema("EventFields").at("discriminator").at("mapping").as_object();
  for (const EventKind kind : every_kind()) {
    const std::string name(kind_name(kind));
    const std::string_view type = schema_of_kind(kind);
    const Fields fields = fields_of(kind);
    kinds.insert(name);
    decided.insert(fields.decided.begin(), fields.decided.end());
    EXPECT_EQ(text(mapping.at(name)), fmt::format("#/components/schemas/{}", type));
    EXPECT_EQ(names_in(schema(type).at("required")), fields.required) << name;
    const json::object& properties = schema(type).at("properties").as_object();
    EXPECT_EQ(text(properties.at("kind").at("const")), name);
    EXPECT_EQ(properties.size(), fields.types.size() + 1) << name;
    for (const auto& [field, reference] : fields.types) {
      ASSERT_TRUE(properties.contains(field)) << name << "." << field;
      EXPECT_EQ(text(properties.at(field).at("$ref")), reference) << name << "." << field;
    }
  }
  EXPECT_EQ(names_in(schema("EventKind").at("enum")), kinds);
  EXPECT_EQ(schema("EventFields").at("oneOf").as_array().size(), kinds.size());
  EXPECT_EQ(properties_of("Decided"), decided);
}

TEST(Contract, TheHeaderIsEveryEvents) {
  Command event = command("heping", "k", PeriodClosed{period("2026-01")});
  event.header.memo.emplace().value = "备注";
  event.header.document.emplace();
  event.header.occurred_on = event.header.business_date;
  Names expected = members_of(json::parse(render_command(event)));
  expected.erase("period");
  EXPECT_EQ(properties_of("EventHeader"), expected);
}

template <class Enum>
void expect_words(std::string_view name) {
  Names words;
  for (const std::string_view word : Words<Enum>::names) words.emplace(word);
  EXPECT_EQ(names_in(schema(name).at("enum")), words) << name;
}

TEST(Contract, WordsAreThoseOfTheVocabularies) {
  expect_words<HouseUse>("HouseUse");
  expect_words<TariffBasis>("TariffBasis");
  expect_words<BillingCycle>("BillingCycle");
  expect_words<Matter>("Matter");
  expect_words<AllowedUse>("AllowedUse");
  expect_words<ResolutionOutcome>("ResolutionOutcome");
  expect_words<Channel>("Channel");
  expect_words<RevenueSource>("RevenueSource");
  expect_words<RevenueUse>("RevenueUse");
  expect_words<InterestBasis>("InterestBasis");
  Names roles;
  for (int role = 0; role < role_count; ++role) roles.emplace(role_name(static_cast<Role>(role)));
  EXPECT_EQ(names_in(schema("Role").at("enum")), roles);
}

TEST(Contract, LimitsAreThoseOfTheRules) {
  EXPECT_EQ(schema("Name").at("maxLength"), max_name_characters);
  EXPECT_EQ(schema("House").at("maxLength"), max_name_characters);
  EXPECT_EQ(schema("Key").at("maxLength"), max_name_characters);
  EXPECT_EQ(schema("Title").at("maxLength"), max_name_characters);
  EXPECT_EQ(schema("Text").at("maxLength"), max_text_characters);
}

std::map<std::string, int> every_code() {
  std::map<std::string, int> codes;
#define MINGZHANG_NAME(name, status, zh, en) codes[#name] = status;
  MINGZHANG_REJECTIONS(MINGZHANG_NAME)
#undef MINGZHANG_NAME
  return codes;
}

/// Follows a reference.
const json::value& resolved(const json::value& value) {
  const json::object* object = value.if_object();
  const json::value* reference = object == nullptr ? nullptr : object->if_contains("$ref");
  return reference == nullptr ? value : document().at_pointer(text(*reference).substr(1));
}

/// Every `status` and `code` of a problem that stands side by side somewhere.
void collect_problems(const json::value& value, std::multimap<std::string, std::int64_t>& found) {
  if (const json::array* items = value.if_array()) {
    for (const json::value& item : *items) collect_problems(item, found);
  }
  const json::object* object = value.if_object();
  if (object == nullptr) return;
  const json::value* status = object->if_contains("status");
  const json::value* code = object->if_contains("code");
  if (status != nullptr && code != nullptr && code->is_object() &&
      code->as_object().contains("enum")) {
    for (const std::string& name : names_in(code->at("enum"))) {
      found.emplace(name, status->at("const").as_int64());
    }
  }
  for (const json::key_value_pair& member : *object) collect_problems(member.value(), found);
}

TEST(Contract, CodesHaveTheirStatuses) {
  const std::map<std::string, int> codes = every_code();
  std::multimap<std::string, std::int64_t> documented;
  collect_problems(document(), documented);
  for (const auto& [code, status] : documented) {
    ASSERT_TRUE(codes.contains(code)) << code;
    EXPECT_EQ(codes.at(code), status) << code;
  }
  const Names listed = names_in(schema("Code").at("enum"));
  for (const auto& [code, status] : codes) {
    EXPECT_TRUE(documented.contains(code)) << code << " is no answer of any route";
    EXPECT_TRUE(listed.contains(code)) << code;
  }
}

/// Its methods by path, as the table of routes has them: a report stands for {report}.
std::map<std::string, const json::object*> documented_operations() {
  std::map<std::string, const json::object*> operations;
  for (const json::key_value_pair& path : document().at("paths").as_object()) {
    for (const json::key_value_pair& member : path.value().as_object()) {
      if (member.key() == "parameters") continue;
      std::string method(member.key());
      std::ranges::transform(method, method.begin(), [](char c) { return std::toupper(c); });
      operations[fmt::format("{} {}", method, std::string_view(path.key()))] =
          &member.value().as_object();
    }
  }
  return operations;
}

TEST(Contract, RoutesAreThoseOfTheTable) {
  std::map<std::string, const json::object*> operations = documented_operations();
  const auto expect = [&operations](const RouteEntry& route, const std::string& path) {
    const std::string name = fmt::format("{} {}", route.method, path);
    ASSERT_TRUE(operations.contains(name)) << name;
    const json::object& operation = *operations.at(name);
    Names roles;
    for (int role = 0; role < role_count; ++role) {
      if (may(static_cast<Role>(role), route.action)) roles.emplace(role_name(Role(role)));
    }
    const json::value* security = operation.if_contains("security");
    if (route.action == Action::be_open) {
      ASSERT_NE(security, nullptr) << name;
      EXPECT_TRUE(security->as_array().empty()) << name;
    } else {
      EXPECT_EQ(names_in(operation.at("x-roles")), roles) << name;
      const std::string_view wanted = R"([{"bearer":[]},{"session":[],"csrf":[]}])";
      EXPECT_EQ(security != nullptr, route.method != "GET") << name;
      if (security != nullptr) {
        EXPECT_EQ(json::serialize(*security), wanted) << name;
      }
    }
    operations.erase(name);
  };
  for (const RouteEntry& route : list_routes()) {
    const std::string pattern(route.pattern);
    const std::size_t variable = pattern.find("{report}");
    if (variable == std::string::npos) {
      expect(route, pattern);
      continue;
    }
    for (const Report& report : community_reports()) {
      expect(route, pattern.substr(0, variable) + std::string(report.name));
    }
  }
  EXPECT_TRUE(operations.empty()) << "no such route: " << operations.begin()->first;
}

TEST(Contract, ReportsAskForTheirPeriods) {
  for (const Report& report : community_reports()) {
    const json::value& operation =
        document().at("paths").at(fmt::format("/v1/communities/{{community}}/{}", report.name));
    bool required = false;
    for (const json::value& parameter : operation.at("get").at("parameters").as_array()) {
      const json::object& found = resolved(parameter).as_object();
      if (found.at("name") == "period") required = found.contains("required");
    }
    EXPECT_EQ(required, report.range == RangeUse::required) << report.name;
  }
}

TEST(Contract, IsServedAndKnownByItsContent) {
  RunningService running;
  HttpClient client(running.server.port());
  const Answer first = client.get("/openapi.json");
  EXPECT_EQ(first.status, 200U);
  EXPECT_EQ(first.content_type, "application/json");
  EXPECT_EQ(first.body, contract_json());
  const std::string tag = first.header("ETag");
  const Answer again = client.send("GET", "/openapi.json", {}, {{"If-None-Match", tag}});
  EXPECT_EQ(again.status, 304U);
  EXPECT_EQ(again.header("ETag"), tag);
  EXPECT_EQ(client.send("GET", "/openapi.json", {}, {{"If-None-Match", "\"other\""}}).status, 200U);
}

}  // namespace
}  // namespace mingzhang
