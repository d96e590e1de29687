// The report routes, over real sockets, on figures that can be followed by hand.

#include <gtest/gtest.h>

#include <boost/json/value_to.hpp>

#include "api/json/event_json.h"
#include "api/reports/report.h"
#include "tests/support/running_server.h"

namespace mingzhang {
namespace {

using namespace test;
namespace json = boost::json;

/// domain.md section 4: 100,000.00 charged for January and 82,000.00 of it paid; 30,000.00 open
/// from December and 6,000.00 of it paid in January; 5,000.00 paid ahead.
struct ReportRoutes : testing::Test {
  RunningService running;
  HttpClient client = running.client();

  ReportRoutes() {
    record(assess("heping", "a1", "1-1-101", "2025-12", yuan(30'000)), "2025-12-15");
    record(assess("heping", "a2", "1-1-101", "2026-01", yuan(100'000)), "2026-01-15");
    record(pay_for("p1", yuan(82'000), "2026-01"), "2026-01-20");
    record(pay_for("p2", yuan(6'000), "2025-12"), "2026-01-25");
    record(pay("heping", "p3", "1-1-102", yuan(5'000)), "2026-01-31");
  }
  static Command pay_for(const std::string& key, Money amount, const std::string& month) {
    Command command = pay("heping", key, "1-1-101", amount);
    std::get<PaymentReceived>(command.payload).for_period = period(month);
    return command;
  }
  void record(Command command, const std::string& date) {
    command.header.business_date = day(date);
    const Answer answer = client.post(render_command(command));
    EXPECT_EQ(answer.status, 201U) << answer.body;
  }
  json::value get(const std::string& report) {
    const Answer answer = client.get("/v1/communities/heping/" + report);
    EXPECT_EQ(answer.status, 200U) << report << ": " << answer.body;
    return answer.json();
  }
  std::string code(const std::string& report) {
    return client.get("/v1/communities/heping/" + report).code();
  }
};

void expect_members(const json::value& report, const json::object& expected) {
  for (const auto& [name, value] : expected) EXPECT_EQ(report.at(name), value) << name;
}

TEST_F(ReportRoutes, AStatementOfAHouseIsAnsweredAtOnceWhereItsBooksAreAtHand) {
  Request asked;
  asked.method = "GET";
  asked.path = {"v1", "communities", "heping", "houses", "1-1-101", "statement"};
  EXPECT_EQ(running.service.place(asked), Place::workers);
  const json::value first = get("houses/1-1-101/statement");
  EXPECT_EQ(running.service.place(asked), Place::sockets);
  EXPECT_EQ(get("houses/1-1-101/statement"), first);
  Request of_then = asked;
  of_then.query = {{"recorded_by", "2026-01-31T12:00:00+08:00"}};
  EXPECT_EQ(running.service.place(of_then), Place::workers);
  Request of_nobody = asked;
  of_nobody.path.at(2) = "nowhere";
  EXPECT_EQ(running.service.place(of_nobody), Place::workers);
  record(pay("heping", "p4", "1-1-102", yuan(1)), "2026-01-31");
  EXPECT_EQ(running.service.place(asked), Place::workers);
}

TEST_F(ReportRoutes, CollectionRate) {
  const json::value rate = get("collection-rate?period=2026-01");
  expect_members(rate, {{"period", "2026-01"},
                        {"through", "2026-01"},
                        {"as_of", "2026-01-31"},
                        {"sequence", 8},
                        {"assessed", "100000.00"},
                        {"collected", "82000.00"},
                        {"opening_arrears", "30000.00"},
                        {"arrears_recovered", "6000.00"},
                        {"work_offsets", "0.00"},
                        {"cash_received", "93000.00"},
                        {"houses_charged", 1},
                        {"houses_paid", 0},
                        {"current", "0.8200"},
                        {"current_with_offsets", "0.8200"},
                        {"clearance", "0.2000"},
                        {"composite", "0.6769"},
                        {"household", "0.0000"}});
  EXPECT_FALSE(rate.as_object().contains("buildings"));
  const json::value by_building = get("collection-rate?period=2026-01&by=building");
  EXPECT_EQ(by_building.at("buildings").at(0).at("building"), "1");
  EXPECT_EQ(by_building.at("buildings").at(0).at("current"), "0.8200");
}

TEST_F(ReportRoutes, ARateWithoutADenominatorIsNull) {
  expect_members(get("collection-rate?period=2026-05&as_of=2026-01-19"),
                 {{"current", nullptr}, {"household", nullptr}, {"clearance", "0.0000"}});
}

TEST_F(ReportRoutes, AsOfCutsByBusinessDateAndRecordedByByRecordingTime) {
  expect_members(get("collection-rate?period=2026-01&as_of=2026-01-19"),
                 {{"as_of", "2026-01-19"}, {"assessed", "100000.00"}, {"collected", "0.00"}});
  const json::value third = client.get("/v1/events/5").json().at("recorded").at("time");
  std::string time = json::value_to<std::string>(third);
  time.replace(time.find('+'), 1, "%2B");
  expect_members(get("collection-rate?period=2026-01&recorded_by=" + time),
                 {{"sequence", 5}, {"assessed", "100000.00"}, {"collected", "0.00"}});
}

TEST_F(ReportRoutes, TrialBalanceCarriesOpeningsAndAddsUpToZero) {
  const json::value balance = get("trial-balance?period=2026-01");
  const json::value& receivable = balance.at("accounts").at(1);
  expect_members(receivable, {{"account", "1122.OPS"},
                              {"opening", "30000.00"},
                              {"debit", "100000.00"},
                              {"credit", "88000.00"},
                              {"closing", "42000.00"}});
  expect_members(
      balance.at("totals"),
      {{"opening", "0.00"}, {"debit", "193000.00"}, {"credit", "193000.00"}, {"closing", "0.00"}});
}

TEST_F(ReportRoutes, HouseStatementOpensRunsAndCloses) {
  const json::value statement = get("houses/1-1-101/statement?from=2026-01-01&to=2026-01-31");
  EXPECT_EQ(statement.at("opening"), "30000.00");
  std::vector<std::string> balances;
  for (const json::value& line : statement.at("lines").as_array()) {
    balances.push_back(json::value_to<std::string>(line.at("balance")));
  }
  EXPECT_EQ(balances, (std::vector<std::string>{"130000.00", "48000.00", "42000.00"}));
  expect_members(statement.at("lines").at(1), {{"sequence", 6},
                                               {"voucher", "2026-01-0002"},
                                               {"business_date", "2026-01-20"},
                                               {"kind", "payment_received"},
                                               {"debit", "0.00"},
                                               {"credit", "82000.00"}});
  EXPECT_EQ(statement.at("closing"), "42000.00");
  EXPECT_EQ(get("houses/1-1-102/statement").at("closing"), "-5000.00");
}

TEST_F(ReportRoutes, ArrearsStandAsOfTheEndOfThePeriod) {
  EXPECT_EQ(get("arrears").at("totals").at("owed"), "42000.00");
  EXPECT_EQ(get("arrears?period=2025-12").at("totals").at("owed"), "30000.00");
}

/// The last payment covers a fee that is assessed, by business date, only after it: as of that day
/// the house owes nothing, and what another house owes is not lowered by it.
TEST_F(ReportRoutes, WhatOneHouseHasPaidTooMuchLowersNoOthersArrears) {
  record(assess("heping", "a3", "1-1-102", "2026-02", yuan(9'000)), "2026-02-15");
  record(pay("heping", "p4", "1-1-102", yuan(4'000)), "2026-01-31");
  const json::value arrears = get("arrears?as_of=2026-01-31");
  expect_members(
      arrears.at("totals"),
      {{"houses_owing", 1}, {"owed", "42000.00"}, {"overpaid", "4000.00"}, {"prepaid", "5000.00"}});
  EXPECT_EQ(get("arrears").at("totals").at("overpaid"), "0.00");
}

TEST_F(ReportRoutes, EveryReportIsThere) {
  for (const Report& report : community_reports()) {
    const json::value answer = get(std::string(report.name) + "?period=2026-01");
    EXPECT_EQ(answer.at("community"), "heping") << report.name;
    EXPECT_EQ(answer.at("sequence"), 8) << report.name;
  }
  EXPECT_EQ(get("statement?period=2026-01").at("closing"), "93000.00");
  EXPECT_EQ(get("notice?period=2026-01").at("totals").at("open"), "18000.00");
  EXPECT_EQ(get("shortfall?period=2026-01").at("residual"), "-82000.00");
}

TEST_F(ReportRoutes, WrongQuestionsAreNamed) {
  EXPECT_EQ(code("collection-rate"), "missing_field");
  EXPECT_EQ(code("collection-rate?period=2026-13"), "malformed_value");
  EXPECT_EQ(code("collection-rate?period=2026-03&through=2026-02"), "range_reversed");
  EXPECT_EQ(code("collection-rate?through=2026-02"), "missing_field");
  EXPECT_EQ(code("collection-rate?period=2026-01&by=floor"), "unknown_word");
  EXPECT_EQ(code("shortfall?period=2026-01&by=building"), "unknown_field");
  EXPECT_EQ(code("arrears?as_of=yesterday"), "malformed_value");
  EXPECT_EQ(code("arrears?recorded_by=2026-01-01"), "malformed_value");
  EXPECT_EQ(code("arrears?recorded_by=2020-01-01T00:00:00Z"), "unknown_community");
  EXPECT_EQ(code("profit?period=2026-01"), "not_found");
  EXPECT_EQ(code("houses/9/statement"), "unknown_house");
  EXPECT_EQ(code("houses/1-1-101/statement?from=2026-02-01&to=2026-01-01"), "range_reversed");
  EXPECT_EQ(client.get("/v1/communities/nowhere/arrears").code(), "unknown_community");
}

}  // namespace
}  // namespace mingzhang
