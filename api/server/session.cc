#include "api/server/session.h"

#include <fmt/format.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <chrono>
#include <memory>

namespace mingzhang {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::awaitable;
using beast::error_code;

constexpr auto no_throw = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t read_bytes = 16U << 10U;
constexpr std::int64_t discard_timeout_ms = 5'000;

/// What a client that could not be read should hear; none = it went away by itself.
std::optional<Rejection> fault_of(const error_code& error, const ServerOptions& options) {
  if (error == http::error::body_limit) {
    return reject(Code::body_too_large, "", fmt::to_string(options.body_limit_bytes));
  }
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return reject(Code::header_too_large, "", fmt::to_string(options.header_limit_bytes));
  }
  if (error == http::error::end_of_stream || error == http::error::partial_message ||
      error.category() != http::make_error_code(http::error::end_of_stream).category()) {
    return std::nullopt;
  }
  return reject(Code::malformed_request, "", error.message());
}

/// Neither handlers nor what they leave behind throw; memory may still run out.
Response make_safely(const Respond::Make& make) {
  try {
    return make();
  } catch (const std::exception& error) {
    return problem_response(reject(Code::internal_error, "", error.what()));
  }
}

void handle_safely(RequestHandler& handler, const Request& request, const Respond& respond) {
  try {
    handler.handle(request, respond);
  } catch (const std::exception& error) {
    respond(problem_response(reject(Code::internal_error, "", error.what())));
  }
}

}  // namespace

Session::Session(asio::ip::tcp::socket socket, SessionContext& context)
    : context_(context),
      stream_(std::move(socket)),
      buffer_(context.options.header_limit_bytes + read_bytes) {
  error_code ignored;
  stream_.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
  const auto peer = stream_.socket().remote_endpoint(ignored);
  peer_ = peer.address().to_string();
}

void Session::expire_after(std::int64_t timeout_ms) {
  stream_.expires_after(std::chrono::milliseconds(timeout_ms));
}

void Session::drain() {
  if (idle_) abandon();
}

void Session::abandon() { stream_.close(); }

awaitable<void> Session::run() {
  while (!context_.draining) {
    idle_ = true;
    if (!co_await request_begins()) break;
    idle_ = false;
    if (!co_await serve_one()) break;
  }
  error_code ignored;
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
}

awaitable<void> Session::turn_away() {
  co_await write(problem_response(reject(Code::too_busy, "")), {}, false);
  error_code ignored;
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
}

awaitable<bool> Session::request_begins() {
  if (buffer_.size() != 0) co_return true;  // pipelined behind the one before
  expire_after(context_.options.idle_timeout_ms);
  const auto [error, bytes] =
      co_await stream_.async_read_some(buffer_.prepare(read_bytes), no_throw);
  buffer_.commit(bytes);
  co_return !error && bytes != 0;
}

awaitable<error_code> Session::read(Parser& parser) {
  parser.header_limit(context_.options.header_limit_bytes);
  parser.body_limit(context_.options.body_limit_bytes);
  expire_after(context_.options.header_timeout_ms);
  const auto [header_error, header_bytes] =
      co_await http::async_read_header(stream_, buffer_, parser, no_throw);
  if (header_error) co_return header_error;
  expire_after(context_.options.body_timeout_ms);
  if (parser.get()[http::field::expect] == "100-continue" && !parser.is_done()) {
    http::response<http::empty_body> go_on{http::status::continue_, 11};
    const auto [error, bytes] = co_await http::async_write(stream_, go_on, no_throw);
    if (error) co_return error;
  }
  const auto [error, bytes] = co_await http::async_read(stream_, buffer_, parser, no_throw);
  co_return error;
}

awaitable<bool> Session::serve_one() {
  Parser parser;
  const error_code error = co_await read(parser);
  if (error) {
    co_await refuse(error);
    co_return false;
  }
  stream_.expires_never();
  const bool is_head = parser.get().method() == http::verb::head;
  wire::Framing framing{parser.get().version(), parser.get().keep_alive()};
  std::optional<Request> request = wire::to_request(parser.release());
  if (!request) {
    co_return co_await write(problem_response(reject(Code::malformed_request, "", "target")),
                             framing, is_head);
  }
  identify(*request);
  const std::int64_t begun_us = context_.clocks.monotonic_us();
  Response response = co_await ask(*request);
  response.headers.emplace_back("X-Request-Id", request->id);
  context_.probe.request_answered(response.route, response.status,
                                  context_.clocks.monotonic_us() - begun_us);
  framing.keep_alive = framing.keep_alive && !context_.draining;
  co_return co_await write(std::move(response), framing, is_head);
}

void Session::identify(Request& request) {
  request.peer = peer_;
  if (request.id.empty()) {
    request.id = fmt::format("{:x}-{:x}", context_.begun.us, ++context_.requests);
  }
}

awaitable<Response> Session::ask(const Request& request) {
  const auto start = [this, &request](auto completion) {
    auto shared = std::make_shared<decltype(completion)>(std::move(completion));
    Respond respond([&io = context_.io, shared](Respond::Make make) {
      asio::post(io, [shared, make = std::move(make)] { (*shared)(make_safely(make)); });
    });
    if (context_.handler.place(request) == Place::sockets) {
      handle_safely(context_.handler, request, respond);
    } else {
      asio::post(context_.workers, [this, &request, answer = std::move(respond)] {
        handle_safely(context_.handler, request, answer);
      });
    }
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Response)>(
      start, asio::use_awaitable);
}

awaitable<bool> Session::write(Response response, const wire::Framing& framing, bool is_head) {
  expire_after(context_.options.write_timeout_ms);
  const Instant now = context_.clocks.now();
  if (is_head) {
    wire::HeaderMessage message = wire::to_header(response, framing, now);
    const auto [error, bytes] = co_await http::async_write(stream_, message, no_throw);
    co_return !error && framing.keep_alive;
  }
  wire::ResponseMessage message = wire::to_message(std::move(response), framing, now);
  const auto [error, bytes] = co_await http::async_write(stream_, message, no_throw);
  co_return !error && framing.keep_alive;
}

awaitable<void> Session::refuse(error_code error) {
  const std::optional<Rejection> fault = fault_of(error, context_.options);
  if (!fault) co_return;
  Response response = problem_response(*fault);
  context_.probe.request_answered({}, response.status, 0);
  co_await write(std::move(response), {}, false);
  co_await discard_rest();
}

/// A socket closed with unread bytes resets the connection, and the client would lose the answer:
/// what it still sends is read and thrown away, for a while.
awaitable<void> Session::discard_rest() {
  error_code failed;
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, failed);
  expire_after(discard_timeout_ms);
  buffer_.clear();
  std::uint64_t discarded = 0;
  while (!failed && discarded < 4 * context_.options.body_limit_bytes) {
    const auto [error, bytes] =
        co_await stream_.async_read_some(buffer_.prepare(read_bytes), no_throw);
    failed = error;
    discarded += bytes;
  }
}

}  // namespace mingzhang
