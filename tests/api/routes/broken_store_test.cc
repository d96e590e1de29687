// What the routes answer when the store cannot be read or written: the codes that nobody can
// provoke from outside (tests/contract/provoked_elsewhere.yaml).

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include "api/json/event_json.h"
#include "tests/support/running_server.h"

namespace mingzhang {
namespace {

using namespace test;

struct BrokenStore : testing::Test {
  RunningService running;
  HttpClient client = running.client();
  const std::string community = "/v1/communities/heping";
  const std::string owner = community + "/houses/1-1-101/owner";

  void expect(const Answer& answer, unsigned status, const std::string& code) {
    EXPECT_EQ(answer.status, status) << answer.body;
    EXPECT_EQ(answer.code(), code);
  }
};

TEST_F(BrokenStore, WhatCannotBeReadIsSaid) {
  running.store->fail_everything(true);
  for (const std::string path :
       {"/v1/events", "/v1/events?community=heping", "/v1/events/2", "/v1/communities/heping",
        "/v1/communities/heping/houses", "/v1/communities/heping/houses/1-1-101/statement",
        "/v1/communities/heping/houses/1-1-101/owner", "/v1/communities/heping/trial-balance",
        "/v1/communities/heping/collection-rate?period=2026-01",
        "/v1/communities/heping/shortfall?period=2026-01", "/v1/communities/heping/arrears",
        "/v1/communities/heping/statement?period=2026-01",
        "/v1/communities/heping/notice?period=2026-01", "/v1/communities/heping/common-revenue",
        "/v1/communities/heping/fund", "/v1/communities/heping/subsidies",
        "/v1/communities/heping/consents"}) {
    SCOPED_TRACE(path);
    expect(client.get(path), 500, "store_unreadable");
  }
  running.store->fail_everything(false);
  EXPECT_EQ(client.get(community).status, 200U);
}

TEST_F(BrokenStore, WhatCannotBeWrittenIsSaid) {
  EXPECT_EQ(client.send("PUT", owner, R"({"name":"张三"})").status, 200U);
  running.store->fail_everything(true);
  const std::string payment = render_command(pay("heping", "p1", "1-1-101", yuan(100)));
  expect(client.post(payment), 503, "store_unavailable");
  expect(client.send("PUT", owner, R"({"name":"李四"})"), 503, "store_unavailable");
  expect(client.send("DELETE", owner), 503, "store_unavailable");
  running.store->fail_everything(false);
  EXPECT_EQ(client.get(owner).json().at("name"), "张三");
  EXPECT_EQ(client.post(payment).status, 201U);
}

TEST_F(BrokenStore, AFullDiskPausesRecordingAndReadingGoesOn) {
  EXPECT_EQ(client.send("PUT", owner, R"({"name":"张三"})").status, 200U);
  running.disk_is_full = true;
  const std::string payment = render_command(pay("heping", "p1", "1-1-101", yuan(100)));
  expect(client.post(payment), 503, "storage_full");
  expect(client.post(R"({"mode":"each","events":[)" + payment + "]}"), 503, "storage_full");
  expect(client.send("PUT", owner, R"({"name":"李四"})"), 503, "storage_full");
  expect(client.get("/readyz"), 503, "storage_full");
  EXPECT_NE(client.get("/readyz").body.find("4096"), std::string::npos);
  EXPECT_EQ(client.get("/healthz").status, 200U);
  EXPECT_EQ(client.get(community + "/trial-balance").status, 200U);
  running.disk_is_full = false;
  EXPECT_EQ(client.get("/readyz").status, 200U);
  EXPECT_EQ(client.post(payment).status, 201U);
  EXPECT_EQ(client.get(owner).json().at("name"), "张三");
}

/// As SQLite meets a full disk: the file cannot grow.
TEST_F(BrokenStore, WhatMustBeOnRecordIsNotDoneUnseen) {
  EXPECT_EQ(client.send("PUT", owner, R"({"name":"张三"})").status, 200U);
  const auto most_pages = [this](const std::string& pages) {
    running.identity.database.hold().connection.exec("PRAGMA max_page_count = " + pages);
  };
  most_pages("1");  // which makes it as many as there are
  unsigned status = 200;
  for (int i = 0; i < 2000 && status == 200; ++i) status = client.get(owner).status;
  expect(client.get(owner), 503, "identity_unavailable");
  expect(client.send("DELETE", owner), 503, "identity_unavailable");
  EXPECT_EQ(client.get(community + "/trial-balance").status, 200U) << "reports name nobody";
  most_pages("1000000");
  EXPECT_EQ(client.get(owner).json().at("name"), "张三");
}

}  // namespace
}  // namespace mingzhang
