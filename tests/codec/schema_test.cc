#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "ledger/kinds/payload.h"
#include "tests/support/binary_schema.h"
#include "tests/support/paths.h"
#include "tests/support/random_command.h"

// The codec is generic over `fields()`: field i of the list is field id i of the table. Nothing but
// this test ties the two together, so it compares names, ids, types, units and numbers.

namespace mingzhang::test {
namespace {

using reflection::BaseType;

/// What schemas/*.fbs has to say about a field.
struct Expected {
  std::string name;
  BaseType type{};
  std::string of{};  ///< the enum, table or struct
  BaseType element = BaseType::None;
  bool optional = false;
};

/// Tells the schema's name and type from the C++ type: units end a name.
class ExpectedFields {
 public:
  template <class Value>
  void operator()(std::string_view name, const Value& value) {
    list.push_back(of(std::string(name), value));
  }

  std::vector<Expected> list;

 private:
  static Expected of(const std::string& name, const Name&) { return {name, BaseType::String}; }
  static Expected of(const std::string& name, const Title&) { return {name, BaseType::String}; }
  static Expected of(const std::string& name, const Text&) {
    return {name + "_commitment", BaseType::Obj, "Hash32"};
  }
  static Expected of(const std::string& name, Money) { return {name + "_fen", BaseType::Long}; }
  static Expected of(const std::string& name, Area) { return {name + "_dm2", BaseType::Long}; }
  static Expected of(const std::string& name, Price) {
    return {name + "_centifen", BaseType::Long};
  }
  static Expected of(const std::string& name, Hours) {
    return {name + "_centihours", BaseType::Long};
  }
  static Expected of(const std::string& name, Day) { return {name + "_day", BaseType::Int}; }
  static Expected of(const std::string& name, Period) {
    return {name + "_month", BaseType::UShort};
  }
  static Expected of(const std::string& name, AccountRef) { return {name, BaseType::UShort}; }
  static Expected of(const std::string& name, Sequence) { return {name, BaseType::ULong}; }
  static Expected of(const std::string& name, std::uint32_t) { return {name, BaseType::UInt}; }
  static Expected of(const std::string& name, const HouseRef&) { return {name, BaseType::UInt}; }
  static Expected of(const std::string& name, const Scope&) {
    return {name, BaseType::Obj, "Scope"};
  }
  template <class Tag>
  static Expected of(const std::string& name, StrongNumber<Tag, std::uint32_t>) {
    return {name, BaseType::UInt};
  }
  template <class Value>
  static Expected of(const std::string& name, const std::vector<Value>&) {
    const Expected element = of(name, Value{});
    return {name, BaseType::Vector, element.of, element.type};
  }
  static Expected of(const std::string& name, const ShareLine&) {
    return {name, BaseType::Obj, "ShareLine"};
  }
  static Expected of(const std::string& name, HouseUse) { return word(name, "HouseUse"); }
  static Expected of(const std::string& name, TariffBasis) { return word(name, "TariffBasis"); }
  static Expected of(const std::string& name, BillingCycle) { return word(name, "BillingCycle"); }
  static Expected of(const std::string& name, Matter) { return word(name, "Matter"); }
  static Expected of(const std::string& name, AllowedUse) { return word(name, "AllowedUse"); }
  static Expected of(const std::string& name, ResolutionOutcome) {
    return word(name, "ResolutionOutcome");
  }
  static Expected of(const std::string& name, Channel) { return word(name, "Channel"); }
  static Expected of(const std::string& name, RevenueSource) { return word(name, "RevenueSource"); }
  static Expected of(const std::string& name, RevenueUse) { return word(name, "RevenueUse"); }
  static Expected of(const std::string& name, InterestBasis) { return word(name, "InterestBasis"); }
  static Expected word(const std::string& name, const std::string& of) {
    return {name, BaseType::UByte, of};
  }
  template <class Value>
  static Expected of(const std::string& name, const Decided<Value>&) {
    return of(name, Value{});
  }
  template <class Value>
  static Expected of(const std::string& name, const std::optional<Value>&) {
    Expected expected = of(name, Value{});
    expected.optional = true;
    return expected;
  }
};

class Schema : public testing::Test {
 protected:
  const reflection::Object* object(const std::string& name) const {
    return schema->objects()->LookupByKey(("mingzhang.fb." + name).c_str());
  }
  const reflection::Enum* enumeration(const std::string& name) const {
    return schema->enums()->LookupByKey(("mingzhang.fb." + name).c_str());
  }
  std::string type_name(const reflection::Type& type) const {
    const std::string full = schema.name_of(type);
    return full.substr(full.rfind('.') + 1);
  }

  template <class Enum>
  void expect_words(const std::string& name) const {
    const reflection::Enum* in_schema = enumeration(name);
    ASSERT_NE(in_schema, nullptr) << name;
    EXPECT_EQ(in_schema->values()->size(), Words<Enum>::names.size()) << name;
    for (const reflection::EnumVal* value : *in_schema->values()) {
      const auto index = static_cast<std::size_t>(value->value()) - Words<Enum>::first;
      ASSERT_LT(index, Words<Enum>::names.size()) << name;
      EXPECT_EQ(Words<Enum>::names[index], value->name()->str()) << name;
    }
  }

  const BinarySchema schema{"event"};
};

TEST_F(Schema, EveryFieldHasItsIdItsNameItsTypeAndItsUnit) {
  for (const EventKind kind : every_kind()) {
    ExpectedFields expected;
    const Payload payload = payload_of(kind);
    std::visit([&expected](const auto& typed) { typed.fields(typed, expected); }, payload);

    const auto& members = *enumeration("Payload")->values();
    const auto* member = members.LookupByKey(static_cast<std::int64_t>(kind));
    ASSERT_NE(member, nullptr) << kind_name(kind) << " is not in the union";
    const auto index = static_cast<unsigned>(member->union_type()->index());
    const reflection::Object& table = *schema->objects()->Get(index);
    EXPECT_EQ(table.fields()->size(), expected.list.size()) << table.name()->str();
    for (std::size_t id = 0; id < expected.list.size(); ++id) {
      const Expected& field = expected.list[id];
      const reflection::Field* found = table.fields()->LookupByKey(field.name.c_str());
      const std::string where = table.name()->str() + "." + field.name;
      ASSERT_NE(found, nullptr) << where << " is not in the schema";
      EXPECT_EQ(found->id(), id) << where;
      EXPECT_EQ(found->type()->base_type(), field.type) << where;
      EXPECT_EQ(found->type()->element(), field.element) << where;
      // What has an offset can be left out by itself; an optional scalar has to say `= null`.
      const bool scalar = field.type < BaseType::String;
      EXPECT_TRUE(!scalar || found->optional() == field.optional) << where;
      EXPECT_EQ(type_name(*found->type()), field.of) << where;
    }
  }
}

TEST_F(Schema, TheUnionIsTheListOfKinds) {
  const auto& members = *enumeration("Payload")->values();
  EXPECT_EQ(members.size(), kind_count + 1) << "and NONE";
#define MINGZHANG_MEMBER(number, kind, Type, family)                          \
  ASSERT_NE(members.LookupByKey(std::int64_t{number}), nullptr) << #kind;     \
  EXPECT_EQ(members.LookupByKey(std::int64_t{number})->name()->str(), #Type); \
  EXPECT_EQ(static_cast<int>(EventKind::kind), number);                       \
  EXPECT_EQ(kind_of(Payload{Type{}}), EventKind::kind);
  MINGZHANG_EVENT_KINDS(MINGZHANG_MEMBER)
#undef MINGZHANG_MEMBER
}

TEST_F(Schema, WordsAreTheEnumsOfTheSchema) {
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
}

}  // namespace
}  // namespace mingzhang::test
