// A real Prometheus scrapes the service and evaluates the alert rules; the dashboard's expressions
// are its language, and name what the service says.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <regex>

#include "tests/ops/metrics/everything_happened.h"
#include "tests/ops/metrics/prometheus_server.h"
#include "tests/support/file_text.h"

namespace mingzhang::test {
namespace {

namespace json = boost::json;

std::string configuration(MonitoredService& running) {
  return fmt::format(R"(
global:
  scrape_interval: 100ms
  evaluation_interval: 100ms
rule_files:
  - {}
scrape_configs:
  - job_name: mingzhang
    authorization:
      credentials: "{}"
    static_configs:
      - targets: ["127.0.0.1:{}"]
)",
                     (source_dir() / "ops/alerts/mingzhang.yml").string(),
                     running.token_of(Role::metrics), running.server.port());
}

bool is_up(const json::value& data) {
  const json::array& targets = data.at("activeTargets").as_array();
  return targets.size() == 1 && targets.front().at("health") == "up";
}

/// Every rule was evaluated without a fault.
bool are_evaluated(const json::value& data) {
  std::size_t rules = 0;
  for (const json::value& group : data.at("groups").as_array()) {
    for (const json::value& rule : group.at("rules").as_array()) {
      const bool is_fresh = !rule.at("lastEvaluation").as_string().starts_with("0001");
      if (rule.at("health") != "ok" || !is_fresh) return false;
      ++rules;
    }
  }
  return rules > 10;
}

bool is_firing(const json::value& data, const char* alert) {
  for (const json::value& one : data.at("alerts").as_array()) {
    if (one.at("labels").at("alertname") == alert && one.at("state") == "firing") return true;
  }
  return false;
}

/// Every expression of every panel, with Grafana's variables filled in.
std::vector<std::string> dashboard_expressions() {
  const json::value dashboard = json::parse(file_text("ops/dashboards/mingzhang.json"));
  std::vector<std::string> expressions;
  for (const json::value& panel : dashboard.at("panels").as_array()) {
    const auto* targets = panel.as_object().if_contains("targets");
    if (targets == nullptr) continue;
    for (const json::value& target : targets->as_array()) {
      std::string expression(target.at("expr").as_string());
      expression = std::regex_replace(expression, std::regex(R"(\$__rate_interval)"), "1m");
      expressions.push_back(std::regex_replace(expression, std::regex(R"(\$instance)"), ".*"));
    }
  }
  return expressions;
}

std::set<std::string> metrics_in(const std::string& text) {
  static const std::regex name(R"(\b(?:mingzhang|process)_\w+)");
  std::set<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), name), end; at != end; ++at) {
    found.insert(at->str());
  }
  return found;
}

struct Prometheus : testing::Test {
  MonitoredService running;
  Prometheus() { let_everything_happen(running); }
};

TEST_F(Prometheus, ScrapesTheServiceAndEvaluatesTheRules) {
  const PrometheusServer prometheus(configuration(running));
  ASSERT_TRUE(prometheus.wait_for("/api/v1/targets", is_up));
  ASSERT_TRUE(prometheus.wait_for("/api/v1/rules?type=alert", are_evaluated));
  EXPECT_FALSE(is_firing(prometheus.get("/api/v1/alerts"), "MingzhangStoreFailing"));
  running.probe.store_failed({StoreFault::io_failed, "told to fail"});
  EXPECT_TRUE(prometheus.wait_for("/api/v1/alerts", [](const json::value& data) {
    return is_firing(data, "MingzhangStoreFailing");
  }));

  const auto names = prometheus.get("/api/v1/label/__name__/values");
  std::set<std::string> known;
  for (const json::value& name : names.as_array()) known.insert(std::string(name.as_string()));
  for (const std::string& expression : dashboard_expressions()) {
    const json::value answer = prometheus.query(expression);
    const auto* result = answer.as_object().if_contains("resultType");
    EXPECT_NE(result, nullptr) << expression << ": " << answer;
    for (const std::string& name : metrics_in(expression)) {
      EXPECT_TRUE(known.contains(name)) << name << " is in no scrape: " << expression;
    }
  }
  for (const std::string& name : metrics_in(file_text("ops/alerts/mingzhang.yml"))) {
    EXPECT_TRUE(known.contains(name)) << name << " is in no scrape, but in ops/alerts";
  }
}

TEST(Alerts, EachRuleFiresAndDoesNot) {
  const std::string tests = (source_dir() / "tests/ops/alerts/mingzhang_test.yml").string();
  EXPECT_EQ(std::system(("promtool test rules " + tests + " >&2").c_str()), 0);
  const std::string rules = file_text("ops/alerts/mingzhang.yml");
  const std::string cases = file_text("tests/ops/alerts/mingzhang_test.yml");
  const std::string runbook = file_text("docs/monitoring.md");
  static const std::regex form(R"(- alert: (\w+))");
  int alerts = 0;
  for (std::sregex_iterator at(rules.begin(), rules.end(), form), end; at != end; ++at, ++alerts) {
    const std::string name = (*at)[1];
    EXPECT_NE(cases.find("- name: " + name + " fires\n"), std::string::npos) << name;
    EXPECT_NE(cases.find("- name: " + name + " does not fire\n"), std::string::npos) << name;
    EXPECT_NE(runbook.find("\n### " + name + "\n"), std::string::npos) << name;
    std::string anchor = name;
    for (char& letter : anchor) letter = static_cast<char>(std::tolower(letter));
    EXPECT_NE(rules.find("runbook_url: docs/monitoring.md#" + anchor + "\n"), std::string::npos)
        << name;
  }
  EXPECT_GE(alerts, 12);
}

TEST(Dashboard, PanelsHaveUnitsAndTitlesInBothLanguages) {
  const json::value dashboard = json::parse(file_text("ops/dashboards/mingzhang.json"));
  std::set<std::int64_t> ids;
  int panels = 0;
  for (const json::value& panel : dashboard.at("panels").as_array()) {
    const std::string title(panel.at("title").as_string());
    const std::size_t slash = title.find("/ ");
    ASSERT_NE(slash, std::string::npos) << title;
    EXPECT_LT(static_cast<signed char>(title.front()), 0) << title << " does not begin in Chinese";
    EXPECT_GT(title.size(), slash + 2) << title;
    EXPECT_TRUE(ids.insert(panel.at("id").as_int64()).second) << title;
    if (panel.at("type") == "row") continue;
    ++panels;
    const auto& defaults = panel.at("fieldConfig").at("defaults").as_object();
    EXPECT_TRUE(defaults.contains("unit")) << title;
    EXPECT_FALSE(panel.at("targets").as_array().empty()) << title;
  }
  EXPECT_GT(panels, 20);
}

}  // namespace
}  // namespace mingzhang::test
