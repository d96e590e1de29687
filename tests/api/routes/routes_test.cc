// The routes that read, over real sockets.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "api/json/event_json.h"
#include "tests/support/running_server.h"

namespace mingzhang {
namespace {

using namespace test;
namespace json = boost::json;

struct Routes : testing::Test {
  RunningService running;
  HttpClient client = running.client();

  void record(const Command& command) {
    const Answer answer = client.post(render_command(command));
    ASSERT_EQ(answer.status, 201U) << answer.body;
  }
  void record_a_month() {
    record(assess("heping", "a1", "1-1-101", "2026-01", yuan(150)));
    record(assess("heping", "a2", "1-1-102", "2026-01", yuan(200)));
    record(pay("heping", "p1", "1-1-101", yuan(100), "2026-01-20"));
    record(pay("heping", "p2", "1-1-102", yuan(50), "2026-02-20"));
  }
  std::vector<std::int64_t> sequences(const std::string& query) {
    const json::value page = client.get("/v1/events" + query).json();
    std::vector<std::int64_t> found;
    for (const json::value& event : page.at("events").as_array()) {
      found.push_back(event.at("recorded").at("sequence").as_int64());
    }
    return found;
  }
};

using Sequences = std::vector<std::int64_t>;

TEST_F(Routes, EventsAreFiltered) {
  record_a_month();
  EXPECT_EQ(sequences(""), (Sequences{1, 2, 3, 4, 5, 6, 7}));
  EXPECT_EQ(sequences("?community=heping"), (Sequences{1, 2, 3, 4, 5, 6, 7}));
  EXPECT_EQ(sequences("?community=heping&house=1-1-102"), (Sequences{3, 5, 7}));
  EXPECT_EQ(sequences("?community=heping&kind=payment_received"), (Sequences{6, 7}));
  EXPECT_EQ(sequences("?kind=payment_received"), (Sequences{6, 7}));
  EXPECT_EQ(sequences("?community=heping&from=2026-01-16&to=2026-01-31"), (Sequences{6}));
  EXPECT_EQ(sequences("?from=2026-01-16&to=2026-01-31"), (Sequences{6}));
}

TEST_F(Routes, CursorsWalkThroughEverythingOnce) {
  record_a_month();
  for (const std::string filter : {"", "&community=heping"}) {
    Sequences walked;
    std::string cursor;
    for (int pages = 0; pages < 10; ++pages) {
      const json::value page = client.get("/v1/events?limit=2" + filter + cursor).json();
      for (const json::value& event : page.at("events").as_array()) {
        walked.push_back(event.at("recorded").at("sequence").as_int64());
      }
      if (page.at("next_cursor").is_null()) break;
      cursor = "&cursor=" + std::string(page.at("next_cursor").as_string().c_str());
    }
    EXPECT_EQ(walked, (Sequences{1, 2, 3, 4, 5, 6, 7})) << filter;
  }
}

TEST_F(Routes, AnEventIsShownWithItsPostings) {
  record_a_month();
  const json::value event = client.get("/v1/events/6").json();
  EXPECT_EQ(event.at("kind"), "payment_received");
  EXPECT_EQ(event.at("community"), "heping");
  EXPECT_EQ(event.at("house"), "1-1-101");
  EXPECT_EQ(event.at("amount"), "100.00");
  EXPECT_EQ(event.at("recorded").at("voucher"), "2026-01-0003");
  EXPECT_EQ(event.at("recorded").at("actor"), "teller");
  EXPECT_EQ(json::serialize(event.at("postings")),
            R"([{"account":"1002.OPS","house":null,"period":null,"amount":"100.00"},)"
            R"({"account":"1122.OPS","house":"1-1-101","period":"2026-01","amount":"-100.00"}])");
  const json::value house = client.get("/v1/events/2").json();
  EXPECT_EQ(house.at("decided").at("number"), 1);
  EXPECT_EQ(client.get("/v1/events/99").code(), "unknown_sequence");
  EXPECT_EQ(client.get("/v1/events/zero").code(), "malformed_value");
}

TEST_F(Routes, ErasedTextIsNullAndNamed) {
  record_a_month();
  EXPECT_EQ(client.get("/v1/events/4").json().at("reason"), "一月物业费");
  ASSERT_TRUE(running.store->erase_text(Sequence{4}, 3));
  const json::value event = client.get("/v1/events/4").json();
  EXPECT_TRUE(event.at("reason").is_null());
  EXPECT_EQ(json::serialize(event.at("recorded").at("erased")), R"(["reason"])");
}

TEST_F(Routes, CommunitiesAndTheirHouses) {
  record_a_month();
  const json::value list = client.get("/v1/communities").json();
  EXPECT_EQ(list.at("communities").at(0).at("community"), "heping");
  EXPECT_EQ(list.at("communities").at(0).at("name"), "和平小区");
  const json::value one = client.get("/v1/communities/heping").json();
  EXPECT_EQ(one.at("houses"), 2);
  EXPECT_EQ(one.at("area"), "189.12");
  EXPECT_EQ(one.at("sequence"), 7);
  const json::value houses = client.get("/v1/communities/heping/houses").json();
  EXPECT_EQ(houses.at("houses").at(1).at("house"), "1-1-102");
  EXPECT_EQ(houses.at("houses").at(1).at("owed"), "150.00");
  EXPECT_EQ(client.get("/v1/communities/nowhere").code(), "unknown_community");
}

TEST_F(Routes, TheDirectoryIsReadCorrectedAndErased) {
  const std::string owner = "/v1/communities/heping/houses/1-1-101/owner";
  EXPECT_EQ(client.get(owner).code(), "unknown_owner");
  const std::string body = R"({"name":"张三","phone":"13800000000","from":"2020-05-01"})";
  EXPECT_EQ(client.send("PUT", owner, body).status, 200U);
  EXPECT_EQ(client.get(owner).body, body);
  EXPECT_EQ(client.send("PUT", owner, R"({"name":"李四"})").status, 200U);
  EXPECT_EQ(client.get(owner).json().at("name"), "李四");
  EXPECT_EQ(client.send("PUT", owner, R"({"phone":"1"})").code(), "missing_field");
  EXPECT_EQ(client.send("PUT", owner, R"({"name":"a","id":"1"})").code(), "unknown_field");
  EXPECT_EQ(client.send("DELETE", owner).status, 204U);
  EXPECT_EQ(client.get(owner).code(), "unknown_owner");
  EXPECT_EQ(client.get("/v1/communities/heping/houses/9/owner").code(), "unknown_house");
}

TEST_F(Routes, WrongWaysOfAskingAreNamed) {
  EXPECT_EQ(client.get("/v1/nothing").code(), "not_found");
  EXPECT_EQ(client.get("/").code(), "not_found");
  const Answer deleted = client.send("DELETE", "/v1/events");
  EXPECT_EQ(deleted.status, 405U);
  EXPECT_EQ(deleted.code(), "method_not_allowed");
  EXPECT_EQ(deleted.header("Allow"), "POST, GET");
  EXPECT_EQ(client.get("/v1/events?limit=0").code(), "malformed_value");
  EXPECT_EQ(client.get("/v1/events?limit=1001").code(), "value_too_large");
  EXPECT_EQ(client.get("/v1/events?cursor=7").code(), "malformed_value");
  EXPECT_EQ(client.get("/v1/events?form=2026-01-01").code(), "unknown_field");
  EXPECT_EQ(client.get("/v1/events?from=2026-13-01").code(), "malformed_value");
  EXPECT_EQ(client.get("/v1/events?from=2026-02-01&to=2026-01-31").code(), "range_reversed");
  for (const std::string target :
       {"/v1/communities/%ff", "/v1/events?kind=%ff", "/v1/events?%ff=1"}) {
    EXPECT_EQ(HttpClient(running.server.port()).get(target).status, 400U) << target;
  }
  EXPECT_EQ(client.get("/v1/events?kind=gift").code(), "unknown_kind");
  EXPECT_EQ(client.get("/v1/events?kind=fees_assessed&kind=fee_assessed").code(),
            "duplicate_field");
  EXPECT_EQ(client.get("/v1/events?house=1-1-101").code(), "missing_field");
  EXPECT_EQ(client.get("/v1/events?community=nowhere").code(), "unknown_community");
  EXPECT_EQ(client.get("/v1/events?community=heping&house=9").code(), "unknown_house");
}

TEST_F(Routes, AnotherSitesPageIsKeptOut) {
  const auto code = [&](const std::string& host, const std::string& origin) {
    HttpClient::Headers headers{{"Host", host}};
    if (!origin.empty()) headers.emplace_back("Origin", origin);
    return client.send("GET", "/healthz", "", headers).status;
  };
  EXPECT_EQ(code("localhost:8080", ""), 200U);
  EXPECT_EQ(code("127.0.0.1:8080", "http://127.0.0.1:8080"), 200U);
  EXPECT_EQ(code("books.example", "https://books.example"), 200U) << "behind a proxy";
  EXPECT_EQ(code("localhost:8080", "http://localhost:5173"), 403U);
  EXPECT_EQ(code("127.0.0.1", "https://evil.example"), 403U);
  EXPECT_EQ(code("127.0.0.1", "null"), 403U);
}

TEST_F(Routes, Operations) {
  EXPECT_EQ(client.get("/healthz").body, R"({"status":"ok"})");
  EXPECT_EQ(client.get("/readyz").body, R"({"status":"ready","sequence":3})");
}

}  // namespace
}  // namespace mingzhang
