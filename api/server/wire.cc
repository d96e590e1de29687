#include "api/server/wire.h"

#include <fmt/format.h>

#include <array>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <chrono>

#include "ledger/rules/preflight.h"

namespace mingzhang::wire {
namespace {

std::string header_of(const RequestMessage& message, http::field field) {
  const auto value = message[field];
  return {value.data(), value.size()};
}

template <class Message>
void set_header(Message& message, const Response& response, Instant now) {
  message.set(http::field::date, http_date(now));
  message.set(http::field::content_type, response.content_type);
  // Books change under the reader, and some of what is answered is personal.
  message.set(http::field::cache_control, "no-store");
  message.set("X-Content-Type-Options", "nosniff");
  if (!response.allow.empty()) message.set(http::field::allow, response.allow);
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
  if (!readable) return std::nullopt;
  request.host = header_of(message, http::field::host);
  request.origin = header_of(message, http::field::origin);
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
