#pragma once

// Between Beast's messages and the handlers' plain values.

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>

#include "api/http.h"
#include "ledger/base/dates.h"

namespace mingzhang::wire {

namespace http = boost::beast::http;

using RequestMessage = http::request<http::string_body>;
using ResponseMessage = http::response<http::string_body>;
using HeaderMessage = http::response<http::empty_body>;

/// None when the target is no path with an optional query, or a header field is there twice that
/// may not be. `id` is empty where the caller gave none, `peer` and `secure` are left to the
/// session.
std::optional<Request> to_request(RequestMessage message);

/// How the answer goes out, as the request asked for it.
struct Framing {
  unsigned version = 11;
  bool keep_alive = false;
};

ResponseMessage to_message(Response response, const Framing& framing, Instant now);
/// The answer to a HEAD: the same header, no body.
HeaderMessage to_header(const Response& response, const Framing& framing, Instant now);

/// "Sun, 06 Nov 1994 08:49:37 GMT"
std::string http_date(Instant instant);

}  // namespace mingzhang::wire
