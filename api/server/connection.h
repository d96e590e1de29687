#pragma once

// One accepted connection, plain or by TLS: bytes in, bytes out. Threads: that of the sockets.

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "api/server/tls.h"

namespace mingzhang {

inline constexpr auto no_throw = boost::asio::as_tuple(boost::asio::use_awaitable);

class Connection {
 public:
  using Done = std::tuple<boost::system::error_code, std::size_t>;

  /// `tls` is null for plain HTTP.
  Connection(boost::asio::ip::tcp::socket socket, std::shared_ptr<TlsIdentity> tls);

  bool is_secure() const { return stream_.has_value(); }
  const std::string& peer() const { return peer_; }  ///< its IP address

  /// Success at once where there is no TLS.
  boost::asio::awaitable<std::tuple<boost::system::error_code>> handshake();
  boost::asio::awaitable<Done> read_some(boost::asio::mutable_buffer into);
  /// All of both, one after the other.
  boost::asio::awaitable<Done> write(std::string_view first, std::string_view second = {});
  /// Without TLS, to who spoke plain HTTP where TLS is spoken.
  boost::asio::awaitable<Done> write_plain(std::string_view bytes);
  /// Says by TLS that this is the end, and waits for the other side to say so.
  boost::asio::awaitable<std::tuple<boost::system::error_code>> say_goodbye();

  void stop_sending();
  /// What waits ends with an error; the connection can still be written to.
  void cancel();
  void close();

 private:
  boost::asio::ip::tcp::socket socket_;
  std::shared_ptr<TlsIdentity> identity_;
  std::optional<boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>> stream_;
  std::string peer_;
};

}  // namespace mingzhang
