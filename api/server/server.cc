#include "api/server/server.h"

#include <fmt/format.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <csignal>
#include <list>

#include "api/server/session.h"

namespace mingzhang {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using asio::ip::tcp;
using boost::system::error_code;

constexpr auto no_throw = asio::as_tuple(asio::use_awaitable);

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
  if (!address.is_loopback()) {
    return ListenError{fmt::format(
        "还没有访问令牌，任何连得上的人都能记账，所以只监听本机；请用 127.0.0.1 而不是 {0} / there "
        "are no access tokens yet and whoever connects can record, so only this machine is served; "
        "use 127.0.0.1, not {0}",
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
        context_{options_, clocks_, handler, probe, io_, workers_, clocks_.now()} {}

  boost::system::result<void, ListenError> open(const tcp::endpoint& endpoint) {
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
    if (on_signals) {
      signals_.add(SIGINT);
      signals_.add(SIGTERM);
      signals_.async_wait([this](const error_code& error, int) {
        if (!error) drain();
      });
    }
    io_.run();
    workers_.join();
  }

  void stop() {
    asio::post(io_, [this] { drain(); });
  }

 private:
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
    sessions_.emplace_back(std::move(socket), context_);
    const auto session = std::prev(sessions_.end());
    context_.probe.connections_open(sessions_.size());
    if (has_room) {
      co_await session->run();
    } else {
      co_await session->turn_away();
    }
    sessions_.erase(session);
    context_.probe.connections_open(sessions_.size());
    if (context_.draining && sessions_.empty()) timer_.cancel();
  }

  void drain() {
    if (context_.draining) return;
    context_.draining = true;
    error_code ignored;
    acceptor_.close(ignored);
    signals_.cancel(ignored);
    for (Session& session : sessions_) session.drain();
    if (sessions_.empty()) {
      timer_.cancel();
      return;
    }
    timer_.expires_after(std::chrono::milliseconds(options_.drain_timeout_ms));
    timer_.async_wait([this](const error_code& error) {
      if (error) return;
      for (Session& session : sessions_) session.abandon();
    });
  }

  ServerOptions options_;
  ServerClocks clocks_;
  asio::io_context io_{1};
  asio::thread_pool workers_;
  SessionContext context_;
  tcp::acceptor acceptor_{io_};
  asio::steady_timer timer_{io_};  ///< for a pause in accepting, then for the end of the drain
  asio::signal_set signals_{io_};
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

}  // namespace mingzhang
