// What clients send that mean harm, or are broken: over real sockets, against the server as it is
// served. Time limits are set short instead of being waited for.

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <fmt/format.h>

#include <atomic>

#include "tests/api/server/echo.h"
#include "tests/support/running_server.h"

namespace mingzhang {
namespace {

using namespace test;

struct HostileTest : testing::Test {
  Echo handler;
  Probe probe;

  /// All that comes back until the server closes, or has answered once and keeps the connection.
  static Answer answer_to(std::uint16_t port, std::string_view bytes) {
    HttpClient client(port);
    client.write(bytes);
    return client.read();
  }
};

TEST_F(HostileTest, FramingThatAProxyMightReadOtherwiseIsRefused) {
  RunningServer server(handler, probe);
  const std::string post = "POST /a HTTP/1.1\r\nHost: x\r\n";
  for (const std::string& framing : std::vector<std::string>{
           "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
           "Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd",
           "Content-Length: 4, 4\r\n\r\nabcd",
           "Content-Length: 4, 5\r\n\r\nabcde",
           "Content-Length: +4\r\n\r\nabcd",
           "Content-Length: 0x4\r\n\r\nabcd",
           "Content-Length: 4 4\r\n\r\nabcd",
           "Content-Length:\r\n\r\nabcd",
           "Content-Length: 99999999999999999999999\r\n\r\nabcd",
           "Content-Length : 4\r\n\r\nabcd",
           "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
           "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
           "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
           "Transfer-Encoding: identity\r\n\r\n",
           "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
           "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
           "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
           "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
           "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
           "Transfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n",
           "Transfer-Encoding: chunked\r\n\r\n-2\r\nab\r\n0\r\n\r\n",
           "Transfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n",
           "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nab\r\n0\r\n\r\n",
       }) {
    HttpClient client(server.port());
    // Behind it stands what would be a request of its own, were the framing read the other way.
    client.write(post + framing + "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");
    const Answer answer = client.read();
    EXPECT_EQ(answer.status, 400U) << framing;
    EXPECT_FALSE(answer.keep_alive) << framing;
    EXPECT_EQ(client.read().status, 0U) << "nothing is answered behind it: " << framing;
  }
  EXPECT_EQ(answer_to(server.port(),
                      "POST /a HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
                .status,
            400U);
}

TEST_F(HostileTest, WhatIsNoHeaderIsRefused) {
  RunningServer server(handler, probe);
  using namespace std::string_literals;
  for (const std::string& head : std::vector<std::string>{
           "GET /a HTTP/1.1\r\nHost: x\r\nX-A: 1\0002\r\n\r\n"s,
           "GET /a HTTP/1.1\r\nHost: x\r\nX-A\0: 1\r\n\r\n"s,
           "GET /a\0b HTTP/1.1\r\nHost: x\r\n\r\n"s,
           "GET /a HTTP/1.1\r\nHost: x\r\nX-A: 1\rX-B: 2\r\n\r\n"s,
           "GET /a HTTP/1.1\r\nHost: x\r\nX-A: 1\nX-B: 2\r\n\r\n"s,
           "GET /a\rb HTTP/1.1\r\nHost: x\r\n\r\n"s,
           "GET /a HTTP/1.1\r\nHost: x\r\n: nameless\r\n\r\n"s,
           "GET /a HTTP/1.1\r\nHost: x\r\nX A: 1\r\n\r\n"s,
           "GET /a HTTP/1.1\r\nHost: x\r\nX-A\x7F: 1\r\n\r\n"s,
           "GET /a HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"s,
           "GET /a HTTP/1.1\r\n\r\n"s,
           "GET /a HTTP/1.1\r\nHost:\r\n\r\n"s,
           "GET  /a HTTP/1.1\r\nHost: x\r\n\r\n"s,
           "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n"s,
           "GET /a HTTP/1.1 \r\nHost: x\r\n\r\n"s,
           "GET /a HTTP/2.0\r\nHost: x\r\n\r\n"s,
           "GET /a http/1.1\r\nHost: x\r\n\r\n"s,
           "G\xC3\x89T /a HTTP/1.1\r\nHost: x\r\n\r\n"s,
           "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"s,
           "GET http://elsewhere/a HTTP/1.1\r\nHost: x\r\n\r\n"s,
           "CONNECT elsewhere:443 HTTP/1.1\r\nHost: x\r\n\r\n"s,
           "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n"s,
           "GET a HTTP/1.1\r\nHost: x\r\n\r\n"s,
       }) {
    EXPECT_EQ(answer_to(server.port(), head).status, 400U) << head;
  }
  // The one folding that the standard lets a server read as a space.
  const Answer folded =
      answer_to(server.port(), "GET /header HTTP/1.1\r\nHost: x\r\nCookie: a=1;\r\n b=2\r\n\r\n");
  EXPECT_EQ(folded.status, 200U);
  EXPECT_NE(folded.body.find("|a=1; b=2|"), std::string::npos) << folded.body;
}

TEST_F(HostileTest, WhatIsTooLargeIsRefusedBeforeItIsKept) {
  ServerOptions options = any_port();
  options.header_limit_bytes = 1000;
  options.body_limit_bytes = 1000;
  RunningServer server(handler, probe, options);
  const std::string many(2000, 'x');
  EXPECT_EQ(answer_to(server.port(), "GET /" + many + " HTTP/1.1\r\nHost: x\r\n\r\n").status, 431U);
  EXPECT_EQ(answer_to(server.port(), "GET /" + many).status, 431U) << "and no end of line comes";
  EXPECT_EQ(
      answer_to(server.port(), "GET / HTTP/1.1\r\nHost: x\r\nX-A: " + many + "\r\n\r\n").status,
      431U);
  std::string fields;
  for (int i = 0; i < 200; ++i) fields += fmt::format("X-{}: 1\r\n", i);
  EXPECT_EQ(answer_to(server.port(), "GET / HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n").status,
            431U);
  EXPECT_EQ(answer_to(server.port(), many + many).status / 100, 4U);
  EXPECT_EQ(
      answer_to(server.port(), "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n").status,
      413U);
  const std::string chunked = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(answer_to(server.port(), chunked + "7d0\r\n" + many + "\r\n0\r\n\r\n").status, 413U);
  const std::string extension = "1;" + std::string(200'000, 'x');
  EXPECT_EQ(answer_to(server.port(), chunked + extension).status / 100, 4U);
  const std::string trailer = "0\r\nX-A: " + std::string(200'000, 'x');
  EXPECT_EQ(answer_to(server.port(), chunked + trailer).status / 100, 4U);
}

TEST_F(HostileTest, WhoIsSlowIsTold) {
  ServerOptions options = any_port();
  options.header_timeout_ms = 1;
  options.body_timeout_ms = 1;
  RunningServer server(handler, probe, options);
  for (const std::string_view begun :
       {"GET /a HTTP/1.1\r\nHost: x\r\n", "G",
        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf",
        "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nha"}) {
    HttpClient client(server.port());
    client.write(begun);
    const Answer answer = client.read();
    EXPECT_EQ(answer.status, 408U) << begun;
    EXPECT_EQ(answer.code(), "request_timeout") << begun;
    EXPECT_TRUE(client.is_closed());
  }
}

TEST_F(HostileTest, WhoDoesNotReadIsLeft) {
  ServerOptions options = any_port();
  options.write_timeout_ms = 1;
  options.drain_timeout_ms = 3'600'000;
  RunningServer server(handler, probe, options);
  HttpClient client(server.port());
  client.write("GET /long?size=100000000&type=text/plain HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_FALSE(client.read_some().empty());
  server.stop();
  server.join();  // which waits for all connections to end
}

TEST_F(HostileTest, ASlowClientDoesNotHoldUpOthers) {
  RunningServer server(handler, probe);
  std::vector<std::unique_ptr<HttpClient>> slow;
  for (int i = 0; i < 50; ++i) {
    slow.push_back(std::make_unique<HttpClient>(server.port()));
    slow.back()->write(i % 2 == 0 ? "GET /a HT"
                                  : "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx");
  }
  HttpClient quick(server.port());
  for (int i = 0; i < 100; ++i) EXPECT_EQ(quick.get("/a").status, 200U);
  for (int i = 0; i < 50; ++i)
    slow[i]->write(i % 2 == 0 ? "TP/1.1\r\nHost: x\r\n\r\n" : "xxxxxxxx");
  for (const auto& client : slow) EXPECT_EQ(client->read().status, 200U);
}

TEST_F(HostileTest, PathsAreNamesAndNothingElse) {
  RunningService service;
  HttpClient client = service.client();
  for (const std::string target :
       {"/../../etc/passwd", "/v1/../../etc/passwd", "/v1/%2e%2e/%2e%2e/etc/passwd",
        "/v1/communities/..%2f..%2fetc", "/v1/communities/heping/..%2F..", "//etc/passwd",
        "/v1//communities", "/v1/communities/", "/v1/communities/%2F", "/.git/config",
        "/v1/communities/heping/houses/..%2f1-1-101/owner", "/metrics/..", "/;/v1/communities",
        "/v1/communities;x=1", "/v1/communities/heping%3Fx"}) {
    const Answer answer = client.get(target);
    EXPECT_EQ(answer.status, 404U) << target << ' ' << answer.body;
    EXPECT_EQ(answer.content_type, "application/problem+json") << target;
  }
  for (const std::string target :
       {"/v1/communities/a%00b", "/v1/communities/a%0D%0ASet-Cookie:x=1", "/v1/events?kind=%0a",
        "/v1/communities/%ff", "/v1/%zz", "/v1/events?community=%c3%28"}) {
    EXPECT_EQ(client.get(target).status, 400U) << target;
  }
}

TEST_F(HostileTest, WhatIsSentBackStaysInItsPlace) {
  RunningService service;
  HttpClient client = service.client();
  // Into the body of a problem, and into Allow.
  const Answer quoted = client.get("/v1/communities/%22%2C%22code%22%3A%22ok%22%3C%2Fscript%3E");
  EXPECT_EQ(quoted.code(), "unknown_community");
  const Answer method = client.send("DELETE", "/v1/events?x=1");
  EXPECT_EQ(method.header("Allow"), "POST, GET");
  const Answer origin =
      client.send("GET", "/v1/communities", {}, {{"Origin", "http://evil\"},\"code\":\"ok"}});
  EXPECT_EQ(origin.code(), "foreign_origin");
  for (const Answer& answer : {quoted, method, origin}) {
    EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(answer.header("Content-Security-Policy"),
              "default-src 'none'; frame-ancestors 'none'");
    EXPECT_EQ(answer.header("Cache-Control"), "no-store");
    EXPECT_EQ(answer.header("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(answer.header("Strict-Transport-Security"), "") << "not without TLS";
  }
}

TEST_F(HostileTest, BodiesThatAreCompressedAreRefused) {
  RunningServer server(handler, probe);
  HttpClient client(server.port());
  const Answer answer = client.send("POST", "/a", "x", {{"Content-Encoding", "gzip"}});
  EXPECT_EQ(answer.status, 415U);
  EXPECT_EQ(answer.code(), "unsupported_encoding");
}

TEST_F(HostileTest, RequestsInADriveDoNotGatherInMemory) {
  // A client that pipelines and never reads: the server stops reading, so the client can send no
  // more than the sockets' buffers hold.
  RunningServer server(handler, probe);
  HttpClient client(server.port());
  client.socket().non_blocking(true);
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "GET /long?size=1000 HTTP/1.1\r\nHost: x\r\n\r\n";
  std::size_t sent = 0;
  boost::system::error_code error;
  int refusals = 0;
  while (refusals < 1000 && sent < (256U << 20U)) {
    sent += client.socket().write_some(boost::asio::buffer(many), error);
    refusals = error ? refusals + 1 : 0;
    if (error) {  // until the server has really stopped: it answers others meanwhile
      HttpClient other(server.port());
      ASSERT_EQ(other.get("/a").status, 200U);
    }
  }
  EXPECT_GE(refusals, 1000) << "it took " << sent << " bytes";
}

/// As many open files as the machine lets this process have.
bool can_open(rlim_t files) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur < files && limit.rlim_max >= files) {
    limit.rlim_cur = files;
    ::setrlimit(RLIMIT_NOFILE, &limit);
  }
  return limit.rlim_cur >= files;
}

TEST_F(HostileTest, ThousandIdleAndHundredSlowConnectionsLeaveRoomForWork) {
  if (!can_open(4096)) GTEST_SKIP() << "too few open files are allowed here";
  RunningService service;
  std::vector<std::unique_ptr<HttpClient>> others;
  for (int i = 0; i < 1100; ++i) {
    others.push_back(std::make_unique<HttpClient>(service.server.port()));
    if (i % 11 == 0)
      others.back()->write("POST /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-");
  }
  std::atomic<int> recorded{0};
  const auto post_some = [&](int who) {
    HttpClient client = service.client();
    for (int i = 0; i < 50; ++i) {
      const Answer answer = client.post(fmt::format(
          R"({{"kind":"payment_received","community":"heping","business_date":"2026-01-15",)"
          R"("idempotency_key":"{}-{}","house":"1-1-101","amount":"1.00","channel":"bank"}})",
          who, i));
      recorded += answer.status == 201 ? 1 : 0;
    }
  };
  std::vector<std::thread> posting;
  for (int who = 0; who < 8; ++who) posting.emplace_back(post_some, who);
  for (std::thread& thread : posting) thread.join();
  EXPECT_EQ(recorded, 400);
  EXPECT_EQ(others.front()->socket().available(), 0U);
  others.back()->write("");
  const Answer late = others[1]->get("/healthz");
  EXPECT_EQ(late.status, 200U) << "who was idle can still ask";
}

}  // namespace
}  // namespace mingzhang
