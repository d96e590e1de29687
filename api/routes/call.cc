#include "api/routes/call.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <charconv>

namespace mingzhang {

Response json_response(const boost::json::value& body, unsigned status) {
  return json_text_response(boost::json::serialize(body), status);
}

Response json_text_response(std::string body, unsigned status) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

Rejection unreadable(const StoreError& error) {
  return reject(Code::store_unreadable, "", error.message);
}

boost::system::result<CommunityEntry, Rejection> community_of(const Call& call) {
  const std::string& id = call.variables.front();
  StoreResult<std::optional<CommunityEntry>> found = call.service.catalogue.find(id);
  if (!found) return unreadable(found.error());
  if (!*found) return reject(Code::unknown_community, "community", shown_name(id));
  return std::move(**found);
}

Refused check_query(const Request& request, std::initializer_list<std::string_view> known) {
  for (const auto& [name, value] : request.query) {
    if (name.empty() && value.empty()) continue;  // a question mark with nothing behind it
    if (std::ranges::find(known, name) == known.end()) return unknown_field(name);
    const auto same = [&wanted = name](const auto& other) { return other.first == wanted; };
    if (std::ranges::count_if(request.query, same) > 1) {
      return reject(Code::duplicate_field, name, name);
    }
  }
  return std::nullopt;
}

Refused read_number(const Request& request, std::string_view name, std::uint64_t most,
                    std::optional<std::uint64_t>& out) {
  const std::string* text = find_parameter(request, name);
  if (text == nullptr) return std::nullopt;
  const char* end = text->data() + text->size();
  const auto read = std::from_chars(text->data(), end, out.emplace());
  const bool is_beyond_all = read.ec == std::errc::result_out_of_range;
  if (read.ptr != end || (*out == 0 && !is_beyond_all)) {
    return reject(Code::malformed_value, name, name, shown_name(*text), "100");
  }
  if (!is_beyond_all && *out <= most) return std::nullopt;
  return reject(Code::value_too_large, name, name, fmt::to_string(most));
}

const std::string* find_parameter(const Request& request, std::string_view name) {
  const auto same = [&](const auto& parameter) { return parameter.first == name; };
  const auto found = std::ranges::find_if(request.query, same);
  return found == request.query.end() ? nullptr : &found->second;
}

}  // namespace mingzhang
