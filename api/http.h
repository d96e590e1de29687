#pragma once

// HTTP as the handlers see it: plain values, no sockets. The server (api/server) turns bytes into a
// Request and a Response into bytes.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/json/problem.h"

namespace mingzhang {

/// All text is valid UTF-8, the body excepted. Header fields are empty when left out; one that may
/// be there once and is there twice never gets here.
struct Request {
  std::string id;    ///< names the request in logs: the caller's X-Request-Id, or the server's own
  std::string peer;  ///< the other side's IP address
  bool secure = false;            ///< came by TLS, to this server or to the proxy in front of it
  std::string method;             ///< "GET"; a HEAD arrives as GET
  std::string target;             ///< the path as it was written, without the query
  std::vector<std::string> path;  ///< its segments, decoded
  std::vector<std::pair<std::string, std::string>> query;  ///< decoded
  std::string host;
  std::string origin;
  std::string authorization;
  std::string cookie;
  std::string csrf_token;  ///< X-CSRF-Token
  std::string content_type;
  std::string media_type;  ///< of Content-Type, in lower case
  std::string charset;     ///< of Content-Type, in lower case
  std::string accept_encoding;
  std::string if_none_match;
  std::string idempotency_key;
  std::string last_event_id;
  std::string body;
};

/// An answer that goes on: what it gives is sent as it comes, until it ends or the client leaves.
class EventSource {
 public:
  EventSource() = default;
  EventSource(const EventSource&) = delete;
  EventSource& operator=(const EventSource&) = delete;
  virtual ~EventSource() = default;

  struct Piece {
    std::string bytes;       ///< whole server-sent events; may be empty
    bool has_more = false;   ///< ask again at once; otherwise when the log has moved
    bool has_ended = false;  ///< this piece is the last
  };
  /// At most some hundred kilobytes. Threads: a worker, one call at a time.
  virtual Piece next() = 0;
};

struct Response {
  unsigned status = 200;
  std::string content_type = "application/json";
  std::string body;
  /// Beside those that the server sets on every answer; one of the same name takes its place (an
  /// answer that may be kept gives its own Cache-Control; without one nothing is kept). A body may
  /// be compressed on its way, which makes a strong ETag weak: compare by the part in quotes.
  std::vector<std::pair<std::string, std::string>> headers{};
  std::shared_ptr<EventSource> stream{};  ///< instead of a body
  /// For metrics and logs; static storage, both.
  std::string_view route{};  ///< the pattern that matched, empty when none did
  std::string_view role{};   ///< the caller's, empty when it is not known
};

/// The problem document of a rejection.
Response problem_response(const Rejection& rejection, const ProblemPlace& place = {});

/// Called exactly once, from any thread.
class Respond {
 public:
  using Make = std::function<Response()>;
  /// `deliver` calls what it is given once, on a thread of the server's, and sends what comes back.
  explicit Respond(std::function<void(Make)> deliver) : deliver_(std::move(deliver)) {}

  void operator()(Response response) const {
    // Shared, since a function can be copied: a body never is.
    deliver_([response = std::make_shared<Response>(std::move(response))] {
      return std::move(*response);
    });
  }
  /// For who has no time to render: the thread that commits, while others wait for their blocks.
  void later(Make make) const { deliver_(std::move(make)); }

 private:
  std::function<void(Make)> deliver_;
};

/// Where a request is handled: at once on the thread of the sockets, which must never wait, or on
/// one of the workers.
enum class Place : std::uint8_t { sockets, workers };

class RequestHandler {
 public:
  RequestHandler() = default;
  RequestHandler(const RequestHandler&) = delete;
  RequestHandler& operator=(const RequestHandler&) = delete;
  virtual ~RequestHandler() = default;

  virtual Place place(const Request& request) const = 0;
  /// Threads: any number at once. `request` lives until `respond` is called.
  virtual void handle(const Request& request, Respond respond) = 0;
};

}  // namespace mingzhang
