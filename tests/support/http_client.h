#pragma once

// An HTTP/1.1 client over a real socket, one connection, plain or by TLS.

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mingzhang::test {

struct Answer {
  unsigned status = 0;
  std::string content_type;
  std::string body;
  bool keep_alive = false;
  std::vector<std::pair<std::string, std::string>> headers{};

  /// Its first value, whatever the case of the name; empty when it is not there.
  std::string header(std::string_view name) const;

  /// The body as JSON; fails the test when it is none.
  boost::json::value json() const;
  /// Member `code` of a problem document, empty when there is none.
  std::string code() const;
};

class HttpClient {
 public:
  /// `token` goes with every request of `send`; none when it is empty.
  explicit HttpClient(std::uint16_t port, std::string token = {});
  /// By TLS; throws when there is no handshake. `resume` is the session of another connection.
  HttpClient(std::uint16_t port, boost::asio::ssl::context& tls, SSL_SESSION* resume = nullptr);

  using Headers = std::vector<std::pair<std::string, std::string>>;
  Answer send(std::string_view method, const std::string& target, std::string body = {},
              const Headers& headers = {});
  Answer get(const std::string& target) { return send("GET", target); }
  Answer post(const std::string& body) { return send("POST", "/v1/events", body); }

  /// Bytes as they are; false when the other side has closed.
  bool write(std::string_view bytes);
  Answer read(bool to_head = false);
  /// What comes next, as it is; empty when the other side has closed.
  std::string read_some();
  /// Waits until the other side closes, or says something.
  bool is_closed() { return read_some().empty(); }

  boost::asio::ip::tcp::socket& socket() { return socket_; }
  SSL* ssl() { return tls_->native_handle(); }

 private:
  const std::string token_;
  boost::asio::io_context io_;
  boost::asio::ip::tcp::socket socket_{io_};
  std::optional<boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>> tls_;
  boost::beast::flat_buffer buffer_;
};

}  // namespace mingzhang::test
