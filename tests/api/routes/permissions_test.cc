// Every route with every role, over real sockets: what docs/permissions.md says is what happens.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "api/identity/secrets.h"
#include "api/json/event_json.h"
#include "tests/support/file_text.h"
#include "tests/support/paths.h"
#include "tests/support/running_server.h"

namespace mingzhang::test {
namespace {

using testing::HasSubstr;

/// Where a request is about.
struct Place {
  std::string community;
  std::string house;
};
const Place own{"heping", "1-1-101"};
const Place other_house{"heping", "1-1-102"};
const Place other_community{"xingfu", "1-1-101"};

struct RoutePermissions : testing::Test {
  RoutePermissions() {
    Command elsewhere = register_community("xingfu");
    std::get<CommunityRegistered>(elsewhere.payload).subdistrict.value = "南街道";
    for (const Command& command :
         {elsewhere, register_house("xingfu", "1-1-101"), register_house("xingfu", "1-1-102")}) {
      EXPECT_EQ(teller.post(render_command(command)).status, 201U);
    }
  }

  /// A client whose scope is the narrowest that the role is meant for.
  HttpClient narrow(Role role) {
    switch (role) {
      case Role::subdistrict:
        return running.as(role, {"和平街道", "", ""});
      case Role::owner:
        return running.as(role, {"", own.community, own.house});
      case Role::finance_officer:
      case Role::committee:
        return running.as(role, {"", own.community, ""});
      case Role::auditor:
      case Role::metrics:
        break;
    }
    return running.as(role);
  }

  /// The status is 401 or 403 when it is denied; whatever else it is, the caller was let in.
  unsigned ask(HttpClient& client, const RouteEntry& route, const Place& place) {
    std::string target(route.pattern);
    const auto fill = [&target](std::string_view name, const std::string& value) {
      const std::size_t at = target.find(name);
      if (at != std::string::npos) target.replace(at, name.size(), value);
    };
    fill("{community}", place.community);
    fill("{house}", place.house);
    fill("{report}", "trial-balance?period=2026-01");
    fill("{sequence}", place.community == own.community ? "1" : "4");
    std::string body;
    if (route.method == "POST" && route.pattern == "/v1/events") {
      body = render_command(
          pay(place.community, fmt::format("p{}", ++keys), place.house, Money{100}, "2026-01-20"));
    } else if (route.method == "POST") {
      body = R"({"user":"nobody","password":"nothing at all"})";
    } else if (route.method == "PUT") {
      body = R"({"name":"张三","phone":"13800000000","from":"2026-01-01"})";
    }
    if (route.pattern == "/v1/events" && route.method == "GET") {
      target += "?community=" + place.community;
    }
    std::string_view method = route.method;
    if (route.pattern == "/v1/stream") {
      target += "?community=" + place.community;
      method = "HEAD";  // the stream itself does not end
    }
    return client.send(method, target, body).status;
  }
  /// What a role may reach: "all", "own community", "own house", "yes" (of no one place) or "".
  std::string cell(const RouteEntry& route, Role role) {
    HttpClient client = narrow(role);
    const auto allowed = [&](const Place& place) {
      const unsigned status = ask(client, route, place);
      return status != 401 && status != 403;
    };
    if (!allowed(own)) return "";
    if (allowed(other_community)) return has_place(route) ? "all" : "yes";
    return allowed(other_house) ? "own community" : "own house";
  }
  static bool has_place(const RouteEntry& route) {
    return route.pattern.starts_with("/v1/communities/") ||
           route.pattern.starts_with("/v1/events") || route.pattern == "/v1/stream";
  }

  RunningService running;
  HttpClient teller = running.client();
  int keys = 0;
};

TEST_F(RoutePermissions, AreThoseOfTheDocument) {
  std::string table = "| Route | nobody |";
  for (int role = 0; role < role_count; ++role) {
    table += fmt::format(" {} |", role_name(static_cast<Role>(role)));
  }
  table += "\n|---|---|";
  for (int role = 0; role < role_count; ++role) table += "---|";
  table += "\n";
  for (const RouteEntry& route : list_routes()) {
    if (route.pattern == "/v1/session" && route.method == "DELETE") continue;  // ends the session
    HttpClient nobody(running.server.port());
    const unsigned status = ask(nobody, route, own);
    const bool is_open = route.action == Action::be_open;
    EXPECT_EQ(status == 401, !is_open || route.pattern == "/v1/session") << route.pattern;
    table += fmt::format("| `{} {}` | {} |", route.method, route.pattern, is_open ? "yes" : "");
    for (int role = 0; role < role_count; ++role) {
      table += is_open ? " yes |" : fmt::format(" {} |", cell(route, static_cast<Role>(role)));
    }
    table += "\n";
  }
  EXPECT_THAT(file_text(source_dir() / "docs/permissions.md"), HasSubstr(table))
      << "docs/permissions.md has another table; if this one is right, put it there:\n"
      << table;
}

TEST_F(RoutePermissions, NobodyLearnsWhatIsOutsideTheirScope) {
  HttpClient committee = narrow(Role::committee);
  const Answer there = committee.get("/v1/communities/xingfu");
  const Answer nowhere = committee.get("/v1/communities/nowhere");
  EXPECT_EQ(there.status, 403U);
  EXPECT_EQ(there.body, nowhere.body);
  const auto communities = committee.get("/v1/communities").json();
  ASSERT_EQ(communities.at("communities").as_array().size(), 1U);
  EXPECT_EQ(communities.at("communities").at(0).at("community"), "heping");
  EXPECT_EQ(committee.get("/v1/events").code(), "missing_field");
}

TEST_F(RoutePermissions, AFinanceOfficerRecordsInTheirCommunityOnly) {
  HttpClient officer = narrow(Role::finance_officer);
  const std::string here = render_command(pay("heping", "a", "1-1-101", Money{100}, "2026-01-20"));
  const std::string there = render_command(pay("xingfu", "a", "1-1-101", Money{100}, "2026-01-20"));
  const Answer each = officer.post(R"({"mode":"each","events":[)" + here + "," + there + "]}");
  ASSERT_EQ(each.status, 200U);
  EXPECT_EQ(each.json().at("results").at(0).at("status"), "recorded");
  EXPECT_EQ(each.json().at("results").at(1).at("code"), "not_permitted");
  const std::string again = render_command(pay("heping", "b", "1-1-101", Money{1}, "2026-01-20"));
  const Answer atomic = officer.post(R"({"mode":"atomic","events":[)" + again + "," + there + "]}");
  EXPECT_EQ(atomic.status, 422U);
  EXPECT_EQ(atomic.json().at("index"), 1);
  EXPECT_EQ(atomic.code(), "not_permitted");
}

TEST_F(RoutePermissions, AWrongTokenIsRefusedAndSaysHow) {
  for (const std::string wrong :
       {"Bearer mz_nothing", "Bearer ", "Basic dTpw", "mz_nothing", "Bearer"}) {
    HttpClient client(running.server.port());
    const Answer answer = client.send("GET", "/v1/communities", {}, {{"Authorization", wrong}});
    EXPECT_EQ(answer.status, 401U) << wrong;
    EXPECT_EQ(answer.code(), "invalid_token") << wrong;
    EXPECT_EQ(answer.header("WWW-Authenticate"), "Bearer realm=\"mingzhang\"");
  }
  HttpClient client(running.server.port());
  EXPECT_EQ(client.get("/v1/communities").code(), "not_signed_in");
  const std::string token = running.token_of(Role::auditor);
  const Answer lower =
      client.send("GET", "/v1/communities", {}, {{"Authorization", "bearer " + token}});
  EXPECT_EQ(lower.status, 200U) << "a scheme's case does not matter";
}

TEST_F(RoutePermissions, TheActorOfAnEventIsTheTokens) {
  EXPECT_EQ(teller.get("/v1/events/4").json().at("recorded").at("actor"), "teller");
}

/// All entries of the audit trail, as the auditor reads them.
std::vector<boost::json::value> trail(RunningService& running) {
  HttpClient auditor = running.as(Role::auditor);
  std::vector<boost::json::value> entries;
  std::string cursor;
  for (;;) {
    const auto page = auditor.get("/v1/audit-trail?limit=2" + cursor).json();
    for (const auto& entry : page.at("entries").as_array()) entries.push_back(entry);
    if (page.at("next_cursor").is_null()) return entries;
    cursor = "&cursor=" + std::string(page.at("next_cursor").as_string().c_str());
  }
}

TEST_F(RoutePermissions, ReadsOfPersonalDataAreOnRecord) {
  const std::string owner = "/v1/communities/heping/houses/1-1-101/owner";
  teller.send("PUT", owner, R"({"name":"张三","phone":"13800000000","from":"2026-01-01"})");
  EXPECT_EQ(narrow(Role::owner).get(owner).status, 200U);
  teller.send("DELETE", owner);
  const auto entries = trail(running);
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(entries[0].at("what"), "owner_changed");
  EXPECT_EQ(entries[1].at("what"), "owner_read");
  EXPECT_EQ(entries[1].at("role"), "owner");
  EXPECT_EQ(entries[1].at("place"), "heping/1-1-101");
  EXPECT_EQ(entries[2].at("what"), "owner_erased");
  for (const auto& entry : entries) {
    EXPECT_EQ(boost::json::serialize(entry).find("张三"), std::string::npos);
  }
}

TEST_F(RoutePermissions, TheLogSaysWhereTheAuditTrailStood) {
  const std::string owner = "/v1/communities/heping/houses/1-1-101/owner";
  teller.send("PUT", owner, R"({"name":"张三","phone":"13800000000","from":"2026-01-01"})");
  const auto entries = trail(running);
  const Answer posted = teller.send(
      "POST", "/v1/events",
      R"({"kind":"payment_received","community":"heping","business_date":"2026-01-15",)"
      R"("idempotency_key":"anchored","house":"1-1-101","amount":"1.00","channel":"bank"})");
  ASSERT_EQ(posted.status, 201U) << posted.body;
  const auto sequence = posted.json().at("results").at(0).at("sequence").as_int64();
  const auto recorded = teller.get("/v1/events/" + std::to_string(sequence)).json().at("recorded");
  EXPECT_EQ(recorded.at("audit_head").at("number"), entries.back().at("number"));
  EXPECT_EQ(recorded.at("audit_head").at("hash"), entries.back().at("hash"));
}

TEST_F(RoutePermissions, RefusedCommandsAndDeniedRequestsAreOnRecord) {
  const std::string body = render_command(pay("heping", "a", "9-9-999", Money{1}, "2026-01-20"));
  EXPECT_EQ(teller.post(body).code(), "unknown_house");
  EXPECT_EQ(narrow(Role::metrics).get("/v1/communities").status, 403U);
  EXPECT_EQ(HttpClient(running.server.port(), "mz_guess").get("/v1/communities").status, 401U);
  running.identity.trail.flush();
  const auto entries = trail(running);
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].at("what"), "event_refused");
  EXPECT_EQ(entries[0].at("actor"), "teller");
  EXPECT_EQ(entries[0].at("place"), "payment_received");
  EXPECT_EQ(entries[0].at("code"), "unknown_house");
  EXPECT_EQ(entries[0].at("digest").as_string(), to_hex(digest_of(body)));
  EXPECT_EQ(entries[1].at("what"), "request_denied");
  EXPECT_EQ(entries[1].at("code"), "not_permitted");
}

}  // namespace
}  // namespace mingzhang::test
