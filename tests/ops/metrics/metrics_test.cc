// What /metrics says: that it is true, that Prometheus' own checker likes it, that no label grows
// without bound, and that it names nobody.

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "ops/backup/backup.h"
#include "ops/books.h"
#include "ops/surroundings.h"
#include "tests/ops/metrics/everything_happened.h"
#include "tests/support/file_text.h"

namespace mingzhang::test {
namespace {

std::string scrape() {
  MonitoredService running;
  let_everything_happen(running);
  return running.scrape();
}

TEST(Metrics, CountWhatHappened) {
  const std::string text = scrape();
  const std::string lines = "\n" + text;
  for (const std::string line : {
           R"(mingzhang_events_recorded_total{kind="period_closed"} 1)",
           R"(mingzhang_events_repeated_total{kind="period_closed"} 1)",
           R"(mingzhang_events_rejected_total{code="missing_field",kind="none"} 1)",
           R"(mingzhang_log_sequence 7)",
           R"(mingzhang_append_seconds_count 3)",
           R"(mingzhang_batch_events_sum 7)",
           R"(mingzhang_http_requests_total{route="/v1/events",status="201"} 1)",
           R"(mingzhang_http_requests_total{route="unmatched",status="404"} 1)",
           R"(mingzhang_http_request_seconds_count{class="2xx",route="/v1/events"} 2)",
           R"(mingzhang_http_connections 0)",
           R"(mingzhang_owner_reads_total 1)",
           R"(mingzhang_build_info{version="test"} 1)",
           R"(mingzhang_chain_verified_sequence 7)",
           R"(mingzhang_chain_broken 0)",
           R"(mingzhang_projection_lag_events{projection="snapshot"} 1)",
           R"(mingzhang_snapshot_sequence 6)",
           R"(mingzhang_communities 1)",
           R"(mingzhang_store_errors_total{fault="io_failed"} 0)",
       }) {
    const bool is_there = lines.find("\n" + line + "\n") != std::string::npos;
    // The client's connection ends when the server notices.
    const bool may_lag = line.starts_with("mingzhang_http_connections");
    EXPECT_TRUE(is_there || may_lag) << line << "\n" << text;
  }
  const Exposition all = parse_exposition(text);
  EXPECT_GT(all.value("process_resident_memory_bytes").value_or(0), 1e6);
  EXPECT_GT(all.value("process_open_fds").value_or(0), 3);
  EXPECT_GT(all.value("process_start_time_seconds").value_or(0), 1.6e9);
  EXPECT_GT(all.value("mingzhang_disk_free_bytes").value_or(0), 0);
  EXPECT_GE(all.value("mingzhang_snapshot_age_seconds").value_or(-1), 0);
  EXPECT_EQ(all.value("mingzhang_suspense_yuan"), 30.0);
  EXPECT_EQ(all.value("mingzhang_suspense_items"), 1.0);
}

/// The tables of docs/monitoring.md: name, type, labels.
std::map<std::string, std::pair<std::string, std::string>> documented() {
  static const std::regex row(R"(\n\| `(\w+)` \| (\w+) \| [^|]*\| ([^|]*)\|)");
  const std::string page = file_text("docs/monitoring.md");
  std::map<std::string, std::pair<std::string, std::string>> rows;
  for (std::sregex_iterator at(page.begin(), page.end(), row), end; at != end; ++at) {
    std::string labels;
    for (const char letter : (*at)[3].str()) {
      if (letter != '`' && letter != ' ') labels.push_back(letter);
    }
    EXPECT_TRUE(rows.try_emplace((*at)[1], (*at)[2], labels).second) << (*at)[1] << " twice";
  }
  return rows;
}

TEST(Metrics, AreWhatThePageSays) {
  const Exposition all = parse_exposition(scrape());
  auto rows = documented();
  for (const auto& [name, family] : all.families) {
    const auto row = rows.find(name);
    if (row == rows.end()) {
      ADD_FAILURE() << name << " is not in docs/monitoring.md";
      continue;
    }
    EXPECT_EQ(row->second.first, family.type) << name;
    EXPECT_FALSE(family.help.empty()) << name;
    std::set<std::string> labels;
    for (const Series& series : all.series) {
      if (series.name != name && series.name != name + "_bucket") continue;
      for (const auto& [label, value] : series.labels) {
        if (label != "le") labels.insert(label);
      }
    }
    std::set<std::string> said;
    std::istringstream words(row->second.second);
    for (std::string word; std::getline(words, word, ',');) said.insert(word);
    EXPECT_EQ(labels, said) << name;
    rows.erase(row);
  }
  for (const auto& [name, row] : rows) ADD_FAILURE() << name << " is in the page, in no scrape";
}

TEST(Metrics, NameNobody) {
  const std::string text = scrape();
  for (const std::string word : {"1-1-101", "张三", "local"}) {
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

TEST(Metrics, FiguresByCommunityAreThoseOfTheReports) {
  MonitoredService running;
  Command other = register_community("other");
  running.sequencer.record({std::move(other)}, Grouping::atomic);
  running.sequencer.record({assess("heping", "a", "1-1-101", "2026-01", yuan(100)),
                            pay("heping", "p", "1-1-101", yuan(75))},
                           Grouping::atomic);
  const Exposition all = parse_exposition(running.scrape());
  EXPECT_EQ(all.value("mingzhang_community_collection_rate_ratio", {{"community", "heping"}}),
            0.75);
  EXPECT_EQ(all.value("mingzhang_community_residual_shortfall_yuan", {{"community", "heping"}}),
            -75.0);
  EXPECT_EQ(all.value("mingzhang_community_suspense_yuan", {{"community", "other"}}), 0.0);
  EXPECT_FALSE(all.value("mingzhang_community_collection_rate_ratio", {{"community", "other"}}))
      << "nothing is assessed there";
  EXPECT_EQ(all.value("mingzhang_collection_rate_ratio"), 0.75);
}

TEST(Metrics, WithTooManyCommunitiesOnlySumsAreShown) {
  MonitoredService running(1);
  EXPECT_TRUE(parse_exposition(running.scrape()).label_names().contains("community"));
  Command other = register_community("other");
  running.sequencer.record({std::move(other)}, Grouping::atomic);
  const Exposition all = parse_exposition(running.scrape());
  EXPECT_EQ(all.value("mingzhang_communities"), 2.0);
  EXPECT_EQ(all.value("mingzhang_suspense_yuan"), 0.0);
  EXPECT_FALSE(all.label_names().contains("community"));
}

/// What a hostile client can do to the number of series: nothing once every route has been asked.
TEST(Metrics, OddRequestsMakeNoSeries) {
  MonitoredService running;
  HttpClient client = running.client();
  HttpClient nobody(running.server.port());
  const auto ask_oddly = [&client, &nobody](const std::string& word) {
    client.get("/v1/communities/" + word);
    client.get("/v1/communities/" + word + "/arrears");
    client.get("/v1/communities/heping/" + word);
    client.get("/v1/events?community=" + word);
    client.get("/" + word);
    client.get("/metrics/" + word);
    client.send("BREW", "/v1/events");
    client.post(R"({"kind":")" + word + R"(","community":")" + word + R"("})");
    client.post(word);
    nobody.get("/v1/communities/" + word);
    nobody.get("/" + word);
  };
  ask_oddly("first");
  const std::size_t series = parse_exposition(running.scrape()).series.size();
  for (int i = 0; i < 200; ++i) ask_oddly("odd" + std::to_string(i));
  EXPECT_EQ(parse_exposition(running.scrape()).series.size(), series);
}

TEST(Metrics, LabelsHaveFewValues) {
#define MINGZHANG_COUNT(name, status, zh, en) +1
  constexpr std::size_t code_count = 0 MINGZHANG_REJECTIONS(MINGZHANG_COUNT);
#undef MINGZHANG_COUNT
  MonitoredService running;
  let_everything_happen(running);
  for (std::size_t kind = 0; kind <= kind_count; ++kind) {
    for (std::size_t code = 0; code < code_count; ++code) {
      running.probe.event_rejected(static_cast<EventKind>(kind), static_cast<Code>(code));
      running.probe.event_rejected(static_cast<EventKind>(kind), static_cast<Code>(code));
    }
  }
  const Exposition all = parse_exposition(running.scrape());
  const std::set<std::string> allowed{"kind",       "code",  "route",    "status", "class",
                                      "part",       "cause", "fault",    "task",   "version",
                                      "projection", "le",    "community"};
  for (const std::string& name : all.label_names()) {
    EXPECT_TRUE(allowed.contains(name)) << name << ": is the number of its values bounded?";
  }
  const auto rejected =
      std::ranges::count(all.series, "mingzhang_events_rejected_total", &Series::name);
  EXPECT_EQ(static_cast<std::size_t>(rejected), (kind_count + 1) * code_count);
  // All that does not come from refusals: far from what a Prometheus would notice.
  EXPECT_LT(all.series.size() - static_cast<std::size_t>(rejected), 1'500U);
}

/// Over a log on disk: syncs, replays and a snapshot are there.
TEST(Metrics, TellOfTheDiskAndOfReplays) {
  // On a real disk: in memory a sync takes no time.
  const std::string directory = (build_dir() / "metrics_test_books").string();
  std::filesystem::remove_all(directory);
  {
    PrometheusProbe probe("test");
    WritableBooks books({directory}, real_surroundings(), {}, &probe);
    books.sequencer().record({register_community("heping")}, Grouping::atomic);
    books.sequencer().record({register_house("heping", "1-1-101")}, Grouping::atomic);
    const Exposition all = parse_exposition(probe.text());
    EXPECT_GE(all.value("mingzhang_fsync_seconds_count").value_or(0), 2);
    EXPECT_GT(all.value("mingzhang_fsync_seconds_sum").value_or(0), 0);
    EXPECT_EQ(all.value("mingzhang_replay_events_total", {{"cause", "start"}}), 0);
  }
  PrometheusProbe probe("test");
  WritableBooks books({directory}, real_surroundings(), {}, &probe);
  const Exposition opened = parse_exposition(probe.text());
  EXPECT_EQ(opened.value("mingzhang_replay_events_total", {{"cause", "start"}}), 2);
  EXPECT_EQ(opened.value("mingzhang_replay_progress_ratio", {{"cause", "start"}}), 1);
  EXPECT_GT(opened.value("mingzhang_replay_seconds", {{"cause", "start"}}).value_or(0), 0);

  Catalogue catalogue(books.store(), books.sequencer().state_copy());
  const Monitor monitor(books.store(), catalogue, probe, directory);
  EXPECT_FALSE(parse_exposition(probe.text()).value("mingzhang_snapshot_age_seconds"));
  books.leave_snapshot();
  const Exposition left = parse_exposition(probe.text());
  EXPECT_EQ(left.value("mingzhang_snapshot_sequence"), 2);
  EXPECT_EQ(left.value("mingzhang_projection_lag_events", {{"projection", "snapshot"}}), 0);
  EXPECT_GE(left.value("mingzhang_snapshot_age_seconds").value_or(-1), 0);

  EXPECT_EQ(left.value("mingzhang_backup_timestamp_seconds"), 0);
  const TemporaryFolder elsewhere;
  make_backup({directory, elsewhere.path().string(), {}, {}});
  const Exposition backed_up = parse_exposition(probe.text());
  EXPECT_GT(backed_up.value("mingzhang_backup_timestamp_seconds").value_or(0), 1.6e9);
}

TEST(Metrics, FailuresAreCountedBySort) {
  PrometheusProbe probe("test");
  const std::unique_ptr<EventStore> memory = make_memory_store();
  const WatchedStore store(*memory,
                           [&probe](const StoreError& error) { probe.store_failed(error); });
  probe.store_failed({StoreFault::io_failed, "m"});
  probe.task_failed("repack", {StoreFault::io_failed, "told to fail"}, true);
  probe.task_failed("repack", {StoreFault::io_failed, "told to fail"}, false);
  const Exposition all = parse_exposition(probe.text());
  EXPECT_EQ(all.value("mingzhang_store_errors_total", {{"fault", "io_failed"}}), 1);
  EXPECT_EQ(all.value("mingzhang_store_errors_total", {{"fault", "damaged"}}), 0);
  EXPECT_EQ(all.value("mingzhang_background_failures_total", {{"task", "repack"}}), 2);
}

}  // namespace
}  // namespace mingzhang::test
