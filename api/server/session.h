#pragma once

// One connection: reads a request, has it handled, writes the answer, until either side ends it. A
// request is read only when the one before is answered, so what is pipelined waits in the socket.
// Everything here runs on the server's thread.

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <set>

#include "api/server/byte_budget.h"
#include "api/server/connection.h"
#include "api/server/inbox.h"
#include "api/server/server.h"
#include "api/server/wire.h"

namespace mingzhang {

class Session;

/// What all connections share. Outlives them.
struct SessionContext {
  const ServerOptions& options;
  const ServerClocks& clocks;
  RequestHandler& handler;
  Probe& probe;
  boost::asio::io_context& io;
  boost::asio::thread_pool& workers;
  Inbox& inbox;
  const Instant begun;          ///< the server's, which makes the ids of its requests its own
  ByteBudget bodies;            ///< what all requests' bodies may take
  std::int64_t tick_ms = 1000;  ///< between two looks at the deadlines

  bool draining = false;
  std::uint64_t requests = 0;           ///< so far, for their ids
  std::uint64_t tick = 0;               ///< deadlines count these
  std::size_t handshakes = 0;           ///< under way
  std::atomic<std::size_t> waiting{0};  ///< for a worker
  std::uint64_t log_moves = 0;          ///< as far as the event streams were told
  std::set<Session*> streams{};
  std::atomic<std::size_t> stream_count{0};
  wire::DateHeader date{};
};

class Session {
 public:
  /// `tls` is null for plain HTTP.
  Session(boost::asio::ip::tcp::socket socket, std::shared_ptr<TlsIdentity> tls,
          SessionContext& context);

  boost::asio::awaitable<void> run();

  /// Says only that there is no room.
  boost::asio::awaitable<void> turn_away();

  /// Ends it if no request has begun; the request that has begun is answered first.
  void drain();
  /// Ends it whatever it is doing.
  void abandon();
  /// Ends what takes longer than it may; called at every tick.
  void look_at_deadline();
  /// There may be something new for its event stream.
  void log_moved() { wake_.cancel(); }

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
  /// A request that is there, one to say no to (`fault_`), or a client that went away.
  enum class Reading : std::uint8_t { complete, refused, gone };

  boost::asio::awaitable<bool> handshake();
  boost::asio::awaitable<bool> request_begins();
  boost::asio::awaitable<Reading> read(Parser& parser, ByteBudget::Hold& hold);
  template <class Done>
  boost::asio::awaitable<Reading> feed(Parser& parser, ByteBudget::Hold& hold, Done done);
  boost::asio::awaitable<Reading> read_more(std::int64_t timeout_ms);
  Reading refused(Rejection fault);
  Reading check(Parser& parser, ByteBudget::Hold& hold);
  boost::asio::awaitable<bool> serve_one();
  boost::asio::awaitable<bool> answer(Request& request, wire::Framing framing, bool is_head);
  void identify(Request& request);
  boost::asio::awaitable<Response> ask(const Request& request);
  template <class Work>
  boost::asio::awaitable<void> on_worker(Work work);
  boost::asio::awaitable<bool> write(const Response& response, const wire::Framing& framing,
                                     bool is_head);
  boost::asio::awaitable<bool> send(std::string_view first, std::string_view second = {});
  boost::asio::awaitable<void> send_stream(const Response& response, wire::Framing framing);
  boost::asio::awaitable<void> follow(EventSource& source);
  boost::asio::awaitable<void> refuse();
  boost::asio::awaitable<void> discard_rest();
  void expire_after(std::int64_t timeout_ms);
  void expire_never() { deadline_ = ~std::uint64_t{0}; }
  wire::Framing last_words() const { return {11, false, connection_.is_secure()}; }

  SessionContext& context_;
  Connection connection_;
  boost::beast::flat_buffer buffer_;
  boost::asio::steady_timer wake_;
  Rejection fault_;
  std::uint64_t deadline_ = ~std::uint64_t{0};  ///< in ticks
  bool has_expired_ = false;
  bool is_idle_ = true;
};

}  // namespace mingzhang
