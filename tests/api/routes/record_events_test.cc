// POST /v1/events over real sockets.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <set>
#include <thread>

#include "tests/support/running_server.h"

namespace mingzhang {
namespace {

using namespace test;
namespace json = boost::json;

std::string payment(const std::string& key, const std::string& house = "1-1-101",
                    const std::string& amount = "156.02") {
  return fmt::format(
      R"({{"kind":"payment_received","community":"heping","business_date":"2026-03-05",)"
      R"("idempotency_key":"{}","house":"{}","amount":"{}","channel":"bank"}})",
      key, house, amount);
}

std::string close_month(const std::string& month) {
  return fmt::format(
      R"({{"kind":"period_closed","community":"heping","business_date":"2026-06-01",)"
      R"("idempotency_key":"close-{0}","period":"{0}"}})",
      month);
}

std::string several(const std::string& mode, const std::vector<std::string>& events) {
  std::string joined;
  for (const std::string& event : events) joined += (joined.empty() ? "" : ",") + event;
  return fmt::format(R"({{"mode":"{}","events":[{}]}})", mode, joined);
}

struct RecordEvents : testing::Test {
  RunningService running;
  HttpClient client = running.client();

  const json::object& result(const Answer& answer, std::size_t index = 0) {
    last_ = answer.json();
    return last_.at("results").at(index).as_object();
  }

 private:
  json::value last_;
};

TEST_F(RecordEvents, OneIsCreated) {
  const Answer answer = client.post(payment("p1"));
  EXPECT_EQ(answer.status, 201U);
  EXPECT_EQ(json::serialize(answer.json()),
            R"({"results":[{"status":"recorded","sequence":4,"voucher":"2026-03-0001"}]})");
}

TEST_F(RecordEvents, ARepeatIsAnsweredAgain) {
  client.post(payment("p1"));
  const Answer answer = client.post(payment("p1"));
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(json::serialize(answer.json()),
            R"({"results":[{"status":"duplicate","sequence":4,"voucher":"2026-03-0001"}]})");
}

TEST_F(RecordEvents, AnEventWithoutPostingsHasNoVoucher) {
  EXPECT_TRUE(result(client.post(close_month("2026-01"))).at("voucher").is_null());
}

TEST_F(RecordEvents, EachIsAnsweredInItsPlace) {
  const Answer answer = client.post(several(
      "each", {payment("p1"), payment("p2", "9-9-999"), R"({"kind":"nothing"})", payment("p1")}));
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(result(answer, 0).at("status"), "recorded");
  EXPECT_EQ(result(answer, 1).at("status"), "rejected");
  EXPECT_EQ(result(answer, 1).at("code"), "unknown_house");
  EXPECT_EQ(result(answer, 1).at("field"), "house");
  EXPECT_EQ(result(answer, 2).at("code"), "unknown_kind");
  EXPECT_EQ(result(answer, 3).at("status"), "duplicate");
}

TEST_F(RecordEvents, AtomicIsAll) {
  const Answer answer = client.post(several("atomic", {payment("p1"), payment("p2")}));
  EXPECT_EQ(answer.status, 201U);
  EXPECT_EQ(result(answer, 1).at("sequence"), 5);
  EXPECT_EQ(client.post(several("atomic", {payment("p1"), payment("p2")})).status, 200U);
}

TEST_F(RecordEvents, AtomicIsNoneAndNamesWhich) {
  const Head before = running.store->head();
  for (const std::string& bad : {payment("p2", "9-9-999"), payment("p2", "1-1-101", "1.001")}) {
    const Answer answer = client.post(several("atomic", {payment("p1"), bad, payment("p3")}));
    EXPECT_EQ(answer.status, 422U);
    EXPECT_EQ(answer.content_type, "application/problem+json");
    EXPECT_EQ(answer.json().at("index"), 1);
    EXPECT_EQ(answer.json().at("status"), 422);
    EXPECT_EQ(running.store->head(), before);
  }
}

struct BadRequest {
  std::string body;
  unsigned status;
  std::string code;
  std::string field;
};

TEST_F(RecordEvents, BadInputLeavesTheLogAsItWas) {
  for (const std::string month : {"2026-01", "2026-02", "2026-03", "2026-04"}) {
    ASSERT_EQ(client.post(close_month(month)).status, 201U);
  }
  const std::string open = payment("open", "1-1-101");
  const std::string may = "2026-05-05";
  const auto in_may = [&](std::string text) {
    return text.replace(text.find("2026-03-05"), may.size(), may);
  };
  ASSERT_EQ(client.post(in_may(open)).status, 201U);
  const std::string revenue =
      R"({"kind":"common_revenue_received","community":"heping","business_date":"2026-05-05",)"
      R"("idempotency_key":"r1","source":"parking","amount":"100.00","counterparty":"a",)"
      R"("resolution":"none"})";
  std::string unknown = in_may(payment("b1"));
  unknown.insert(1, R"("colour":"red",)");
  std::string number = in_may(payment("b2"));
  number.replace(number.find("\"156.02\""), 8, "156.02");
  std::string far = in_may(payment("b3", "1-1-101", "100000000000.00"));
  const std::vector<BadRequest> table{
      {unknown, 400, "unknown_field", "colour"},
      {number, 400, "wrong_type", "amount"},
      {in_may(payment("b4", "1-1-101", "1.001")), 400, "too_many_decimals", "amount"},
      {in_may(payment("b5", "1-1-101", "100000000000.01")), 400, "value_too_large", "amount"},
      {in_may(payment("b6", "9-9-999")), 404, "unknown_house", "house"},
      {payment("b7"), 409, "period_closed", "business_date"},
      {revenue, 404, "unknown_resolution", "resolution"},
      {in_may(payment("open", "1-1-101", "1.00")), 409, "idempotency_conflict", "amount"},
      {R"({"kind":"payment_received",)", 400, "malformed_json", ""},
      {std::string(10U << 20U, ' '), 413, "body_too_large", ""},
      {"[]", 400, "wrong_type", "event"},
      {"", 400, "malformed_json", ""},
      {several("some", {}), 400, "unknown_word", "mode"},
      {several("each", {}), 400, "no_events", "events"},
      {R"({"events":[{}]})", 400, "missing_field", "mode"},
      {R"({"mode":"each","events":{}})", 400, "wrong_type", "events"},
      {R"({"mode":"each","events":[],"more":1})", 400, "unknown_field", "more"},
  };
  const Head before = running.store->head();
  for (const BadRequest& bad : table) {
    HttpClient another = running.client();
    const Answer answer = another.post(bad.body);
    const std::string shown = bad.body.substr(0, 200);
    ASSERT_EQ(answer.status, bad.status) << shown << answer.body;
    EXPECT_EQ(answer.content_type, "application/problem+json");
    const json::value problem = answer.json();
    EXPECT_EQ(problem.at("status"), bad.status) << shown;
    EXPECT_EQ(answer.code(), bad.code) << shown;
    EXPECT_EQ(problem.at("type"), json::value("urn:mingzhang:problem:" + bad.code));
    EXPECT_EQ(problem.as_object().contains("field"), !bad.field.empty()) << shown;
    if (!bad.field.empty()) {
      EXPECT_EQ(problem.at("field"), json::value(bad.field)) << shown;
    }
    EXPECT_EQ(running.store->head(), before) << shown;
  }
}

TEST_F(RecordEvents, TooManyAtOnceAreRefused) {
  std::vector<std::string> events(10'001, "{}");
  EXPECT_EQ(client.post(several("each", events)).code(), "too_many_events");
}

TEST_F(RecordEvents, ManyClientsGetPositionsWithoutHoles) {
  constexpr std::size_t clients = 16;
  constexpr std::size_t rounds = 25;
  std::vector<std::vector<std::uint64_t>> seen(clients);
  std::vector<std::thread> threads;
  for (std::size_t number = 0; number < clients; ++number) {
    threads.emplace_back([&, number] {
      HttpClient own = running.client();
      for (std::size_t round = 0; round < rounds; ++round) {
        const Answer answer = own.post(payment(fmt::format("c{}-{}", number, round)));
        if (answer.status != 201) continue;
        seen[number].push_back(
            answer.json().at("results").at(0).at("sequence").to_number<std::uint64_t>());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<std::uint64_t> all;
  for (const auto& sequences : seen) {
    EXPECT_EQ(sequences.size(), rounds);
    EXPECT_TRUE(std::is_sorted(sequences.begin(), sequences.end()));
    all.insert(sequences.begin(), sequences.end());
  }
  EXPECT_EQ(all.size(), clients * rounds);
  EXPECT_EQ(*all.begin(), 4U);
  EXPECT_EQ(*all.rbegin(), 3 + clients * rounds);
  EXPECT_EQ(running.store->head().next.value, 4 + clients * rounds);
}

}  // namespace
}  // namespace mingzhang
