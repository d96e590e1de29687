#pragma once

// The service's log: one line for each thing that happened, on standard error, as JSON or as text.
//
// {"time":"2026-11-23T08:15:30.123456Z","level":"info","event":"request_answered",...}
//
// What is written waits in bounded memory for a thread of the log's own. When whoever reads the
// lines does not, they are dropped and counted; nobody who logs ever waits. No personal data,
// house, amount, token or query string belongs in a line: who logs gives names from the program's
// own lists, numbers, and error messages.

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace mingzhang {

enum class LogLevel : std::uint8_t { debug, info, warning, error };
enum class LogFormat : std::uint8_t { text, json };

std::optional<LogLevel> parse_log_level(std::string_view word);    ///< "warn"
std::optional<LogFormat> parse_log_format(std::string_view word);  ///< "json"

struct LogOptions {
  LogLevel level = LogLevel::info;  ///< lines below it are not written
  LogFormat format = LogFormat::text;
  int descriptor = 2;  ///< where lines go; stays the caller's
  std::size_t most_waiting_bytes = 1U << 20U;
};

/// A member of a line beside time, level and event. Text is cut at a kilobyte.
struct LogField {
  std::string_view name;
  std::variant<std::string_view, std::int64_t> value;
};

class EventLog {
 public:
  explicit EventLog(const LogOptions& options);
  EventLog(const EventLog&) = delete;
  EventLog& operator=(const EventLog&) = delete;
  /// Writes what waits, as far as somebody reads it.
  ~EventLog();

  /// Threads: any. `event` is a name such as "request_answered".
  void write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields);

  /// Lines that nobody took.
  std::uint64_t lost() const;

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace mingzhang
