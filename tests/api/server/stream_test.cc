// Event streams: what the server does with any source, then GET /v1/stream.

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <atomic>
#include <boost/json/parse.hpp>
#include <numeric>

#include "tests/api/server/echo.h"
#include "tests/support/running_server.h"

namespace mingzhang {
namespace {

using namespace test;

/// Gives the numbers up to `last`, one a piece, and then waits.
class Counting final : public RequestHandler {
 public:
  Place place(const Request&) const override { return Place::sockets; }
  void handle(const Request& request, Respond respond) override {
    if (request.target == "/plain") return respond(Response{});
    Response response;
    response.content_type = "text/event-stream";
    response.stream = std::make_shared<Source>(*this);
    respond(std::move(response));
  }

  std::atomic<int> last{3};
  std::atomic<int> end{1'000'000};
  std::string filler;

 private:
  class Source final : public EventSource {
   public:
    explicit Source(Counting& counting) : counting_(counting) {}
    Piece next() override {
      if (given_ == counting_.last) return {};
      ++given_;
      return {fmt::format("data: {}{}\n\n", given_, counting_.filler), given_ < counting_.last,
              given_ == counting_.end};
    }

   private:
    Counting& counting_;
    int given_ = 0;
  };
};

struct StreamTest : testing::Test {
  Counting handler;
  Probe probe;

  static void begin(HttpClient& client, const std::string& target = "/stream",
                    const std::string& more = {}) {
    client.write("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + more + "\r\n");
  }
  /// Reads until `text` has come; false when the connection ended before.
  static bool reads(HttpClient& client, std::string& seen, std::string_view text) {
    while (seen.find(text) == std::string::npos) {
      const std::string more = client.read_some();
      if (more.empty()) return false;
      seen += more;
    }
    return true;
  }
};

TEST_F(StreamTest, SendsWhatIsThereAndThenWhatComes) {
  RunningServer server(handler, probe);
  HttpClient client(server.port());
  begin(client, "/stream", "Accept-Encoding: gzip\r\n");
  std::string seen;
  ASSERT_TRUE(reads(client, seen, "data: 3\n\n"));
  EXPECT_NE(seen.find("HTTP/1.1 200 OK\r\n"), std::string::npos);
  EXPECT_NE(seen.find("Content-Type: text/event-stream\r\n"), std::string::npos);
  EXPECT_NE(seen.find("Cache-Control: no-store\r\n"), std::string::npos);
  EXPECT_EQ(seen.find("Content-Length"), std::string::npos);
  EXPECT_EQ(seen.find("Content-Encoding"), std::string::npos);
  for (int i = 4; i < 50; ++i) {
    handler.last = i;
    server.log_moved();
    ASSERT_TRUE(reads(client, seen, fmt::format("data: {}\n\n", i)));
  }
  handler.last = 60;
  handler.end = 55;
  server.log_moved();
  while (reads(client, seen, "never")) continue;
  EXPECT_TRUE(seen.ends_with("data: 54\n\ndata: 55\n\n")) << "the source has ended";
}

TEST_F(StreamTest, ManyAreWokenByOneMove) {
  RunningServer server(handler, probe);
  std::vector<std::unique_ptr<HttpClient>> clients;
  std::vector<std::string> seen(20);
  for (int i = 0; i < 20; ++i) {
    clients.push_back(std::make_unique<HttpClient>(server.port()));
    begin(*clients.back());
  }
  for (std::size_t i = 0; i < 20; ++i) ASSERT_TRUE(reads(*clients[i], seen[i], "data: 3\n\n"));
  handler.last = 4;
  server.log_moved();
  for (std::size_t i = 0; i < 20; ++i) EXPECT_TRUE(reads(*clients[i], seen[i], "data: 4\n\n"));
}

TEST_F(StreamTest, SaysNowAndThenThatItIsThere) {
  ServerOptions options = any_port();
  options.heartbeat_ms = 1;
  RunningServer server(handler, probe, options);
  HttpClient client(server.port());
  begin(client);
  std::string seen;
  EXPECT_TRUE(reads(client, seen, "data: 3\n\n:\n\n:\n\n"));
}

TEST_F(StreamTest, OnlySoManyAreOpen) {
  ServerOptions options = any_port();
  options.most_streams = 1;
  RunningServer server(handler, probe, options);
  HttpClient first(server.port());
  begin(first);
  std::string seen;
  ASSERT_TRUE(reads(first, seen, "data: 3\n\n"));
  HttpClient second(server.port());
  begin(second);
  const Answer shed = second.read();
  EXPECT_EQ(shed.code(), "overloaded");
  EXPECT_EQ(shed.header("Retry-After"), "1");
  EXPECT_EQ(second.get("/plain").status, 200U);
}

TEST_F(StreamTest, DrainEndsThem) {
  RunningServer server(handler, probe);
  HttpClient client(server.port());
  begin(client);
  std::string seen;
  ASSERT_TRUE(reads(client, seen, "data: 3\n\n"));
  server.stop();
  EXPECT_TRUE(client.is_closed());
  server.join();
}

TEST_F(StreamTest, AReaderThatStopsIsLeft) {
  handler.filler = std::string(1U << 20U, 'x');
  handler.last = 1'000'000;  // far more than the sockets' buffers hold
  ServerOptions options = any_port();
  options.write_timeout_ms = 1;
  options.drain_timeout_ms = 3'600'000;
  RunningServer server(handler, probe, options);
  HttpClient client(server.port());
  begin(client);
  std::string seen;
  ASSERT_TRUE(reads(client, seen, "data: 1"));
  server.stop();
  server.join();  // which waits for all connections to end
}

// GET /v1/stream

struct LogStreamTest : testing::Test {
  RunningService service;
  std::string authorization =
      "Authorization: Bearer " + service.token_of(Role::finance_officer) + "\r\n";

  void begin(HttpClient& client, const std::string& target, const std::string& more = {}) const {
    StreamTest::begin(client, target, authorization + more);
  }

  void record(const std::string& key) {
    const BatchResult result =
        service.sequencer.record({pay("heping", key, "1-1-101", yuan(1))}, Grouping::each);
    ASSERT_EQ(result.results.at(0).outcome, Outcome::recorded);
  }
};

/// The ids in a stream's text, in order.
std::vector<int> ids_of(const std::string& text) {
  std::vector<int> ids;
  for (std::size_t at = text.find("\nid: "); at != std::string::npos;
       at = text.find("\nid: ", at + 1)) {
    if (text.compare(text.find('\n', at + 1), 7, "\ndata: ") != 0) continue;
    ids.push_back(std::stoi(text.substr(at + 5)));
  }
  return ids;
}

TEST_F(LogStreamTest, GivesEventsAsTheyAreListed) {
  HttpClient client(service.server.port());
  begin(client, "/v1/stream?after=0");
  std::string seen;
  ASSERT_TRUE(StreamTest::reads(client, seen, "id: 3\n"));
  record("p1");
  ASSERT_TRUE(StreamTest::reads(client, seen, "id: 4\n"));
  while (!seen.ends_with("\n\n")) seen += client.read_some();
  EXPECT_EQ(ids_of(seen), (std::vector<int>{1, 2, 3, 4}));
  HttpClient lister = service.client();
  const auto listed = lister.get("/v1/events").json();
  const std::string data = seen.substr(seen.rfind("data: ") + 6);
  EXPECT_EQ(boost::json::parse(data.substr(0, data.find('\n'))), listed.at("events").at(3));
}

TEST_F(LogStreamTest, BeginsNowAndGoesOnWhereItWasCutOff) {
  HttpClient client(service.server.port());
  begin(client, "/v1/stream");
  std::string seen;
  ASSERT_TRUE(StreamTest::reads(client, seen, "id: 3\n\n")) << "where it begins, without data";
  record("p1");
  ASSERT_TRUE(StreamTest::reads(client, seen, "id: 4\n"));
  EXPECT_EQ(ids_of(seen), (std::vector<int>{4}));
  record("p2");
  record("p3");
  HttpClient again(service.server.port());
  begin(again, "/v1/stream?after=0", "Last-Event-ID: 4\r\n");
  std::string rest;
  ASSERT_TRUE(StreamTest::reads(again, rest, "id: 6\n"));
  EXPECT_EQ(ids_of(rest), (std::vector<int>{5, 6}));
}

TEST_F(LogStreamTest, LosesAndDoublesNothingWhileTheLogGrows) {
  constexpr int events = 1500;
  std::thread writing([this] {
    for (int i = 0; i < events; ++i) record(fmt::format("w{}", i));
  });
  // Whole, in two communities' worth of one, and from the middle after a cut.
  HttpClient whole(service.server.port());
  begin(whole, "/v1/stream?after=0&community=heping");
  std::string seen;
  EXPECT_TRUE(StreamTest::reads(whole, seen, "id: 700\n"));
  HttpClient resumed(service.server.port());
  begin(resumed, "/v1/stream", "Last-Event-ID: 700\r\n");
  std::string rest;
  EXPECT_TRUE(StreamTest::reads(whole, seen, fmt::format("id: {}\n", events + 3)));
  EXPECT_TRUE(StreamTest::reads(resumed, rest, fmt::format("id: {}\n", events + 3)));
  writing.join();
  while (!seen.ends_with("\n\n")) seen += whole.read_some();
  while (!rest.ends_with("\n\n")) rest += resumed.read_some();
  std::vector<int> expected(events + 3);
  std::iota(expected.begin(), expected.end(), 1);
  EXPECT_EQ(ids_of(seen), expected);
  EXPECT_EQ(ids_of(rest), std::vector<int>(expected.begin() + 700, expected.end()));
}

TEST_F(LogStreamTest, GivesOneCommunityOnly) {
  ASSERT_EQ(
      service.sequencer.record({register_community("other")}, Grouping::each).results.at(0).outcome,
      Outcome::recorded);
  record("p1");
  HttpClient client(service.server.port());
  begin(client, "/v1/stream?after=0&community=heping");
  std::string seen;
  ASSERT_TRUE(StreamTest::reads(client, seen, "id: 5\n"));
  while (!seen.ends_with("\n\n")) seen += client.read_some();
  EXPECT_EQ(ids_of(seen), (std::vector<int>{1, 2, 3, 5}));
}

TEST_F(LogStreamTest, RefusesAPositionThatIsNone) {
  HttpClient client = service.client();
  EXPECT_EQ(client.get("/v1/stream?after=x").code(), "malformed_value");
  EXPECT_EQ(client.get("/v1/stream?after=4").code(), "unknown_sequence");
  EXPECT_EQ(client.get("/v1/stream?community=nowhere").code(), "unknown_community");
  EXPECT_EQ(client.get("/v1/stream?house=1").code(), "unknown_field");
  const Answer answer = client.send("GET", "/v1/stream", {}, {{"Last-Event-ID", "-1"}});
  EXPECT_EQ(answer.code(), "malformed_value");
}

TEST_F(LogStreamTest, TellsNoMoreWhenItsTokenIsRevoked) {
  const CreatedToken created =
      service.identity.tokens.create({{"teller", Role::auditor, {}, {}}, {}});
  HttpClient client(service.server.port());
  StreamTest::begin(client, "/v1/stream", "Authorization: Bearer " + created.token + "\r\n");
  record("p1");
  std::string seen;
  ASSERT_TRUE(StreamTest::reads(client, seen, "id: 4\n"));
  service.identity.tokens.revoke(created.id);
  record("p2");
  EXPECT_FALSE(StreamTest::reads(client, seen, "id: 5\n")) << "it ends";
}

TEST_F(LogStreamTest, IsForThoseWhoMayReadTheEvents) {
  HttpClient stranger(service.server.port());
  EXPECT_EQ(stranger.get("/v1/stream").status, 401U);
  HttpClient metrics = service.as(Role::metrics);
  EXPECT_EQ(metrics.get("/v1/stream").code(), "not_permitted");
  HttpClient elsewhere = service.as(Role::committee, {{}, "other", {}});
  EXPECT_EQ(elsewhere.get("/v1/stream?community=heping").status, 403U);
  EXPECT_EQ(elsewhere.get("/v1/stream").code(), "missing_field");
}

}  // namespace
}  // namespace mingzhang
