#pragma once

// HTTP as the handlers see it: plain values, no sockets. The server (api/server) turns bytes into a
// Request and a Response into bytes.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/json/problem.h"

namespace mingzhang {

struct Request {
  std::string method;             ///< "GET"; a HEAD arrives as GET
  std::string target;             ///< the path as it was written, without the query
  std::vector<std::string> path;  ///< its segments, decoded
  std::vector<std::pair<std::string, std::string>> query;  ///< decoded
  std::string host;                                        ///< header Host, empty when left out
  std::string origin;                                      ///< header Origin, empty when left out
  std::string body;
};

struct Response {
  unsigned status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::string allow;       ///< header Allow, of a 405
  std::string_view route;  ///< the pattern that matched, for metrics; static storage
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
    deliver_([response = std::move(response)] { return response; });
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
