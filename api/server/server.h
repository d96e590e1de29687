#pragma once

// HTTP/1.1 over TCP or TLS: the one place with sockets. One thread serves all connections; handlers
// run on it or on the workers (Place). Keep-alive and pipelining; one request of a connection at a
// time. What is not bounded by these options is bounded by a limit of its own: nothing waits in
// memory without one, and what does not fit is told to come back (503, Retry-After).

#include <boost/system/result.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "api/http.h"
#include "api/probe.h"
#include "api/server/tls.h"
#include "ledger/base/dates.h"

namespace mingzhang {

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  ///< 0 = any free one
  /// With a certificate it speaks TLS, and only TLS. Addresses other than loopback want either that
  /// or `behind_proxy`.
  CertificateFiles tls{};
  std::int64_t certificate_check_ms = 10'000;  ///< how often the files are looked at
  /// A proxy in front ends TLS: it is taken at its word for who asks (X-Forwarded-For), and nobody
  /// else must reach the port.
  bool behind_proxy = false;

  std::uint32_t header_limit_bytes = 16U << 10U;
  std::uint64_t body_limit_bytes = 8U << 20U;
  std::uint64_t body_budget_bytes = 64U << 20U;  ///< of all requests under way together
  std::size_t most_connections = 4096;           ///< one more is told to come back (too_busy)
  std::size_t most_handshakes = 64;              ///< under way; one more is ended
  std::size_t most_streams = 256;                ///< event streams; one more is told to come back
  std::size_t most_waiting = 256;                ///< requests that wait for a worker
  std::size_t workers = 2;

  std::int64_t handshake_timeout_ms = 10'000;
  std::int64_t idle_timeout_ms = 60'000;    ///< for the next request of a connection to begin
  std::int64_t header_timeout_ms = 10'000;  ///< from its first byte to the end of its header
  std::int64_t body_timeout_ms = 60'000;
  std::int64_t write_timeout_ms = 60'000;  ///< for an answer, or a piece of an event stream
  std::int64_t drain_timeout_ms = 10'000;  ///< then clients that stopped reading are left
  std::int64_t heartbeat_ms = 15'000;      ///< of an event stream that has nothing to say
  std::int64_t stream_rest_ms = 20;        ///< between two wakings of the event streams
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

  /// Reads the certificate's files now, as SIGHUP does where `on_signals` is set. Threads: any.
  void reload_certificate();

  /// Wakes the event streams: the log has grown. Cheap. Threads: any.
  void log_moved();

 private:
  class Implementation;
  explicit Server(std::unique_ptr<Implementation> implementation);
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace mingzhang
