#include "api/server/wire.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/status.hpp>
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

bool is_named(std::string_view name, std::string_view wanted) {
  return boost::beast::iequals({name.data(), name.size()}, {wanted.data(), wanted.size()});
}

bool is_given(const Response& response, std::string_view name) {
  return std::ranges::any_of(response.headers,
                             [name](const auto& header) { return is_named(header.first, name); });
}

void add_line(std::string& head, std::string_view name, std::string_view value) {
  // What would be two lines is none.
  if (has_control(value) || has_control(name)) return;
  head.append(name).append(": ").append(value).append("\r\n");
}

/// Every answer has these, unless it gives its own.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> defaults{
    // Books change under the reader, and some of what is answered is personal.
    std::pair{"Cache-Control", "no-store"},
    std::pair{"X-Content-Type-Options", "nosniff"},
    std::pair{"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
    std::pair{"Referrer-Policy", "no-referrer"},
};
constexpr std::string_view strict_transport = "max-age=31536000";

/// What a well-meaning client waits before it asks again.
constexpr std::string_view retry_after_seconds = "1";

std::string_view last_of_list(std::string_view list) {
  const std::size_t comma = list.rfind(',');
  if (comma != std::string_view::npos) list.remove_prefix(comma + 1);
  while (list.starts_with(' ')) list.remove_prefix(1);
  return list;
}

std::string in_lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

/// "application/json" and "utf-8" of "Application/JSON; charset=UTF-8".
void read_content_type(Request& request) {
  const std::string_view whole = request.content_type;
  const std::size_t end = std::min(whole.find(';'), whole.size());
  request.media_type = in_lower_case(whole.substr(0, end));
  while (request.media_type.ends_with(' ')) request.media_type.pop_back();
  for (const auto& [name, value] : http::param_list(whole.substr(end))) {
    if (boost::beast::iequals(name, "charset")) request.charset = in_lower_case(value);
  }
}

/// The parts of the target, decoded. False when they cannot be quoted in an answer or a log.
bool read_target(const boost::urls::url_view& url, Request& request) {
  const auto is_plain = [](std::string_view text) {
    return utf8_length(text).has_value() && !has_control(text);
  };
  bool readable = true;
  request.target = url.encoded_path();
  for (const auto& segment : url.segments()) {
    request.path.push_back(segment);
    readable = readable && is_plain(request.path.back());
  }
  for (const auto& parameter : url.params()) {
    const auto& [name, value] = request.query.emplace_back(parameter.key, parameter.value);
    readable = readable && is_plain(name) && is_plain(value);
  }
  return readable;
}

}  // namespace

Refused check_header(const RequestMessage& message, bool is_chunked) {
  const auto malformed = [](std::string_view what) {
    return reject(Code::malformed_request, "", what);
  };
  if (message.version() >= 11 && message[http::field::host].empty()) return malformed("Host");
  const std::size_t encodings = message.count(http::field::transfer_encoding);
  const bool is_framed_twice = message.count(http::field::content_length) + encodings > 1;
  const auto encoding = message[http::field::transfer_encoding];
  if (is_framed_twice) return malformed("Content-Length, Transfer-Encoding");
  const auto length = message[http::field::content_length];
  const bool is_number = length.find_first_not_of("0123456789") == length.npos;
  if (!is_number) return malformed("Content-Length");
  const bool is_plain_chunks =
      is_chunked && boost::beast::iequals(encoding, "chunked") && message.version() >= 11;
  if (encodings != 0 && !is_plain_chunks) return malformed("Transfer-Encoding");
  const auto coding = message[http::field::content_encoding];
  if (!coding.empty() && !boost::beast::iequals(coding, "identity")) {
    return reject(Code::unsupported_encoding, "",
                  utf8_length({coding.data(), coding.size()}) ? std::string(coding) : "?");
  }
  return std::nullopt;
}

boost::system::result<Request, Rejection> to_request(RequestMessage message, InFront in_front) {
  const auto target = message.target();
  const auto url = boost::urls::parse_origin_form({target.data(), target.size()});
  if (!url) return reject(Code::malformed_request, "", "target");
  Request request;
  const auto method = message.method_string();
  request.method.assign(method.data(), method.size());
  if (message.method() == http::verb::head) request.method = "GET";
  if (!read_target(*url, request)) return reject(Code::malformed_request, "", "target");
  if (!read_fields(message, request)) return reject(Code::malformed_request, "", "header");
  read_content_type(request);
  if (!is_request_id(request.id)) request.id.clear();
  if (in_front == InFront::proxy) {
    // The last address is the proxy's own word, those before it are the client's.
    const auto forwarded = message["X-Forwarded-For"];
    request.peer = last_of_list({forwarded.data(), forwarded.size()});
    if (!utf8_length(request.peer)) request.peer.clear();
  }
  request.body = std::move(message.body());
  return request;
}

std::string head_of(const Response& response, const Framing& framing, std::string_view date,
                    std::optional<std::uint64_t> length) {
  const auto reason = http::obsolete_reason(http::int_to_status(response.status));
  std::string head;
  head.reserve(512);
  fmt::format_to(std::back_inserter(head), "HTTP/1.1 {} {}\r\n", response.status,
                 std::string_view(reason.data(), reason.size()));
  add_line(head, "Date", date);
  if (!response.content_type.empty()) add_line(head, "Content-Type", response.content_type);
  for (const auto& [name, value] : defaults) {
    if (!is_given(response, name)) add_line(head, name, value);
  }
  if (framing.is_secure) add_line(head, "Strict-Transport-Security", strict_transport);
  const bool is_told_to_wait = response.status == 503 || response.status == 429;
  if (is_told_to_wait && !is_given(response, "Retry-After")) {
    add_line(head, "Retry-After", retry_after_seconds);
  }
  for (const auto& [name, value] : response.headers) add_line(head, name, value);
  if (length) add_line(head, "Content-Length", fmt::format_int(*length).str());
  if (!framing.keep_alive) {
    add_line(head, "Connection", "close");
  } else if (framing.version < 11) {
    add_line(head, "Connection", "keep-alive");
  }
  return head.append("\r\n");
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
