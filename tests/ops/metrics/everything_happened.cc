#include "tests/ops/metrics/everything_happened.h"

#include "ledger/state/snapshot_codec.h"

namespace mingzhang::test {

void let_everything_happen(MonitoredService& running) {
  SuspenseReceived suspense;
  suspense.amount = yuan(30);
  suspense.channel = Channel::bank;
  suspense.trade_number.value = "t1";
  running.sequencer.record(
      {assess("heping", "a", "1-1-101", "2026-01", yuan(100)),
       pay("heping", "p", "1-1-101", yuan(75)), command("heping", "s", suspense)},
      Grouping::atomic);
  EXPECT_TRUE(save_snapshot(running.folder.path().string(), running.sequencer.state_copy()));
  const std::string close =
      R"({"kind":"period_closed","community":"heping","business_date":"2026-06-01",)"
      R"("idempotency_key":"c","period":"2026-01"})";
  const std::string owner = "/v1/communities/heping/houses/1-1-101/owner";
  HttpClient client = running.client();
  EXPECT_EQ(client.post(close).status, 201U);
  EXPECT_EQ(client.post(close).status, 200U);
  EXPECT_EQ(client.post("{}").status, 400U);
  EXPECT_EQ(client.get("/v1/nothing").status, 404U);
  EXPECT_EQ(client.send("PUT", owner, R"({"name":"张三"})").status, 200U);
  EXPECT_EQ(client.get(owner).status, 200U);
  const Answer answer = running.as(Role::metrics).get("/metrics");
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.content_type, "text/plain; version=0.0.4; charset=utf-8");
  running.probe.certificate_taken({1'800'000'000'000'000});
  running.probe.task_failed("repack", {StoreFault::io_failed, "told to fail"}, false);
  running.scrape();
}

}  // namespace mingzhang::test
