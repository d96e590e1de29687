// What holds for every read of the books: entity tags, and reading one's own write.

#include <gtest/gtest.h>

#include "api/json/event_json.h"
#include "tests/support/running_server.h"

namespace mingzhang::test {
namespace {

struct Reading : testing::Test {
  RunningService running;
  HttpClient client = running.client();
  const std::string statement = "/v1/communities/heping/houses/1-1-101/statement";

  Answer get_unless(const std::string& tag) {
    return client.send("GET", statement, {}, {{"If-None-Match", tag}});
  }
  void record_one() {
    const Command payment = pay("heping", "k", "1-1-101", Money{100}, "2026-01-20");
    EXPECT_EQ(client.post(render_command(payment)).status, 201U);
  }
};

TEST_F(Reading, WhatIsUnchangedIsNotSentAgain) {
  const Answer first = client.get(statement);
  const std::string tag = first.header("ETag");
  EXPECT_TRUE(tag.starts_with("\"3-first-")) << tag;
  EXPECT_EQ(first.header("Cache-Control"), "private, no-cache");
  for (const std::string& held : {tag, "W/" + tag, "\"1\", " + tag, std::string("*")}) {
    const Answer again = get_unless(held);
    EXPECT_EQ(again.status, 304U) << held;
    EXPECT_TRUE(again.body.empty());
    EXPECT_EQ(again.header("ETag"), tag);
  }
  record_one();
  const Answer changed = get_unless(tag);
  EXPECT_EQ(changed.status, 200U);
  EXPECT_TRUE(changed.header("ETag").starts_with("\"4-first-"));
}

TEST_F(Reading, ATagIsOfOneQuestion) {
  const std::string tag = client.get(statement).header("ETag");
  const auto asked = [&](const std::string& target, const std::string& held) {
    return client.send("GET", target, {}, {{"If-None-Match", held}}).status;
  };
  EXPECT_EQ(asked(statement, tag), 304U);
  EXPECT_EQ(asked(statement + "?from=2026-01-01", tag), 200U);
  EXPECT_EQ(asked(statement + "?from=xx", tag), 400U);
  const std::string of_two =
      client.get(statement + "?from=2026-01-01&to=2026-01-31").header("ETag");
  EXPECT_EQ(asked(statement + "?from=2026-01-01%26to=2026-01-31", of_two), 400U);
  for (const std::string& held : {tag, std::string("*")}) {
    EXPECT_EQ(asked("/v1/communities/heping/houses/9-9-999/statement", held), 404U) << held;
  }
}

TEST_F(Reading, ATagIsNoWayAroundThePermissions) {
  HttpClient owner = running.as(Role::owner, {"", "heping", "1-1-102"});
  const Answer denied = owner.send("GET", statement, {}, {{"If-None-Match", "*"}});
  EXPECT_EQ(denied.status, 403U);
}

TEST_F(Reading, OnesOwnWriteIsRead) {
  record_one();
  EXPECT_EQ(client.get(statement + "?min_sequence=4").status, 200U);
  EXPECT_EQ(client.get(statement + "?from=2026-01-01&min_sequence=4").status, 200U);
  const Answer early = client.get(statement + "?min_sequence=5");
  EXPECT_EQ(early.status, 503U);
  EXPECT_EQ(early.code(), "sequence_not_reached");
  EXPECT_EQ(client.get(statement + "?min_sequence=x").code(), "malformed_value");
}

TEST_F(Reading, PersonalDataAndRefusalsCarryNoTag) {
  const std::string owner = "/v1/communities/heping/houses/1-1-101/owner";
  client.send("PUT", owner, R"({"name":"张三","phone":"13800000000","from":"2026-01-01"})");
  EXPECT_TRUE(client.get(owner).header("ETag").empty());
  EXPECT_TRUE(client.get("/v1/communities/nowhere").header("ETag").empty());
}

TEST_F(Reading, AnEventsKeyMayBeAHeader) {
  const std::string keyless =
      R"({"kind":"payment_received","community":"heping","business_date":"2026-01-20",)"
      R"("house":"1-1-101","amount":"1.00","channel":"bank")";
  const auto post = [this](const std::string& body, const std::string& key) {
    return client.send("POST", "/v1/events", body, {{"Idempotency-Key", key}});
  };
  EXPECT_EQ(post(keyless + "}", "k-1").status, 201U);
  const Answer again = post(keyless + R"(,"idempotency_key":"k-1"})", "k-1");
  EXPECT_EQ(again.json().at("results").at(0).at("status"), "duplicate");
  EXPECT_EQ(post(keyless + R"(,"idempotency_key":"k-2"})", "k-1").code(), "keys_differ");
  const Answer quoted = post(keyless + "}", "\"k-1\"");
  EXPECT_EQ(quoted.json().at("results").at(0).at("status"), "duplicate") << quoted.body;
  EXPECT_EQ(post(R"({"mode":"each","events":[]})", "k-3").code(), "key_of_several");
}

}  // namespace
}  // namespace mingzhang::test
