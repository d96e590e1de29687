#include "api/server/server.h"

#include <gtest/gtest.h>

#include "tests/api/server/echo.h"
#include "tests/support/running_server.h"

namespace mingzhang {
namespace {

using namespace test;

struct ServerTest : testing::Test {
  Echo handler;
  Probe probe;
};

TEST_F(ServerTest, HandsOverDecodedParts) {
  RunningServer server(handler, probe);
  HttpClient client(server.port());
  const Answer answer = client.get("/v1/houses/1-0-%E5%95%86%E9%93%BA?period=2026-03&x=a%26b");
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.body,
            "GET /v1/houses/1-0-%E5%95%86%E9%93%BA [v1] [houses] [1-0-商铺] period=2026-03 x=a&b ");
}

TEST_F(ServerTest, HandsOverHeadersAndSendsThose) {
  RunningServer server(handler, probe);
  HttpClient client(server.port());
  const Answer answer = client.send("POST", "/header", "plain",
                                    {{"authorization", "Bearer t"},
                                     {"COOKIE", "s=1"},
                                     {"X-CSRF-Token", "c"},
                                     {"Content-Type", "application/json"},
                                     {"Accept-Encoding", "br"},
                                     {"If-None-Match", "\"6\", W/\"7\""},
                                     {"Idempotency-Key", "k"},
                                     {"Last-Event-ID", "41"}});
  EXPECT_EQ(answer.body, "Bearer t|s=1|c|application/json|br|\"6\", W/\"7\"|k|41|127.0.0.1");
  EXPECT_EQ(answer.header("etag"), "W/\"7\"");
  EXPECT_EQ(answer.header("Cache-Control"), "private, no-cache");
  EXPECT_EQ(answer.header("X-Echo"), "plain");
  EXPECT_EQ(answer.header("Set-Cookie"), "a=1");
  EXPECT_EQ(client.get("/a").header("Cache-Control"), "no-store");
}

TEST_F(ServerTest, RefusesAHeaderThatIsThereTwice) {
  RunningServer server(handler, probe);
  for (const std::string_view twice :
       {"Authorization: Bearer a\r\nAuthorization: Bearer b\r\n", "Host: y\r\n",
        "Idempotency-Key: a\r\nidempotency-key: b\r\n", "Last-Event-ID: \xFF\r\n"}) {
    HttpClient client(server.port());
    client.write("GET /a HTTP/1.1\r\nHost: x\r\n" + std::string(twice) + "\r\n");
    EXPECT_EQ(client.read().code(), "malformed_request") << twice;
  }
  HttpClient client(server.port());
  client.write(
      "GET /header HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nAccept-Encoding: br\r\n\r\n");
  EXPECT_EQ(client.read().body, "||||gzip, br||||127.0.0.1");
}

TEST_F(ServerTest, SendsNoHeaderThatWouldBeTwo) {
  RunningServer server(handler, probe);
  HttpClient client(server.port());
  const Answer answer = client.send("POST", "/header", "a\r\nSet-Cookie: stolen=1");
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.header("X-Echo"), "");
  EXPECT_EQ(answer.header("Set-Cookie"), "a=1");
}

TEST_F(ServerTest, NamesEachRequest) {
  RunningServer server(handler, probe);
  HttpClient client(server.port());
  const Answer mine = client.send("GET", "/a", {}, {{"X-Request-Id", "trace-1.A_b"}});
  EXPECT_EQ(mine.header("X-Request-Id"), "trace-1.A_b");
  const std::string first = client.get("/a").header("X-Request-Id");
  const std::string second = client.get("/a").header("X-Request-Id");
  EXPECT_NE(first, "");
  EXPECT_NE(first, second);
  // Not what a log or a page could take for something else.
  const std::vector<std::string> doubtful{"<script>", "a b", std::string(65, 'x')};
  for (const std::string& bad : doubtful) {
    const Answer answer = client.send("GET", "/a", {}, {{"X-Request-Id", bad}});
    EXPECT_EQ(answer.status, 200U);
    EXPECT_NE(answer.header("X-Request-Id"), bad);
  }
}

TEST_F(ServerTest, KeepsTheConnection) {
  RunningServer server(handler, probe);
  HttpClient client(server.port());
  for (int round = 0; round < 100; ++round) {
    const Answer answer = client.send("POST", round % 2 == 0 ? "/a" : "/worker", "body");
    ASSERT_EQ(answer.status, 200U);
    ASSERT_TRUE(answer.keep_alive);
  }
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
  RunningServer server(handler, probe);
  HttpClient client(server.port());
  client.write(
      "GET /worker HTTP/1.1\r\nHost: x\r\n\r\nGET /two HTTP/1.1\r\nHost: x\r\n\r\n"
      "GET /three HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(client.read().body, "GET /worker [worker] ");
  EXPECT_EQ(client.read().body, "GET /two [two] ");
  EXPECT_EQ(client.read().body, "GET /three [three] ");
  EXPECT_TRUE(client.is_closed());
}

TEST_F(ServerTest, AnswersAHeadWithTheHeaderOnly) {
  RunningServer server(handler, probe);
  HttpClient client(server.port());
  EXPECT_EQ(client.send("HEAD", "/a").body, "");
  EXPECT_EQ(client.get("/b").body, "GET /b [b] ");
}

TEST_F(ServerTest, AsksForABodyThatWaitsToBeAskedFor) {
  RunningServer server(handler, probe);
  HttpClient client(server.port());
  client.write("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read().status, 100U);
  client.write("body");
  EXPECT_EQ(client.read().body, "POST /a [a] body");
}

TEST_F(ServerTest, TakesChunkedBodies) {
  RunningServer server(handler, probe);
  HttpClient client(server.port());
  client.write(
      "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
      "2\r\nbo\r\n2\r\ndy\r\n0\r\n\r\n");
  EXPECT_EQ(client.read().body, "POST /a [a] body");
}

TEST_F(ServerTest, RefusesABodyThatSaysItIsTooLarge) {
  RunningServer server(handler, probe);
  HttpClient client(server.port());
  client.write("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n\r\n");
  const Answer answer = client.read();
  EXPECT_EQ(answer.status, 413U);
  EXPECT_EQ(answer.content_type, "application/problem+json");
  EXPECT_EQ(answer.code(), "body_too_large");
}

TEST_F(ServerTest, RefusesABodyThatGrowsTooLarge) {
  RunningServer server(handler, probe);
  HttpClient client(server.port());
  client.write("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "100000\r\n" + std::string(1U << 20U, 'x') + "\r\n";
  for (int i = 0; i < 10; ++i) client.write(chunk);
  EXPECT_EQ(client.read().code(), "body_too_large");
}

TEST_F(ServerTest, RefusesALongHeader) {
  RunningServer server(handler, probe);
  HttpClient client(server.port());
  client.write("GET /a HTTP/1.1\r\nHost: x\r\nX-Long: " + std::string(20'000, 'x') + "\r\n\r\n");
  const Answer answer = client.read();
  EXPECT_EQ(answer.status, 431U);
  EXPECT_EQ(answer.code(), "header_too_large");
}

TEST_F(ServerTest, RefusesWhatIsNoHttp) {
  RunningServer server(handler, probe);
  for (const std::string_view nonsense :
       {"hello\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET a b c HTTP/1.1\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n", "GET /a%zz HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"}) {
    HttpClient client(server.port());
    client.write(nonsense);
    const Answer answer = client.read();
    EXPECT_EQ(answer.status, 400U) << nonsense;
    EXPECT_EQ(answer.code(), "malformed_request") << nonsense;
  }
}

TEST_F(ServerTest, AHandlerThatThrowsIsAnInternalError) {
  RunningServer server(handler, probe);
  HttpClient client(server.port());
  EXPECT_EQ(client.get("/throw").code(), "internal_error");
  EXPECT_EQ(client.get("/a").status, 200U);
}

TEST_F(ServerTest, TellsOneConnectionTooManyToComeBack) {
  ServerOptions options = any_port();
  options.most_connections = 2;
  RunningServer server(handler, probe, options);
  HttpClient first(server.port());
  HttpClient second(server.port());
  ASSERT_EQ(first.get("/a").status, 200U);
  ASSERT_EQ(second.get("/a").status, 200U);
  HttpClient third(server.port());
  const Answer answer = third.read();
  EXPECT_EQ(answer.code(), "too_busy");
  EXPECT_EQ(answer.header("Retry-After"), "1");
}

TEST_F(ServerTest, LeavesAClientThatSaysNothing) {
  ServerOptions options = any_port();
  options.idle_timeout_ms = 1;
  options.header_timeout_ms = 1;
  RunningServer server(handler, probe, options);
  HttpClient silent(server.port());
  EXPECT_TRUE(silent.is_closed());
  HttpClient slow(server.port());
  slow.write("GET /a HT");
  EXPECT_EQ(slow.read().code(), "request_timeout");
  EXPECT_TRUE(slow.is_closed());
}

TEST_F(ServerTest, DrainAnswersWhatHasBegunAndEndsWhatIsIdle) {
  RunningServer server(handler, probe);
  HttpClient busy(server.port());
  HttpClient idle(server.port());
  ASSERT_EQ(idle.get("/a").status, 200U);
  busy.write("GET /held HTTP/1.1\r\nHost: x\r\n\r\n");
  handler.wait_for_held(1);
  server.stop();
  EXPECT_TRUE(idle.is_closed());
  EXPECT_THROW(HttpClient late(server.port()), std::exception);
  handler.let_go();
  const Answer answer = busy.read();
  EXPECT_EQ(answer.body, "GET /held [held] ");
  EXPECT_FALSE(answer.keep_alive);
  EXPECT_TRUE(busy.is_closed());
  server.join();
}

TEST_F(ServerTest, DrainEndsAClientThatNeverFinishesItsRequest) {
  ServerOptions options = any_port();
  options.drain_timeout_ms = 1;
  RunningServer server(handler, probe, options);
  HttpClient client(server.port());
  ASSERT_EQ(client.get("/a").status, 200U);
  client.write("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nonly this");
  server.stop();
  EXPECT_TRUE(client.is_closed());
  server.join();
}

TEST_F(ServerTest, WithoutTlsListensOnThisMachineOnly) {
  for (const std::string address : {"0.0.0.0", "::", "192.0.2.1", "not an address"}) {
    ServerOptions options = any_port();
    options.address = address;
    const auto refused = Server::listen(options, still_clocks(), handler, probe);
    ASSERT_FALSE(refused) << address;
    EXPECT_NE(refused.error().message.find("127.0.0.1"), std::string::npos);
  }
}

TEST_F(ServerTest, BehindAProxyTakesItsWordForWhoAsks) {
  ServerOptions options = any_port();
  options.behind_proxy = true;
  RunningServer server(handler, probe, options);
  HttpClient client(server.port());
  const Answer answer =
      client.send("GET", "/header", {}, {{"X-Forwarded-For", "6.6.6.6, 192.0.2.7"}});
  EXPECT_TRUE(answer.body.ends_with("|192.0.2.7")) << answer.body;
  RunningServer bare(handler, probe);
  HttpClient liar(bare.port());
  const Answer bare_answer = liar.send("GET", "/header", {}, {{"X-Forwarded-For", "192.0.2.7"}});
  EXPECT_TRUE(bare_answer.body.ends_with("|127.0.0.1")) << bare_answer.body;
}

TEST_F(ServerTest, SaysThatAPortIsTaken) {
  RunningServer server(handler, probe);
  ServerOptions options = any_port();
  options.port = server.port();
  const auto refused = Server::listen(options, still_clocks(), handler, probe);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find(std::to_string(server.port())), std::string::npos);
}

}  // namespace
}  // namespace mingzhang
