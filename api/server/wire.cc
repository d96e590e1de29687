#include "api/server/wire.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/beast/core/string.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <chrono>

#include "ledger/rules/preflight.h"

namespace mingzhang::wire {
namespace {

/// Where a header field that the handlers look at goes. `is_list`: several are as good as one with
/// commas between.
struct FieldPlace {
  std::string* value = nullptr;
  bool is_list = false;
};

FieldPlace place_of(Request& request, const http::fields::value_type& field) {
  switch (field.name()) {
    case http::field::host:
      return {&request.host};
    case http::field::origin:
      return {&request.origin};
    case http::field::authorization:
      return {&request.authorization};
    case http::field::cookie:
      return {&request.cookie};
    case http::field::content_type:
      return {&request.content_type};
    case http::field::accept_encoding:
      return {&request.accept_encoding, true};
    case http::field::if_none_match:
      return {&request.if_none_match, true};
    case http::field::unknown:
      break;
    default:
      return {};
  }
  const auto name = field.name_string();
  if (boost::beast::iequals(name, "idempotency-key")) return {&request.idempotency_key};
  if (boost::beast::iequals(name, "last-event-id")) return {&request.last_event_id};
  if (boost::beast::iequals(name, "x-csrf-token")) return {&request.csrf_token};
  if (boost::beast::iequals(name, "x-request-id")) return {&request.id};
  return {};
}

/// False when a field is there twice, or is no text.
bool read_fields(const RequestMessage& message, Request& request) {
  for (const auto& field : message) {
    const FieldPlace place = place_of(request, field);
    if (place.value == nullptr) continue;
    if (!place.value->empty() && !place.is_list) return false;
    if (!place.value->empty()) *place.value += ", ";
    place.value->append(field.value().data(), field.value().size());
    if (!utf8_length(*place.value)) return false;
  }
  return true;
}

/// An id is written to logs and sent back: only what cannot be anything else there.
bool is_request_id(std::string_view text) {
  const auto is_plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
           c == '_' || c == '.';
  };
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, is_plain);
}

bool has_control(std::string_view text) {
  return std::ranges::any_of(text,
                             [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7F; });
}

template <class Message>
void set_header(Message& message, const Response& response, Instant now) {
  message.set(http::field::date, http_date(now));
  if (!response.content_type.empty()) {
    message.set(http::field::content_type, response.content_type);
  }
  // Books change under the reader, and some of what is answered is personal.
  message.set(http::field::cache_control, "no-store");
  message.set("X-Content-Type-Options", "nosniff");
  for (const auto& [name, value] : response.headers) {
    if (boost::beast::iequals(name, "cache-control")) message.erase(name);
    if (!has_control(value)) message.insert(name, value);
  }
}

}  // namespace

std::optional<Request> to_request(RequestMessage message) {
  const auto target = message.target();
  const auto url = boost::urls::parse_origin_form({target.data(), target.size()});
  if (!url) return std::nullopt;
  Request request;
  const auto method = message.method_string();
  request.method.assign(method.data(), method.size());
  if (message.method() == http::verb::head) request.method = "GET";
  request.target = url->encoded_path();
  bool readable = true;  // what a name is quoted in must stay valid JSON
  for (const auto& segment : url->segments()) {
    request.path.push_back(segment);
    readable = readable && utf8_length(request.path.back());
  }
  for (const auto& parameter : url->params()) {
    const auto& [name, value] = request.query.emplace_back(parameter.key, parameter.value);
    readable = readable && utf8_length(name) && utf8_length(value);
  }
  if (!readable || !read_fields(message, request)) return std::nullopt;
  if (!is_request_id(request.id)) request.id.clear();
  request.body = std::move(message.body());
  return request;
}

ResponseMessage to_message(Response response, const Framing& framing, Instant now) {
  ResponseMessage message{http::int_to_status(response.status), framing.version};
  set_header(message, response, now);
  message.keep_alive(framing.keep_alive);
  message.body() = std::move(response.body);
  message.prepare_payload();
  return message;
}

HeaderMessage to_header(const Response& response, const Framing& framing, Instant now) {
  HeaderMessage message{http::int_to_status(response.status), framing.version};
  set_header(message, response, now);
  message.keep_alive(framing.keep_alive);
  message.content_length(response.body.size());
  return message;
}

std::string http_date(Instant instant) {
  using std::chrono::sys_days;
  constexpr std::array<std::string_view, 7> weekdays{"Sun", "Mon", "Tue", "Wed",
                                                     "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::sys_seconds time{std::chrono::seconds{instant.us / 1'000'000}};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{time - day};
  return fmt::format(
      "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
      weekdays.at(std::chrono::weekday{day}.c_encoding()), static_cast<unsigned>(date.day()),
      months.at(static_cast<unsigned>(date.month()) - 1), static_cast<int>(date.year()),
      clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

}  // namespace mingzhang::wire
