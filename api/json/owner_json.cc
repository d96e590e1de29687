#include "api/json/owner_json.h"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>

#include "api/json/field_forms.h"
#include "api/json/json_text.h"
#include "ledger/rules/preflight.h"

namespace mingzhang {
namespace {

namespace json = boost::json;

Refused read_text(const json::object& in, std::string_view field, std::string& out) {
  const json::value* found = in.if_contains(field);
  if (found == nullptr || found->is_null()) return std::nullopt;
  if (Refused refused = read_field(field, *found, out)) return refused;
  if (utf8_length(out).value_or(0) > max_name_characters) {
    return reject(Code::text_too_long, field, field, fmt::to_string(max_name_characters));
  }
  return std::nullopt;
}

boost::system::result<Owner, Rejection> read_owner(const json::object& owner) {
  for (const json::key_value_pair& member : owner) {
    const std::string_view name(member.key().data(), member.key().size());
    if (name != "name" && name != "phone" && name != "from") {
      return unknown_field(name);
    }
  }
  Owner out;
  if (Refused refused = read_text(owner, "name", out.name)) return *refused;
  if (out.name.find_first_not_of(' ') == std::string::npos) {
    return reject(Code::missing_field, "name", "name");
  }
  if (Refused refused = read_text(owner, "phone", out.phone)) return *refused;
  const json::value* from = owner.if_contains("from");
  if (from != nullptr && !from->is_null()) {
    if (Refused refused = read_field("from", *from, out.from.emplace())) return *refused;
  }
  return out;
}

}  // namespace

boost::system::result<Owner, Rejection> parse_owner(const json::object& owner) {
  auto out = read_owner(owner);
  if (out && !is_visible(out->name)) {
    return reject(Code::malformed_value, "name", "name", out->name, "张三");
  }
  if (out && !is_visible(out->phone)) {
    return reject(Code::malformed_value, "phone", "phone", out->phone, "13800000000");
  }
  return out;
}

json::object render_owner(const Owner& owner) {
  json::object out{{"name", owner.name}, {"phone", owner.phone}, {"from", nullptr}};
  if (owner.from) out["from"] = to_string(*owner.from);
  return out;
}

std::string encode_owner(const Owner& owner) { return json::serialize(render_owner(owner)); }

std::optional<Owner> decode_owner(std::string_view bytes) {
  JsonReader reader;
  const auto value = reader.read(bytes);
  if (!value || !(*value)->is_object()) return std::nullopt;
  const auto owner = read_owner((*value)->get_object());
  return owner ? std::optional(*owner) : std::nullopt;
}

}  // namespace mingzhang
