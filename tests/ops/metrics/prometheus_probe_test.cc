#include "ops/metrics/prometheus_probe.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

#include "tests/support/paths.h"
#include "tests/support/running_server.h"

namespace mingzhang {
namespace {

using namespace test;

bool has_line(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

/// A scrape of a service to which everything has happened once.
std::string scrape() {
  RunningService running;
  HttpClient client = running.client();
  const std::string owner = "/v1/communities/heping/houses/1-1-101/owner";
  const std::string close =
      R"({"kind":"period_closed","community":"heping","business_date":"2026-06-01",)"
      R"("idempotency_key":"c","period":"2026-01"})";
  EXPECT_EQ(client.post(close).status, 201U);
  EXPECT_EQ(client.post(close).status, 200U);
  EXPECT_EQ(client.post("{}").status, 400U);
  EXPECT_EQ(client.get("/v1/nothing").status, 404U);
  EXPECT_EQ(client.send("PUT", owner, R"({"name":"张三"})").status, 200U);
  EXPECT_EQ(client.get(owner).status, 200U);
  const Answer answer =
      HttpClient(running.server.port(), running.token_of(Role::metrics)).get("/metrics");
  EXPECT_EQ(answer.content_type, "text/plain; version=0.0.4; charset=utf-8");
  return answer.body;
}

TEST(Metrics, CountWhatHappened) {
  const std::string text = scrape();
  for (const std::string line : {
           R"(mingzhang_events_recorded_total{kind="period_closed"} 1)",
           R"(mingzhang_events_repeated_total{kind="period_closed"} 1)",
           R"(mingzhang_events_rejected_total{code="missing_field",kind="none"} 1)",
           R"(mingzhang_log_sequence 4)",
           R"(mingzhang_append_seconds_count 2)",
           R"(mingzhang_batch_events_sum 4)",
           R"(mingzhang_http_requests_total{route="/v1/events",status="201"} 1)",
           R"(mingzhang_http_requests_total{route="unmatched",status="404"} 1)",
           R"(mingzhang_http_connections 2)",
           R"(mingzhang_owner_reads_total 1)",
           R"(mingzhang_build_info{version="test"} 1)",
       }) {
    EXPECT_TRUE(has_line(text, line)) << line << "\n" << text;
  }
}

TEST(Metrics, NameNobody) {
  const std::string text = scrape();
  for (const std::string word : {"1-1-101", "heping", "张三"}) {
    EXPECT_EQ(text.find("\"" + word), std::string::npos) << word;
  }
}

TEST(Metrics, PromtoolFindsNothingWrong) {
  const auto file = build_dir() / "metrics_test.txt";
  std::ofstream(file) << scrape();
  const std::string command = "promtool check metrics < " + file.string() + " 2>&1";
  std::FILE* pipe = popen(command.c_str(), "r");
  ASSERT_NE(pipe, nullptr);
  std::string said;
  for (int character = std::fgetc(pipe); character != EOF; character = std::fgetc(pipe)) {
    said.push_back(static_cast<char>(character));
  }
  EXPECT_EQ(pclose(pipe), 0) << said << "\n(promtool is in the Debian package prometheus)";
  EXPECT_EQ(said, "");
}

}  // namespace
}  // namespace mingzhang
