#include "tests/support/request_bytes.h"

#include "ledger/chart.h"
#include "schemas/request_generated.h"

namespace mingzhang::test {
namespace {

using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;
using flatbuffers::uoffset_t;
using flatbuffers::voffset_t;

/// What stands before the table that points at it; 0 where a field is inline or left out.
class OffsetsFirst {
 public:
  OffsetsFirst(FlatBufferBuilder& builder, const std::string& left_out)
      : builder_(builder), left_out_(left_out) {}

  template <class Value>
  void operator()(std::string_view name, const Value& value) {
    offsets.push_back(name == left_out_ ? 0 : write(value));
  }
  template <class Value>
  void operator()(std::string_view, const Decided<Value>&) {}

  std::vector<uoffset_t> offsets;

 private:
  uoffset_t write(const std::string& text) { return builder_.CreateSharedString(text).o; }
  uoffset_t write(const Name& name) { return write(name.value); }
  uoffset_t write(const Title& title) { return write(title.value); }
  uoffset_t write(const Text& text) { return write(text.value); }
  uoffset_t write(const HouseRef& house) { return write(house.code); }
  uoffset_t write(const AccountRef& account) { return write(to_string(account)); }
  uoffset_t write(const Scope& scope) {
    const Offset<flatbuffers::String> building = write(scope.building.value);
    const Offset<flatbuffers::String> entrance = scope.entrance ? write(scope.entrance->value) : 0;
    return request::CreateScope(builder_, building, entrance).o;
  }
  uoffset_t write(const std::vector<HouseRef>& houses) {
    std::vector<Offset<flatbuffers::String>> codes;
    codes.reserve(houses.size());
    for (const HouseRef& house : houses) codes.push_back(write(house.code));
    return builder_.CreateVector(codes).o;
  }
  uoffset_t write(const std::vector<AllowedUse>& uses) {
    std::vector<std::uint8_t> numbers;
    numbers.reserve(uses.size());
    for (const AllowedUse use : uses) numbers.push_back(static_cast<std::uint8_t>(use));
    return builder_.CreateVector(numbers).o;
  }
  template <class Value>
  uoffset_t write(const std::optional<Value>& value) {
    return value ? write(*value) : 0;
  }
  template <class Value>
  uoffset_t write(const Value&) {
    return 0;
  }

  FlatBufferBuilder& builder_;
  const std::string& left_out_;
};

class FieldsThen {
 public:
  FieldsThen(FlatBufferBuilder& builder, const std::vector<uoffset_t>& offsets,
             const std::string& left_out)
      : builder_(builder), offsets_(offsets), left_out_(left_out) {}

  template <class Value>
  void operator()(std::string_view name, const Value& value) {
    const auto slot = static_cast<voffset_t>((field_ + 2) * sizeof(voffset_t));
    if (offsets_[field_] != 0) {
      builder_.AddOffset(slot, Offset<void>(offsets_[field_]));
    } else if (name != left_out_) {
      add(slot, value);
    }
    ++field_;
  }
  template <class Value>
  void operator()(std::string_view, const Decided<Value>&) {}

 private:
  void add(voffset_t slot, Money value) { builder_.AddElement(slot, value.fen); }
  void add(voffset_t slot, Area value) { builder_.AddElement(slot, value.dm2); }
  void add(voffset_t slot, Price value) { builder_.AddElement(slot, value.centifen); }
  void add(voffset_t slot, Hours value) { builder_.AddElement(slot, value.centihours); }
  void add(voffset_t slot, Day value) { builder_.AddElement(slot, value.since_1970); }
  void add(voffset_t slot, Period value) { builder_.AddElement(slot, value.months); }
  void add(voffset_t slot, Sequence value) { builder_.AddElement(slot, value.value); }
  void add(voffset_t slot, std::uint32_t value) { builder_.AddElement(slot, value); }
  void add(voffset_t slot, const Hash32& value) {
    const fb::Hash32 hash(value.bytes);
    builder_.AddStruct(slot, &hash);
  }
  template <class Enum>
  requires std::is_enum_v<Enum>
  void add(voffset_t slot, const Enum& value) {
    builder_.AddElement(slot, static_cast<std::uint8_t>(value));
  }
  template <class Value>
  void add(voffset_t slot, const std::optional<Value>& value) {
    if (value) add(slot, *value);
  }
  template <class Value>
  requires(!std::is_enum_v<Value>) void add(voffset_t, const Value&) {
  }  // what has an offset, and is left out

  FlatBufferBuilder& builder_;
  const std::vector<uoffset_t>& offsets_;
  const std::string& left_out_;
  std::size_t field_ = 0;
};

Offset<request::Event> write_event(FlatBufferBuilder& builder, const Command& command,
                                   const std::string& left_out) {
  const uoffset_t payload = std::visit(
      [&](const auto& typed) {
        OffsetsFirst first(builder, left_out);
        typed.fields(typed, first);
        const uoffset_t start = builder.StartTable();
        FieldsThen then(builder, first.offsets, left_out);
        typed.fields(typed, then);
        return builder.EndTable(start);
      },
      command.payload);
  CommandHeader header = command.header;
  OffsetsFirst first(builder, left_out);
  visit_fields(header, first);
  const uoffset_t start = builder.StartTable();
  FieldsThen then(builder, first.offsets, left_out);
  visit_fields(header, then);
  if (left_out != "kind") {
    builder.AddElement(request::Event::VT_PAYLOAD_TYPE,
                       static_cast<std::uint8_t>(kind_of(command.payload)));
    builder.AddOffset(request::Event::VT_PAYLOAD, Offset<void>(payload));
  }
  return builder.EndTable(start);
}

}  // namespace

std::string request_bytes(const std::vector<Command>& commands, RequestMode mode,
                          const std::string& left_out) {
  FlatBufferBuilder builder;
  builder.ForceDefaults(true);
  std::vector<Offset<request::Event>> events;
  events.reserve(commands.size());
  for (const Command& command : commands) {
    events.push_back(write_event(builder, command, left_out));
  }
  const auto list = builder.CreateVector(events);
  request::FinishRequestBuffer(
      builder, request::CreateRequest(builder, static_cast<request::Mode>(mode), list));
  return {reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize()};
}

}  // namespace mingzhang::test
