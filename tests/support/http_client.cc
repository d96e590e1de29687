#include "tests/support/http_client.h"

#include <gtest/gtest.h>

#include <boost/asio/write.hpp>
#include <boost/beast/http.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <fstream>

namespace mingzhang::test {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

namespace {

/// For tests/contract: every exchange as a line of JSON, in the file that this variable names.
void tell(std::string_view method, const std::string& target, const Answer& answer) {
  const char* file = std::getenv("MINGZHANG_EXCHANGES");
  if (file == nullptr || answer.status == 0) return;
  boost::json::array headers;
  for (const auto& [name, value] : answer.headers) {
    headers.push_back(boost::json::array{name, value});
  }
  const boost::json::object line{{"method", std::string(method)},
                                 {"target", target},
                                 {"status", answer.status},
                                 {"headers", std::move(headers)},
                                 {"body", answer.body}};
  std::ofstream(file, std::ios::app) << boost::json::serialize(line) << "\n";
}

}  // namespace

boost::json::value Answer::json() const {
  error_code error;
  boost::json::value value = boost::json::parse(body, error);
  EXPECT_FALSE(error) << "not JSON: " << body;
  return value;
}

std::string Answer::code() const {
  const boost::json::value value = json();
  const auto* object = value.if_object();
  const auto* code = object == nullptr ? nullptr : object->if_contains("code");
  return code == nullptr ? "" : std::string(code->as_string().c_str());
}

std::string Answer::header(std::string_view name) const {
  for (const auto& [there, value] : headers) {
    if (boost::beast::iequals(there, {name.data(), name.size()})) return value;
  }
  return {};
}

HttpClient::HttpClient(std::uint16_t port, std::string token) : token_(std::move(token)) {
  socket_.connect({asio::ip::make_address("127.0.0.1"), port});
}

HttpClient::HttpClient(std::uint16_t port, asio::ssl::context& tls, SSL_SESSION* resume)
    : HttpClient(port) {
  tls_.emplace(socket_, tls);
  if (resume != nullptr) SSL_set_session(ssl(), resume);
  tls_->handshake(asio::ssl::stream_base::client);
}

Answer HttpClient::send(std::string_view method, const std::string& target, std::string body,
                        const Headers& headers) {
  http::request<http::string_body> request;
  request.method_string({method.data(), method.size()});
  request.target(target);
  request.set(http::field::host, "127.0.0.1");
  if (!token_.empty()) request.set(http::field::authorization, "Bearer " + token_);
  for (const auto& [name, value] : headers) request.set(name, value);
  request.body() = std::move(body);
  request.prepare_payload();
  error_code error;
  if (tls_) {
    http::write(*tls_, request, error);
  } else {
    http::write(socket_, request, error);
  }
  Answer answer = read(method == "HEAD");
  tell(method, target, answer);
  return answer;
}

bool HttpClient::write(std::string_view bytes) {
  error_code error;
  if (tls_) {
    asio::write(*tls_, asio::buffer(bytes), error);
  } else {
    asio::write(socket_, asio::buffer(bytes), error);
  }
  return !error;
}

Answer HttpClient::read(bool to_head) {
  http::response_parser<http::string_body> parser;
  parser.body_limit(std::uint64_t{1} << 30U);
  parser.skip(to_head);
  error_code error;
  if (tls_) {
    http::read(*tls_, buffer_, parser, error);
  } else {
    http::read(socket_, buffer_, parser, error);
  }
  if (error) return {};
  Answer answer{parser.get().result_int(), {}, parser.get().body(), parser.keep_alive()};
  for (const auto& field : parser.get()) {
    answer.headers.emplace_back(field.name_string(), field.value());
  }
  answer.content_type = answer.header("Content-Type");
  return answer;
}

std::string HttpClient::read_some() {
  if (buffer_.size() != 0) {
    std::string there(static_cast<const char*>(buffer_.data().data()), buffer_.size());
    buffer_.clear();
    return there;
  }
  error_code error;
  std::string bytes(64U << 10U, '\0');
  const std::size_t count = tls_ ? tls_->read_some(asio::buffer(bytes), error)
                                 : socket_.read_some(asio::buffer(bytes), error);
  bytes.resize(count);
  return bytes;
}

}  // namespace mingzhang::test
