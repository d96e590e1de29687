#include "api/server/connection.h"

#include <array>
#include <boost/asio/write.hpp>

namespace mingzhang {

namespace asio = boost::asio;
using asio::awaitable;
using boost::system::error_code;

Connection::Connection(asio::ip::tcp::socket socket, std::shared_ptr<TlsIdentity> tls)
    : socket_(std::move(socket)), identity_(std::move(tls)) {
  error_code ignored;
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  peer_ = socket_.remote_endpoint(ignored).address().to_string();
  if (identity_) stream_.emplace(socket_, identity_->context);
}

awaitable<std::tuple<error_code>> Connection::handshake() {
  if (!stream_) co_return std::tuple<error_code>{};
  co_return co_await stream_->async_handshake(asio::ssl::stream_base::server, no_throw);
}

awaitable<Connection::Done> Connection::read_some(asio::mutable_buffer into) {
  return stream_ ? stream_->async_read_some(into, no_throw)
                 : socket_.async_read_some(into, no_throw);
}

awaitable<Connection::Done> Connection::write(std::string_view first, std::string_view second) {
  const std::array<asio::const_buffer, 2> both{asio::buffer(first), asio::buffer(second)};
  return stream_ ? asio::async_write(*stream_, both, no_throw)
                 : asio::async_write(socket_, both, no_throw);
}

awaitable<Connection::Done> Connection::write_plain(std::string_view bytes) {
  return asio::async_write(socket_, asio::buffer(bytes), no_throw);
}

awaitable<std::tuple<error_code>> Connection::say_goodbye() {
  if (!stream_) co_return std::tuple<error_code>{};
  co_return co_await stream_->async_shutdown(no_throw);
}

void Connection::stop_sending() {
  error_code ignored;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
}

void Connection::cancel() {
  error_code ignored;
  socket_.cancel(ignored);
}

void Connection::close() {
  error_code ignored;
  socket_.close(ignored);
}

}  // namespace mingzhang
