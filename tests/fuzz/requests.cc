#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/json/parse.hpp>

#include "api/buffers/request_buffer.h"
#include "api/json/event_json.h"
#include "api/server/gzip.h"
#include "api/server/wire.h"
#include "ledger/base/ensure.h"
#include "ledger/rules/preflight.h"
#include "tests/fuzz/targets.h"

namespace mingzhang::fuzz {
namespace {

namespace http = boost::beast::http;

void expect_text(std::string_view text) {
  ensure(utf8_length(text).has_value(), "what is quoted is UTF-8");
}

/// A refusal can be told: its document is JSON.
void expect_telling(const Rejection& rejection) {
  const Response response = problem_response(rejection);
  boost::system::error_code error;
  boost::json::parse(response.body, error);
  ensure(!error, "a problem document is JSON");
  expect_text(response.body);
}

void expect_same_in_json(const Command& command) {
  CommandReader reader(command.header.actor);
  const ParsedCommand again = reader.read(render_command(command));
  ensure(again.has_value(), "what was read can be read again");
  ensure(*again == command, "and is the same");
}

void look_at(const Request& request) {
  expect_text(request.target);
  for (const std::string& segment : request.path) expect_text(segment);
  for (const auto& [name, value] : request.query) {
    expect_text(name);
    expect_text(value);
  }
  for (const std::string* field :
       {&request.id, &request.peer, &request.host, &request.origin, &request.authorization,
        &request.cookie, &request.csrf_token, &request.content_type, &request.accept_encoding,
        &request.if_none_match, &request.idempotency_key, &request.last_event_id}) {
    expect_text(*field);
  }
  accepts_gzip(request.accept_encoding);
  Response response = problem_response(reject(Code::not_found, "", request.target));
  response.headers.emplace_back("X-Echo", request.cookie);
  const std::string head = wire::head_of(response, {}, "now", response.body.size());
  ensure(head.find("\r\n\r\n") == head.size() - 4, "one answer has one header");
  CommandReader reader("tester");
  const ParsedCommand command = reader.read(request.body);
  if (!command) expect_telling(command.error());
}

}  // namespace

void http_request(std::string_view bytes) {
  http::request_parser<http::string_body> parser;
  parser.header_limit(16U << 10U);
  parser.body_limit(64U << 10U);
  const auto feed = [&](auto done) {
    boost::system::error_code error;
    while (!done() && !error && !bytes.empty()) {
      const std::size_t taken =
          parser.put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
      bytes.remove_prefix(taken);
    }
    return done();
  };
  if (!feed([&] { return parser.is_header_done(); })) return;
  if (const Refused refused = wire::check_header(parser.get(), parser.chunked())) {
    return expect_telling(*refused);
  }
  parser.eager(true);
  if (!feed([&] { return parser.is_done(); })) return;
  const auto request = wire::to_request(parser.release(), wire::InFront::proxy);
  if (!request) return expect_telling(request.error());
  look_at(*request);
}

void command_json(std::string_view bytes) {
  CommandReader reader("tester");
  const ParsedCommand command = reader.read(bytes);
  if (!command) return expect_telling(command.error());
  expect_same_in_json(*command);
  if (const Refused refused = preflight(*command, Day{20'000})) expect_telling(*refused);
}

void request_buffer(std::string_view bytes) {
  const std::string aligned(bytes);  // as the server's are
  const auto buffer = RequestBuffer::open(aligned, 100);
  if (!buffer) return expect_telling(buffer.error());
  for (std::size_t i = 0; i < buffer->size(); ++i) {
    const ParsedCommand command = buffer->event(i, "tester");
    if (!command) {
      expect_telling(command.error());
      continue;
    }
    expect_same_in_json(*command);
    if (const Refused refused = preflight(*command, Day{20'000})) expect_telling(*refused);
  }
}

}  // namespace mingzhang::fuzz
