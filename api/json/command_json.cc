#include "api/json/command_json.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "api/json/field_forms.h"

namespace mingzhang {
namespace {

namespace json = boost::json;

bool is_there(const json::value* value) { return value != nullptr && !value->is_null(); }

/// Fills the fields that it visits from the members of an object and keeps the first fault.
class FieldParser {
 public:
  explicit FieldParser(const json::object& in) : in_(in) {}

  template <class Value>
  void operator()(std::string_view name, Value& value) {
    if (refused_) return;
    const json::value* found = take(name);
    refused_ =
        is_there(found) ? read_field(name, *found, value) : reject(Code::missing_field, name, name);
  }
  template <class Value>
  void operator()(std::string_view name, std::optional<Value>& value) {
    if (refused_) return;
    const json::value* found = take(name);
    if (is_there(found)) refused_ = read_field(name, *found, value.emplace());
  }
  template <class Value>
  void operator()(std::string_view, Decided<Value>&) {}

  const json::value* take(std::string_view name) {
    const json::value* found = in_.if_contains(name);
    if (found != nullptr) ++taken_;
    return found;
  }
  std::size_t taken() const { return taken_; }
  Refused take_refused() { return std::move(refused_); }

 private:
  const json::object& in_;
  std::size_t taken_ = 0;
  Refused refused_;
};

/// Whether a kind has a field of that name which a caller may set.
class FieldSearch {
 public:
  explicit FieldSearch(std::string_view wanted) : wanted_(wanted) {}
  template <class Value>
  void operator()(std::string_view name, const Value&) {
    found = found || name == wanted_;
  }
  template <class Value>
  void operator()(std::string_view, const Decided<Value>&) {}
  bool found = false;

 private:
  std::string_view wanted_;
};

Refused find_unknown(const json::object& event, Command& command) {
  for (const json::key_value_pair& member : event) {
    const std::string_view name(member.key().data(), member.key().size());
    if (name == "kind" || name == "recorded") continue;
    FieldSearch search(name);
    visit_fields(command.header, search);
    std::visit([&](const auto& payload) { payload.fields(payload, search); }, command.payload);
    if (!search.found) return unknown_field(name);
  }
  return std::nullopt;
}

template <std::size_t index = 0>
void start_payload(EventKind kind, Payload& payload) {
  if constexpr (index < kind_count) {
    if (static_cast<std::size_t>(kind) == index + 1) {
      payload.emplace<index>();
    } else {
      start_payload<index + 1>(kind, payload);
    }
  }
}

Refused read_kind(const json::value* value, Payload& payload) {
  if (!is_there(value)) return reject(Code::missing_field, "kind", "kind");
  std::string name;
  if (Refused refused = read_field("kind", *value, name)) return refused;
  const std::optional<EventKind> kind = parse_kind(name);
  if (!kind) return reject(Code::unknown_kind, "kind", shown_name(name));
  start_payload(*kind, payload);
  return std::nullopt;
}

}  // namespace

ParsedCommand parse_command(const json::object& event, const std::string& actor) {
  Command command;
  FieldParser fields(event);
  if (Refused refused = read_kind(fields.take("kind"), command.payload)) return *refused;
  command.header.actor = actor;
  visit_fields(command.header, fields);
  std::visit([&](auto& payload) { payload.fields(payload, fields); }, command.payload);
  fields.take("recorded");
  Refused refused = fields.take_refused();
  // A misspelt name leaves a field missing and an unknown one behind: the second says more.
  if (refused || fields.taken() != event.size()) {
    if (Refused unknown = find_unknown(event, command)) return *unknown;
  }
  if (refused) return *refused;
  return command;
}

boost::system::result<const json::object*, Rejection> as_object(const json::value& value,
                                                                std::string_view field) {
  if (const json::object* object = value.if_object()) return object;
  return wrong_type(field, "对象 {…}", "an object {…}");
}

ParsedCommand CommandReader::read(std::string_view line) {
  const auto value = reader_.read(line);
  if (!value) return value.error();
  const auto event = as_object(**value, "event");
  if (!event) return event.error();
  return parse_command(**event, actor_);
}

}  // namespace mingzhang
