// What does not fit is told to come back, and nothing of it is done.

#include <gtest/gtest.h>

#include <future>
#include <memory>

#include "tests/api/server/echo.h"
#include "tests/properties/recorded_log.h"
#include "tests/support/running_server.h"

namespace mingzhang {
namespace {

using namespace test;

struct OverloadTest : testing::Test {
  Echo handler;
  Probe probe;
};

std::string post_of(std::size_t bytes, const std::string& body) {
  return "POST /held HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(bytes) + "\r\n\r\n" +
         body;
}

TEST_F(OverloadTest, BodiesOfAllConnectionsShareABudget) {
  ServerOptions options = any_port();
  options.body_budget_bytes = 1000;
  RunningServer server(handler, probe, options);
  HttpClient first(server.port());
  first.write(post_of(600, std::string(600, 'a')));
  handler.wait_for_held(1);
  // Before its body is read: it is not even sent here.
  HttpClient second(server.port());
  second.write(post_of(600, {}));
  const Answer shed = second.read();
  EXPECT_EQ(shed.status, 503U);
  EXPECT_EQ(shed.code(), "overloaded");
  EXPECT_EQ(shed.header("Retry-After"), "1");
  HttpClient fits(server.port());
  EXPECT_EQ(fits.send("POST", "/a", std::string(400, 'b')).status, 200U);
  // Once the first is answered there is room again.
  handler.let_go();
  EXPECT_EQ(first.read().status, 200U);
  EXPECT_EQ(fits.send("POST", "/a", std::string(600, 'b')).status, 200U);
}

TEST_F(OverloadTest, AChunkedBodyCountsAsItGrows) {
  ServerOptions options = any_port();
  options.body_budget_bytes = 1000;
  RunningServer server(handler, probe, options);
  HttpClient client(server.port());
  client.write("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "190\r\n" + std::string(400, 'x') + "\r\n";
  for (int i = 0; i < 3; ++i) client.write(chunk);
  EXPECT_EQ(client.read().code(), "overloaded");
  HttpClient next(server.port());
  EXPECT_EQ(next.send("POST", "/a", std::string(1000, 'b')).status, 200U);
}

/// Its requests wait on a worker until the test says so.
class Busy final : public RequestHandler {
 public:
  Place place(const mingzhang::Request&) const override { return Place::workers; }
  void handle(const mingzhang::Request&, Respond respond) override {
    gate.pass();
    respond(Response{});
  }
  Gate gate;
};

TEST_F(OverloadTest, OnlySoManyWaitForAWorker) {
  Busy busy;
  ServerOptions options = any_port();
  options.workers = 1;
  options.most_waiting = 2;
  RunningServer server(busy, probe, options);
  busy.gate.close();
  std::vector<std::unique_ptr<HttpClient>> clients;
  for (int i = 0; i < 3; ++i) {  // one at work, two that wait
    clients.push_back(std::make_unique<HttpClient>(server.port()));
    clients.back()->write("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    if (i == 0) busy.gate.await_arrival();
  }
  HttpClient last(server.port());
  const Answer shed = last.get("/a");
  busy.gate.open();
  EXPECT_EQ(shed.code(), "overloaded");
  EXPECT_TRUE(shed.keep_alive);
  for (const auto& client : clients) EXPECT_EQ(client->read().status, 200U);
  EXPECT_EQ(last.get("/a").status, 200U);
}

TEST(BoundedQueueTest, RefusesWhatDoesNotFitAndKeepsTheOrderOfTheRest) {
  Gate gate;
  auto edge = std::make_shared<FixedEdge>();
  const Surroundings surroundings{[&gate, edge] {
                                    gate.pass();
                                    return Instant{edge->us += 1000};
                                  },
                                  [edge] { return "salt-" + std::to_string(++edge->salts); },
                                  {}};
  const auto store = make_memory_store();
  Sequencer sequencer(*store, LedgerState{}, surroundings, 3);
  sequencer.record({register_community("heping"), register_house("heping", "1-1-101")},
                   Grouping::each);
  gate.close();
  EXPECT_TRUE(
      sequencer.submit({}, Grouping::each, [&](const BatchResult&) { gate.note_arrival(); }));
  gate.await_arrival();

  std::vector<std::uint64_t> answered;
  std::promise<void> all;
  const auto submit = [&](std::size_t commands, const std::string& key) {
    std::vector<Command> batch;
    for (std::size_t i = 0; i < commands; ++i) {
      batch.push_back(pay("heping", key + std::to_string(i), "1-1-101", yuan(1)));
    }
    return sequencer.submit(std::move(batch), Grouping::each, [&](const BatchResult& result) {
      for (const Result& one : result.results) answered.push_back(one.sequence.value);
      if (answered.size() == 3) all.set_value();
    });
  };
  EXPECT_TRUE(submit(2, "a"));
  EXPECT_FALSE(submit(2, "b"));
  EXPECT_TRUE(submit(1, "c"));
  EXPECT_FALSE(submit(1, "d"));
  gate.open();
  all.get_future().wait();
  EXPECT_EQ(answered, (std::vector<std::uint64_t>{3, 4, 5}));
  EXPECT_EQ(store->head().next, Sequence{6}) << "nothing of what was refused is recorded";
  // A batch above the bound waits alone, and who may wait does.
  std::vector<Command> large;
  for (int i = 0; i < 10; ++i) {
    large.push_back(pay("heping", "e" + std::to_string(i), "1-1-101", yuan(1)));
  }
  EXPECT_EQ(sequencer.record(std::move(large), Grouping::atomic).results.size(), 10U);
}

}  // namespace
}  // namespace mingzhang
