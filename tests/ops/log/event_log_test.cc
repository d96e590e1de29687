#include "ops/log/event_log.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <regex>
#include <sstream>

namespace mingzhang::test {
namespace {

/// A pipe that a log writes into.
class Pipe {
 public:
  Pipe() { EXPECT_EQ(::pipe(ends_), 0); }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close_reader();
    ::close(ends_[1]);
  }
  int writer() const { return ends_[1]; }
  void close_reader() {
    if (ends_[0] >= 0) ::close(ends_[0]);
    ends_[0] = -1;
  }
  /// What is in it now.
  std::vector<std::string> lines() const {
    ::fcntl(ends_[0], F_SETFL, O_NONBLOCK);
    std::string text;
    char piece[4096];
    for (ssize_t size = 0; (size = ::read(ends_[0], piece, sizeof piece)) > 0;) {
      text.append(piece, static_cast<std::size_t>(size));
    }
    EXPECT_TRUE(text.empty() || text.ends_with('\n'));
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
  }

 private:
  int ends_[2] = {-1, -1};
};

TEST(EventLog, WritesALineOfJsonForEachEvent) {
  const Pipe pipe;
  {
    EventLog log({LogLevel::info, LogFormat::json, pipe.writer()});
    log.write(LogLevel::info, "request_answered",
              {{"route", "/v1/events"}, {"status", 201}, {"duration_us", 1234}});
    log.write(LogLevel::error, "task_failed", {{"message", "磁盘 \"满\"\n\\ full\x01"}});
    EXPECT_EQ(log.lost(), 0U);
  }
  const std::vector<std::string> lines = pipe.lines();
  ASSERT_EQ(lines.size(), 2U);
  const boost::json::object first = boost::json::parse(lines[0]).as_object();
  EXPECT_EQ(first.at("level"), "info");
  EXPECT_EQ(first.at("event"), "request_answered");
  EXPECT_EQ(first.at("route"), "/v1/events");
  EXPECT_EQ(first.at("status"), 201);
  EXPECT_EQ(first.at("duration_us"), 1234);
  static const std::regex time(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)");
  EXPECT_TRUE(std::regex_match(std::string(first.at("time").as_string()), time)) << lines[0];
  const boost::json::object second = boost::json::parse(lines[1]).as_object();
  EXPECT_EQ(second.at("level"), "error");
  EXPECT_EQ(second.at("message"), "磁盘 \"满\"\n\\ full\x01");
}

TEST(EventLog, WritesTextForPeople) {
  const Pipe pipe;
  {
    EventLog log({LogLevel::info, LogFormat::text, pipe.writer()});
    log.write(LogLevel::warning, "task_failed", {{"task", "repack"}, {"count", 3}});
  }
  const std::vector<std::string> lines = pipe.lines();
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_TRUE(lines[0].ends_with("Z warn  task_failed task=\"repack\" count=3")) << lines[0];
}

TEST(EventLog, LeavesOutWhatIsBelowItsLevel) {
  const Pipe pipe;
  {
    EventLog log({LogLevel::warning, LogFormat::json, pipe.writer()});
    log.write(LogLevel::debug, "a", {});
    log.write(LogLevel::info, "b", {});
    log.write(LogLevel::warning, "c", {});
    log.write(LogLevel::error, "d", {});
  }
  EXPECT_EQ(pipe.lines().size(), 2U);
}

TEST(EventLog, CutsLongTextBetweenCharacters) {
  const Pipe pipe;
  std::string text;
  for (int i = 0; i < 3'000; ++i) text += "账";
  {
    EventLog log({LogLevel::info, LogFormat::json, pipe.writer()});
    log.write(LogLevel::info, "a", {{"message", text}});
  }
  const std::vector<std::string> lines = pipe.lines();
  ASSERT_EQ(lines.size(), 1U);
  const std::string message(boost::json::parse(lines[0]).at("message").as_string());
  EXPECT_EQ(message.size(), 1'023U);
  EXPECT_TRUE(text.starts_with(message));
}

/// Nobody reads: whoever logs goes on, the end of the log is no wait, and what is there is whole.
TEST(EventLog, NobodyWaitsForAReader) {
  const Pipe pipe;
  constexpr int written = 50'000;
  {
    EventLog log({LogLevel::info, LogFormat::json, pipe.writer()});
    for (int i = 0; i < written; ++i) {
      log.write(LogLevel::info, "request_answered", {{"number", std::int64_t{i}}});
    }
  }
  const std::vector<std::string> lines = pipe.lines();
  EXPECT_GT(lines.size(), 100U);
  EXPECT_LT(lines.size(), static_cast<std::size_t>(written));
  for (const std::string& line : lines) {
    EXPECT_NO_THROW(static_cast<void>(boost::json::parse(line))) << line;
  }
}

TEST(EventLog, CountsWhatNobodyTook) {
  const Pipe pipe;
  EventLog log({LogLevel::info, LogFormat::json, pipe.writer(), 4'096});
  constexpr int most = 100'000'000;
  int written = 0;
  for (; written < most && log.lost() == 0; ++written) log.write(LogLevel::info, "a", {});
  EXPECT_LT(written, most);
}

TEST(EventLog, SurvivesAReaderThatGoesAway) {
  Pipe pipe;
  EventLog log({LogLevel::info, LogFormat::json, pipe.writer()});
  pipe.close_reader();
  for (int i = 0; i < 10'000; ++i) log.write(LogLevel::info, "a", {});
  SUCCEED() << "and is still there";
}

TEST(EventLog, LevelsAndFormatsHaveNames) {
  EXPECT_EQ(parse_log_level("warn"), LogLevel::warning);
  EXPECT_EQ(parse_log_level("loud"), std::nullopt);
  EXPECT_EQ(parse_log_format("json"), LogFormat::json);
  EXPECT_EQ(parse_log_format(""), std::nullopt);
}

}  // namespace
}  // namespace mingzhang::test
