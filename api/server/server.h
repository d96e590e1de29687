#pragma once

// HTTP/1.1 over TCP: the one place with sockets. One thread serves all connections; handlers run on
// it or on the workers (Place). Keep-alive and pipelining; one request of a connection at a time.
//
// There are no tokens yet, so whoever reaches the port may do everything: it listens on loopback
// addresses only.

#include <boost/system/result.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "api/http.h"
#include "api/probe.h"
#include "ledger/base/dates.h"

namespace mingzhang {

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  ///< 0 = any free one
  std::uint32_t header_limit_bytes = 16U << 10U;
  std::uint64_t body_limit_bytes = 8U << 20U;
  std::size_t most_connections = 1024;  ///< one more is told to come back (too_busy)
  std::size_t workers = 2;
  std::int64_t idle_timeout_ms = 60'000;    ///< for the next request of a connection to begin
  std::int64_t header_timeout_ms = 10'000;  ///< from its first byte to the end of its header
  std::int64_t body_timeout_ms = 60'000;
  std::int64_t write_timeout_ms = 60'000;
  std::int64_t drain_timeout_ms = 10'000;  ///< then clients that stopped reading are left
};

/// Given from the edge; both are called on the server's thread.
struct ServerClocks {
  std::function<Instant()> now;                ///< for the header Date
  std::function<std::int64_t()> monotonic_us;  ///< for durations
};

/// Why it does not listen, in Chinese and English, with the way out.
struct ListenError {
  std::string message;
};

class Server {
 public:
  /// Binds and listens; nothing is answered before `run`. `handler` and `probe` outlive the server.
  static boost::system::result<std::unique_ptr<Server>, ListenError> listen(
      const ServerOptions& options, ServerClocks clocks, RequestHandler& handler, Probe& probe);
  ~Server();

  std::uint16_t port() const;

  /// Serves until `stop`, or SIGTERM or SIGINT where `on_signals` is set. Then it drains: takes no
  /// new connection, ends idle ones, answers the requests that have begun, and returns.
  void run(bool on_signals = false);

  /// Begins to drain. Threads: any.
  void stop();

 private:
  class Implementation;
  explicit Server(std::unique_ptr<Implementation> implementation);
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace mingzhang
