#pragma once

// One connection: reads a request, has it handled, writes the answer, until either side ends it.
// Everything here runs on the server's thread.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>

#include "api/server/server.h"
#include "api/server/wire.h"

namespace mingzhang {

/// What all connections share. Outlives them.
struct SessionContext {
  const ServerOptions& options;
  const ServerClocks& clocks;
  RequestHandler& handler;
  Probe& probe;
  boost::asio::io_context& io;
  boost::asio::thread_pool& workers;
  const Instant begun;  ///< the server's, which makes the ids of its requests its own
  bool draining = false;
  std::uint64_t requests = 0;  ///< so far, for their ids
};

class Session {
 public:
  Session(boost::asio::ip::tcp::socket socket, SessionContext& context);

  boost::asio::awaitable<void> run();

  /// Says only that there is no room.
  boost::asio::awaitable<void> turn_away();

  /// Ends it if no request has begun; the request that has begun is answered first.
  void drain();
  /// Ends it whatever it is doing.
  void abandon();

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

  boost::asio::awaitable<bool> request_begins();
  boost::asio::awaitable<boost::beast::error_code> read(Parser& parser);
  boost::asio::awaitable<bool> serve_one();
  void identify(Request& request);
  boost::asio::awaitable<Response> ask(const Request& request);
  boost::asio::awaitable<bool> write(Response response, const wire::Framing& framing, bool is_head);
  boost::asio::awaitable<void> refuse(boost::beast::error_code error);
  boost::asio::awaitable<void> discard_rest();
  void expire_after(std::int64_t timeout_ms);

  SessionContext& context_;
  boost::beast::tcp_stream stream_;
  boost::beast::flat_buffer buffer_;
  std::string peer_;
  bool idle_ = true;
};

}  // namespace mingzhang
