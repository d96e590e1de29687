#include "api/server/server.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <csignal>
#include <list>
#include <utility>

#include "api/server/session.h"

namespace mingzhang {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using asio::ip::tcp;
using boost::system::error_code;

/// How often the deadlines are looked at: a timeout ends within a quarter of the shortest of them.
std::int64_t tick_of(const ServerOptions& options) {
  const std::int64_t shortest =
      std::min({options.handshake_timeout_ms, options.idle_timeout_ms, options.header_timeout_ms,
                options.body_timeout_ms, options.write_timeout_ms});
  return std::clamp<std::int64_t>(shortest / 8, 1, 1000);
}

ListenError cannot_listen(const tcp::endpoint& endpoint, const error_code& error) {
  return {
      fmt::format("无法监听 {0}:{1}（{2}）；请换一个端口或停掉占用它的程序 / cannot listen on "
                  "{0}:{1} ({2}); choose another port or stop what holds it",
                  endpoint.address().to_string(), endpoint.port(), error.message())};
}

boost::system::result<tcp::endpoint, ListenError> endpoint_of(const ServerOptions& options) {
  error_code error;
  const auto address =
      asio::ip::make_address(options.address == "localhost" ? "127.0.0.1" : options.address, error);
  if (error) {
    return ListenError{
        fmt::format("“{0}”不是 IP 地址；请写成 127.0.0.1:8080 / \"{0}\" is not an "
                    "IP address; write it like 127.0.0.1:8080",
                    options.address)};
  }
  const bool is_private = !options.tls.certificate.empty() || options.behind_proxy;
  if (!address.is_loopback() && !is_private) {
    return ListenError{fmt::format(
        "不加密的连接只在本机提供；要监听 {0}，请设置证书 "
        "(TLS)，或声明前面的代理负责加密，否则请用 "
        "127.0.0.1 / what is not encrypted is served to this machine only; to listen on {0} set a "
        "certificate (TLS) or say that a proxy in front ends TLS, or use 127.0.0.1",
        options.address)};
  }
  return tcp::endpoint{address, options.port};
}

}  // namespace

class Server::Implementation {
 public:
  Implementation(const ServerOptions& options, ServerClocks clocks, RequestHandler& handler,
                 Probe& probe)
      : options_(options),
        clocks_(std::move(clocks)),
        workers_(options.workers),
        context_{options_,        clocks_,       handler,
                 probe,           io_,           workers_,
                 inbox_,          clocks_.now(), ByteBudget(options.body_budget_bytes),
                 tick_of(options)} {}

  boost::system::result<void, ListenError> open(const tcp::endpoint& endpoint) {
    if (!options_.tls.certificate.empty()) {
      keeper_ = std::make_unique<TlsKeeper>(options_.tls, clocks_.now);
      TlsKeeper::Reading reading = keeper_->read(true);
      if (reading.outcome != TlsKeeper::Outcome::taken) {
        return ListenError{std::move(reading.problem)};
      }
      note(reading);
    }
    error_code error;
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(tcp::acceptor::max_listen_connections, error);
    if (error) return cannot_listen(endpoint, error);
    return {};
  }

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  void run(bool on_signals) {
    asio::co_spawn(io_, accept_all(), asio::detached);
    asio::co_spawn(io_, watch_deadlines(), asio::detached);
    if (keeper_) asio::co_spawn(io_, watch_certificate(), asio::detached);
    if (on_signals) {
      signals_.add(SIGINT);
      signals_.add(SIGTERM);
      signals_.add(SIGHUP);
      asio::co_spawn(io_, take_signals(), asio::detached);
    }
    io_.run();
    workers_.join();
  }

  void stop() {
    asio::post(io_, [this] { drain(); });
  }

  void reload_certificate() {
    asio::post(io_, [this] {
      must_read_ = true;
      certificate_timer_.cancel();
    });
  }

  void log_moved() {
    if (context_.stream_count == 0) return;
    ++log_moves_;
    if (!is_told_.exchange(true)) asio::post(io_, [this] { wake_streams(); });
  }

 private:
  awaitable<void> take_signals() {
    for (;;) {
      const auto [error, signal] = co_await signals_.async_wait(no_throw);
      if (error) co_return;
      if (signal != SIGHUP) co_return drain();
      reload_certificate();
    }
  }

  awaitable<void> accept_all() {
    while (!context_.draining) {
      auto [error, socket] = co_await acceptor_.async_accept(no_throw);
      if (context_.draining) break;
      if (error) {
        // Out of file descriptors, most likely: let some connections end first.
        timer_.expires_after(std::chrono::milliseconds(50));
        co_await timer_.async_wait(no_throw);
        continue;
      }
      asio::co_spawn(io_, serve(std::move(socket)), asio::detached);
    }
  }

  awaitable<void> serve(tcp::socket socket) {
    const bool has_room = sessions_.size() < options_.most_connections;
    sessions_.emplace_back(std::move(socket), keeper_ ? keeper_->current() : nullptr, context_);
    const auto session = std::prev(sessions_.end());
    context_.probe.connections_open(sessions_.size());
    if (has_room) {
      co_await session->run();
    } else {
      co_await session->turn_away();
    }
    sessions_.erase(session);
    context_.probe.connections_open(sessions_.size());
    if (context_.draining && sessions_.empty()) end();
  }

  /// One timer for all connections: what they wait for is counted in its ticks.
  awaitable<void> watch_deadlines() {
    while (!context_.draining || !sessions_.empty()) {
      tick_timer_.expires_after(std::chrono::milliseconds(context_.tick_ms));
      co_await tick_timer_.async_wait(no_throw);
      ++context_.tick;
      for (Session& session : sessions_) session.look_at_deadline();
    }
  }

  awaitable<void> watch_certificate() {
    while (!context_.draining) {
      if (!must_read_) {
        certificate_timer_.expires_after(std::chrono::milliseconds(options_.certificate_check_ms));
        co_await certificate_timer_.async_wait(no_throw);
      }
      if (context_.draining) co_return;
      const bool again = std::exchange(must_read_, false);
      const TlsKeeper::Reading reading =
          co_await asio::co_spawn(workers_, read_certificate(again), asio::use_awaitable);
      note(reading);
    }
  }

  awaitable<TlsKeeper::Reading> read_certificate(bool again) { co_return keeper_->read(again); }

  void note(const TlsKeeper::Reading& reading) {
    if (reading.outcome == TlsKeeper::Outcome::taken) {
      context_.probe.certificate_taken(keeper_->current()->not_after);
    } else if (reading.outcome == TlsKeeper::Outcome::refused) {
      context_.probe.certificate_refused(reading.problem);
    }
  }

  /// All streams at once, and then not again for a while: under load a block comes every fraction
  /// of a millisecond.
  void wake_streams() {
    const std::uint64_t seen = log_moves_;
    ++context_.log_moves;
    for (Session* session : context_.streams) session->log_moved();
    stream_timer_.expires_after(std::chrono::milliseconds(options_.stream_rest_ms));
    stream_timer_.async_wait([this, seen](const error_code& error) {
      is_told_ = false;
      if (!error && log_moves_ != seen && !is_told_.exchange(true)) wake_streams();
    });
  }

  void drain() {
    if (context_.draining) return;
    context_.draining = true;
    error_code ignored;
    acceptor_.close(ignored);
    signals_.cancel(ignored);
    certificate_timer_.cancel();
    for (Session& session : sessions_) session.drain();
    if (sessions_.empty()) return end();
    timer_.expires_after(std::chrono::milliseconds(options_.drain_timeout_ms));
    timer_.async_wait([this](const error_code& error) {
      if (error) return;
      for (Session& session : sessions_) session.abandon();
    });
  }

  /// The last connection has gone: nothing must keep `run` from returning.
  void end() {
    timer_.cancel();
    tick_timer_.cancel();
    stream_timer_.cancel();
  }

  ServerOptions options_;
  ServerClocks clocks_;
  asio::io_context io_{1};
  Inbox inbox_{io_};
  asio::thread_pool workers_;
  SessionContext context_;
  std::unique_ptr<TlsKeeper> keeper_;  ///< null without TLS
  tcp::acceptor acceptor_{io_};
  asio::steady_timer timer_{io_};  ///< for a pause in accepting, then for the end of the drain
  asio::steady_timer tick_timer_{io_};
  asio::steady_timer certificate_timer_{io_};
  asio::steady_timer stream_timer_{io_};
  asio::signal_set signals_{io_};
  bool must_read_ = false;                   ///< the certificate's files, now
  std::atomic<std::uint64_t> log_moves_{0};  ///< as the log says
  std::atomic<bool> is_told_{false};         ///< wake_streams is under way, or rests
  std::list<Session> sessions_;
};

boost::system::result<std::unique_ptr<Server>, ListenError> Server::listen(
    const ServerOptions& options, ServerClocks clocks, RequestHandler& handler, Probe& probe) {
  const auto endpoint = endpoint_of(options);
  if (!endpoint) return endpoint.error();
  auto implementation =
      std::make_unique<Implementation>(options, std::move(clocks), handler, probe);
  if (const auto opened = implementation->open(*endpoint); !opened) return opened.error();
  return std::unique_ptr<Server>(new Server(std::move(implementation)));
}

Server::Server(std::unique_ptr<Implementation> implementation)
    : implementation_(std::move(implementation)) {}
Server::~Server() = default;

std::uint16_t Server::port() const { return implementation_->port(); }
void Server::run(bool on_signals) { implementation_->run(on_signals); }
void Server::stop() { implementation_->stop(); }
void Server::reload_certificate() { implementation_->reload_certificate(); }
void Server::log_moved() { implementation_->log_moved(); }

}  // namespace mingzhang
