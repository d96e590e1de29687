#pragma once

// Between bytes on the wire and the handlers' plain values.

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "api/http.h"
#include "ledger/base/dates.h"

namespace mingzhang::wire {

namespace http = boost::beast::http;

using RequestMessage = http::request<http::string_body>;

/// Who stands between the clients and this server.
enum class InFront : std::uint8_t { nobody, proxy };

/// What is wrong with a header whatever the route, before its body is read: no Host, or framing
/// that a proxy might read otherwise than this server does (request smuggling).
Refused check_header(const RequestMessage& message, bool is_chunked);

/// malformed_request when the target is no path with an optional query, or a header field is there
/// twice that may not be. `id` is empty where the caller gave none; `peer` is what the proxy in
/// front says, and `secure` is left to the session.
boost::system::result<Request, Rejection> to_request(RequestMessage message, InFront in_front);

/// How the answer goes out, as the request asked for it.
struct Framing {
  unsigned version = 11;
  bool keep_alive = false;
  bool is_secure = false;
};

/// Status line and header, up to the empty line. `length` is that of the body; none = until the
/// connection ends.
std::string head_of(const Response& response, const Framing& framing, std::string_view date,
                    std::optional<std::uint64_t> length);

/// "Sun, 06 Nov 1994 08:49:37 GMT"
std::string http_date(Instant instant);

/// The same, made once a second. Threads: one.
class DateHeader {
 public:
  std::string_view at(Instant now) {
    const std::int64_t second = now.us / 1'000'000;
    if (second != second_) text_ = http_date(now);
    second_ = second;
    return text_;
  }

 private:
  std::int64_t second_ = -1;
  std::string text_;
};

}  // namespace mingzhang::wire
