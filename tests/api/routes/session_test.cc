// Signing in to the pages, over real sockets.

#include <gtest/gtest.h>

#include "api/json/event_json.h"
#include "tests/support/running_server.h"

namespace mingzhang::test {
namespace {

constexpr const char* right = R"({"user":"wang","password":"correct horse"})";
constexpr const char* wrong = R"({"user":"wang","password":"battery staple"})";

struct PageSessions : testing::Test {
  PageSessions() {
    running.identity.users.create({"wang", Role::finance_officer, {"", "heping", ""}, {}},
                                  "correct horse");
  }
  struct SignedIn {
    std::string cookie;
    std::string csrf_token;
  };
  SignedIn sign_in() {
    const Answer answer = client.send("POST", "/v1/session", right);
    EXPECT_EQ(answer.status, 200U) << answer.body;
    const std::string cookie = answer.header("Set-Cookie");
    return {cookie.substr(0, cookie.find(';')),
            std::string(answer.json().at("csrf_token").as_string().c_str())};
  }
  Answer send(std::string_view method, const std::string& target,
              const HttpClient::Headers& headers, const std::string& body = {}) {
    return client.send(method, target, body, headers);
  }

  RunningService running;
  HttpClient client{running.server.port()};
  const std::string payment =
      render_command(pay("heping", "k", "1-1-101", Money{100}, "2026-01-20"));
};

TEST_F(PageSessions, ACookieStandsForTheUser) {
  const SignedIn wang = sign_in();
  const Answer who = send("GET", "/v1/session", {{"Cookie", "theme=dark; " + wang.cookie}});
  EXPECT_EQ(who.status, 200U);
  EXPECT_EQ(who.json().at("actor"), "wang");
  EXPECT_EQ(who.json().at("role"), "finance_officer");
  EXPECT_EQ(who.json().at("scope").at("community"), "heping");
  EXPECT_EQ(who.json().at("csrf_token").as_string(), wang.csrf_token);
}

TEST_F(PageSessions, TheCookieIsKeptFromScriptsAndOtherSites) {
  const std::string cookie = client.send("POST", "/v1/session", right).header("Set-Cookie");
  for (const char* part : {"HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"}) {
    EXPECT_NE(cookie.find(part), std::string::npos) << cookie;
  }
  EXPECT_EQ(cookie.find("Secure"), std::string::npos) << "this is plain HTTP";
}

TEST_F(PageSessions, WhatChangesSomethingNeedsThePagesToken) {
  const SignedIn wang = sign_in();
  const Answer forged = send("POST", "/v1/events", {{"Cookie", wang.cookie}}, payment);
  EXPECT_EQ(forged.status, 403U);
  EXPECT_EQ(forged.code(), "request_not_from_page");
  const Answer guessed =
      send("POST", "/v1/events", {{"Cookie", wang.cookie}, {"X-CSRF-Token", "guess"}}, payment);
  EXPECT_EQ(guessed.code(), "request_not_from_page");
  const Answer real = send("POST", "/v1/events",
                           {{"Cookie", wang.cookie}, {"X-CSRF-Token", wang.csrf_token}}, payment);
  EXPECT_EQ(real.status, 201U) << real.body;
}

TEST_F(PageSessions, AnotherSitesPageIsRefused) {
  const SignedIn wang = sign_in();
  const HttpClient::Headers headers{{"Cookie", wang.cookie},
                                    {"X-CSRF-Token", wang.csrf_token},
                                    {"Origin", "https://example.net"}};
  EXPECT_EQ(send("POST", "/v1/events", headers, payment).code(), "foreign_origin");
  EXPECT_EQ(send("POST", "/v1/session", {{"Origin", "null"}}, right).code(), "foreign_origin");
  EXPECT_EQ(send("POST", "/v1/session", {{"Origin", "http://127.0.0.1"}}, right).status, 200U);
}

TEST_F(PageSessions, SigningOutEndsIt) {
  const SignedIn wang = sign_in();
  const HttpClient::Headers headers{{"Cookie", wang.cookie}, {"X-CSRF-Token", wang.csrf_token}};
  EXPECT_EQ(send("DELETE", "/v1/session", headers).status, 204U);
  EXPECT_EQ(send("GET", "/v1/session", headers).code(), "not_signed_in");
}

TEST_F(PageSessions, WrongPasswordsAreRefusedAndThenLockOut) {
  for (int i = 0; i < most_failures; ++i) {
    const Answer answer = client.send("POST", "/v1/session", wrong);
    EXPECT_EQ(answer.status, 401U);
    EXPECT_EQ(answer.code(), "wrong_password");
  }
  client.send("POST", "/v1/session", R"({"user":"nobody","password":"battery staple"})");
  const Answer locked = client.send("POST", "/v1/session", right);
  EXPECT_EQ(locked.status, 429U);
  EXPECT_EQ(locked.code(), "locked_out");
  EXPECT_EQ(locked.header("Retry-After"), "900");
  running.identity.trail.flush();
  const std::vector<AuditEntry> entries = running.identity.trail.list(0, 100);
  ASSERT_EQ(entries.size(), static_cast<std::size_t>(most_failures)) << "none of a stranger's";
  EXPECT_EQ(entries.front().what, "sign_in_refused");
  EXPECT_EQ(entries.front().place, "wang");
}

TEST_F(PageSessions, BadCredentialsAreNamed) {
  const auto code = [this](const char* body) { return client.send("POST", "/v1/session", body); };
  EXPECT_EQ(code("{}").code(), "missing_field");
  EXPECT_EQ(code(R"({"user":"wang"})").json().at("field"), "password");
  EXPECT_EQ(code(R"({"user":"wang","password":1})").code(), "wrong_type");
  EXPECT_EQ(code(R"({"user":"wang","passwort":"x"})").code(), "unknown_field");
  EXPECT_EQ(code("[]").code(), "wrong_type");
  EXPECT_EQ(code("").code(), "malformed_json");
}

TEST_F(PageSessions, AForgedCookieIsNobodys) {
  EXPECT_EQ(send("GET", "/v1/session", {{"Cookie", "mingzhang_session=x"}}).code(),
            "not_signed_in");
  EXPECT_EQ(send("GET", "/v1/session", {{"Cookie", "mingzhang_session="}}).code(), "not_signed_in");
  EXPECT_EQ(send("GET", "/v1/session", {{"Cookie", "=;;; ;"}}).code(), "not_signed_in");
}

}  // namespace
}  // namespace mingzhang::test
