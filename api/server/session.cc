#include "api/server/session.h"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/sslerr.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/beast/http/error.hpp>
#include <chrono>
#include <memory>
#include <optional>

#include "api/server/gzip.h"

// GCC 12 takes Asio's own allocation of a coroutine's frame for another's (GCC bug 103993).
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

namespace mingzhang {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::awaitable;
using boost::system::error_code;

constexpr std::size_t read_bytes = 16U << 10U;
constexpr std::size_t body_read_bytes = 64U << 10U;
/// A body up to here goes out in one piece with its header.
constexpr std::size_t joined_bytes = 8U << 10U;
constexpr std::int64_t discard_timeout_ms = 5'000;
constexpr std::int64_t goodbye_timeout_ms = 1'000;
constexpr std::string_view heartbeat = ":\n\n";  // a comment of server-sent events

Rejection parse_fault(const error_code& error, const ServerOptions& options) {
  if (error == http::error::body_limit) {
    return reject(Code::body_too_large, "", fmt::to_string(options.body_limit_bytes));
  }
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return reject(Code::header_too_large, "", fmt::to_string(options.header_limit_bytes));
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

/// A source that throws has ended.
EventSource::Piece next_safely(EventSource& source) {
  try {
    return source.next();
  } catch (const std::exception&) {
    return {{}, false, true};
  }
}

bool has_body(unsigned status) { return status != 204 && status != 304; }

}  // namespace

Session::Session(asio::ip::tcp::socket socket, std::shared_ptr<TlsIdentity> tls,
                 SessionContext& context)
    : context_(context),
      connection_(std::move(socket), std::move(tls)),
      buffer_(context.options.header_limit_bytes + body_read_bytes),
      wake_(context.io) {}

void Session::expire_after(std::int64_t timeout_ms) {
  const std::int64_t ticks = (timeout_ms + context_.tick_ms - 1) / context_.tick_ms;
  deadline_ = context_.tick + static_cast<std::uint64_t>(std::max<std::int64_t>(ticks, 0)) + 1;
  has_expired_ = false;
}

void Session::look_at_deadline() {
  // Again at every tick until it has ended: between two steps of a write there is nothing to
  // cancel.
  if (context_.tick < deadline_) return;
  has_expired_ = true;
  connection_.cancel();
}

void Session::drain() {
  if (is_idle_) return abandon();
  wake_.cancel();  // an event stream ends
}

void Session::abandon() {
  connection_.close();
  wake_.cancel();
}

awaitable<void> Session::run() {
  bool goes_on = co_await handshake();
  if (!goes_on) co_return;
  while (goes_on && !context_.draining) {
    is_idle_ = true;
    goes_on = co_await request_begins();
    if (!goes_on) break;
    is_idle_ = false;
    goes_on = co_await serve_one();
  }
  if (connection_.is_secure()) {
    expire_after(goodbye_timeout_ms);
    co_await connection_.say_goodbye();
  }
  connection_.stop_sending();
}

awaitable<bool> Session::handshake() {
  if (!connection_.is_secure()) co_return true;
  // A handshake costs more than any request, and nobody can be told anything before it.
  if (context_.handshakes >= context_.options.most_handshakes) co_return false;
  ++context_.handshakes;
  expire_after(context_.options.handshake_timeout_ms);
  const auto [error] = co_await connection_.handshake();
  --context_.handshakes;
  if (!error) co_return true;
  const bool is_plain =
      error.category() == asio::error::get_ssl_category() &&
      ERR_GET_REASON(static_cast<unsigned long>(error.value())) == SSL_R_HTTP_REQUEST;
  if (is_plain) {
    const Response response = problem_response(reject(Code::malformed_request, "", "https://"));
    const std::string head =
        wire::head_of(response, {}, context_.date.at(context_.clocks.now()), response.body.size());
    expire_after(context_.options.handshake_timeout_ms);
    co_await connection_.write_plain(head + response.body);
    co_await discard_rest();
  }
  co_return false;
}

awaitable<void> Session::turn_away() {
  if (!connection_.is_secure()) {
    co_await write(problem_response(reject(Code::too_busy, "")), {}, false);
  }
  connection_.stop_sending();
}

awaitable<bool> Session::request_begins() {
  if (buffer_.size() != 0) co_return true;  // pipelined behind the one before
  if (buffer_.capacity() > body_read_bytes) buffer_.shrink_to_fit();
  expire_after(context_.options.idle_timeout_ms);
  const auto [error, bytes] = co_await connection_.read_some(buffer_.prepare(read_bytes));
  buffer_.commit(bytes);
  co_return !error && bytes != 0;
}

Session::Reading Session::refused(Rejection fault) {
  fault_ = std::move(fault);
  return Reading::refused;
}

awaitable<Session::Reading> Session::read_more(std::int64_t timeout_ms) {
  const std::size_t room = buffer_.max_size() - buffer_.size();
  if (room == 0) co_return refused(parse_fault(http::error::buffer_overflow, context_.options));
  const auto [error, bytes] =
      co_await connection_.read_some(buffer_.prepare(std::min(room, body_read_bytes)));
  buffer_.commit(bytes);
  if (has_expired_) {
    co_return refused(reject(Code::request_timeout, "", fmt::to_string(timeout_ms / 1000)));
  }
  co_return error ? Reading::gone : Reading::complete;
}

/// Gives the parser what comes until `done`.
template <class Done>
awaitable<Session::Reading> Session::feed(Parser& parser, ByteBudget::Hold& hold, Done done) {
  const std::int64_t timeout_ms = parser.is_header_done() ? context_.options.body_timeout_ms
                                                          : context_.options.header_timeout_ms;
  expire_after(timeout_ms);
  bool is_hungry = buffer_.size() == 0;
  while (!done()) {
    if (is_hungry) {
      const Reading more = co_await read_more(timeout_ms);
      if (more != Reading::complete) co_return more;
    }
    error_code error;
    buffer_.consume(parser.put(buffer_.data(), error));
    is_hungry = error == http::error::need_more || buffer_.size() == 0;
    if (error && error != http::error::need_more) {
      co_return refused(parse_fault(error, context_.options));
    }
    if (!hold.grow_to(parser.get().body().size())) {
      co_return refused(reject(Code::overloaded, ""));
    }
  }
  co_return Reading::complete;
}

/// What can be said before the body is read.
Session::Reading Session::check(Parser& parser, ByteBudget::Hold& hold) {
  if (Refused fault = wire::check_header(parser.get(), parser.chunked())) {
    return refused(std::move(*fault));
  }
  // What the client says it will send is set aside for it; a body in chunks counts as it grows.
  if (!hold.grow_to(parser.content_length().value_or(0))) {
    return refused(reject(Code::overloaded, ""));
  }
  return Reading::complete;
}

awaitable<Session::Reading> Session::read(Parser& parser, ByteBudget::Hold& hold) {
  parser.header_limit(context_.options.header_limit_bytes);
  parser.body_limit(context_.options.body_limit_bytes);
  Reading reading = co_await feed(parser, hold, [&parser] { return parser.is_header_done(); });
  if (reading == Reading::complete) reading = check(parser, hold);
  if (reading != Reading::complete || parser.is_done()) co_return reading;
  if (boost::beast::iequals(parser.get()[http::field::expect], "100-continue")) {
    expire_after(context_.options.body_timeout_ms);
    const bool is_told = co_await send("HTTP/1.1 100 Continue\r\n\r\n");
    if (!is_told) co_return Reading::gone;
  }
  parser.eager(true);
  co_return co_await feed(parser, hold, [&parser] { return parser.is_done(); });
}

awaitable<bool> Session::serve_one() {
  std::optional<Parser> parser(std::in_place);
  std::optional<ByteBudget::Hold> hold(std::in_place, context_.bodies);
  const Reading reading = co_await read(*parser, *hold);
  expire_never();
  if (reading == Reading::refused) {
    // What came of it is given back first: hearing the rest out may take seconds.
    parser.reset();
    hold.reset();
    co_await refuse();
  }
  if (reading != Reading::complete) co_return false;
  const bool is_head = parser->get().method() == http::verb::head;
  const wire::Framing framing{parser->get().version(), parser->get().keep_alive(),
                              connection_.is_secure()};
  const auto in_front =
      context_.options.behind_proxy ? wire::InFront::proxy : wire::InFront::nobody;
  auto request = wire::to_request(parser->release(), in_front);
  if (!request) {
    co_return co_await write(problem_response(request.error()), framing, is_head);
  }
  co_return co_await answer(*request, framing, is_head);
}

awaitable<bool> Session::answer(Request& request, wire::Framing framing, bool is_head) {
  identify(request);
  const std::int64_t begun_us = context_.clocks.monotonic_us();
  Response response = co_await ask(request);
  if (response.stream && context_.streams.size() >= context_.options.most_streams) {
    response = problem_response(reject(Code::overloaded, ""));
  }
  response.headers.emplace_back("X-Request-Id", request.id);
  if (is_worth_gzip(response)) {
    response.headers.emplace_back("Vary", "Accept-Encoding");
    const bool has_time = context_.waiting < context_.options.most_waiting;
    if (!is_head && has_time && accepts_gzip(request.accept_encoding)) {
      co_await on_worker([&response] { gzip(response); });
    }
  }
  context_.probe.request_answered(request, response, context_.clocks.monotonic_us() - begun_us);
  framing.keep_alive = framing.keep_alive && !context_.draining;
  if (response.stream && !is_head) {
    co_await send_stream(response, framing);
    co_return false;
  }
  co_return co_await write(response, framing, is_head);
}

void Session::identify(Request& request) {
  if (request.peer.empty()) request.peer = connection_.peer();
  request.secure = connection_.is_secure() || context_.options.behind_proxy;
  if (request.id.empty()) {
    request.id = fmt::format("{:x}-{:x}", context_.begun.us, ++context_.requests);
  }
}

awaitable<Response> Session::ask(const Request& request) {
  const auto start = [this, &request](auto completion) {
    auto shared = std::make_shared<decltype(completion)>(std::move(completion));
    Respond respond([&inbox = context_.inbox, shared](Respond::Make make) {
      inbox.put([shared, make = std::move(make)] { (*shared)(make_safely(make)); });
    });
    if (context_.handler.place(request) == Place::sockets) {
      return handle_safely(context_.handler, request, respond);
    }
    if (context_.waiting >= context_.options.most_waiting) {
      return respond(problem_response(reject(Code::overloaded, "")));
    }
    ++context_.waiting;
    asio::post(context_.workers, [this, &request, answer = std::move(respond)] {
      --context_.waiting;
      handle_safely(context_.handler, request, answer);
    });
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Response)>(
      start, asio::use_awaitable);
}

/// Away from the sockets' thread, which goes on with others meanwhile.
template <class Work>
awaitable<void> Session::on_worker(Work work) {
  const auto start = [this, &work](auto completion) {
    auto shared = std::make_shared<decltype(completion)>(std::move(completion));
    ++context_.waiting;
    asio::post(context_.workers, [this, &work, shared] {
      --context_.waiting;
      work();
      context_.inbox.put([shared] { (*shared)(); });
    });
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(
      start, asio::use_awaitable);
}

awaitable<bool> Session::send(std::string_view first, std::string_view second) {
  const auto [error, bytes] = co_await connection_.write(first, second);
  co_return !error;
}

awaitable<bool> Session::write(const Response& response, const wire::Framing& framing,
                               bool is_head) {
  expire_after(context_.options.write_timeout_ms);
  std::optional<std::uint64_t> length;
  if (has_body(response.status)) length = response.body.size();
  std::string head =
      wire::head_of(response, framing, context_.date.at(context_.clocks.now()), length);
  std::string_view body = is_head || !length ? std::string_view{} : response.body;
  if (body.size() <= joined_bytes) {
    head.append(body);
    body = {};
  }
  const bool is_sent = co_await send(head, body);
  co_return is_sent&& framing.keep_alive;
}

/// The answer ends with the connection: there is no length to say.
awaitable<void> Session::send_stream(const Response& response, wire::Framing framing) {
  framing.keep_alive = false;
  expire_after(context_.options.write_timeout_ms);
  const std::string head =
      wire::head_of(response, framing, context_.date.at(context_.clocks.now()), std::nullopt);
  context_.streams.insert(this);
  context_.probe.streams_open(context_.stream_count = context_.streams.size());
  const bool is_begun = co_await send(head);
  if (is_begun) co_await follow(*response.stream);
  context_.streams.erase(this);
  context_.probe.streams_open(context_.stream_count = context_.streams.size());
}

awaitable<void> Session::follow(EventSource& source) {
  while (!context_.draining) {
    const std::uint64_t seen = context_.log_moves;
    EventSource::Piece piece;
    co_await on_worker([&] { piece = next_safely(source); });
    expire_after(context_.options.write_timeout_ms);
    if (!piece.bytes.empty()) {
      const bool is_sent = co_await send(piece.bytes);
      if (!is_sent) co_return;
    }
    if (piece.has_ended) co_return;
    if (piece.has_more || seen != context_.log_moves || context_.draining) continue;
    expire_never();
    wake_.expires_after(std::chrono::milliseconds(context_.options.heartbeat_ms));
    const auto [woken] = co_await wake_.async_wait(no_throw);
    if (woken) continue;
    expire_after(context_.options.write_timeout_ms);
    const bool is_sent = co_await send(heartbeat);
    if (!is_sent) co_return;
  }
}

awaitable<void> Session::refuse() {
  const Response response = problem_response(fault_);
  context_.probe.request_answered({}, response, 0);
  co_await write(response, last_words(), false);
  co_await discard_rest();
}

/// A socket closed with unread bytes resets the connection, and the client would lose the answer:
/// what it still sends is read and thrown away, for a while.
awaitable<void> Session::discard_rest() {
  connection_.stop_sending();
  expire_after(discard_timeout_ms);
  buffer_.clear();
  error_code failed;
  std::uint64_t discarded = 0;
  while (!failed && !context_.draining && discarded < 4 * context_.options.body_limit_bytes) {
    const auto [error, bytes] = co_await connection_.read_some(buffer_.prepare(read_bytes));
    failed = error;
    discarded += bytes;
  }
}

}  // namespace mingzhang
