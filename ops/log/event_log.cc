#include "ops/log/event_log.h"

#include <fmt/format.h>
#include <poll.h>
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <climits>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <thread>

namespace mingzhang {
namespace {

constexpr std::array<std::string_view, 4> level_words{"debug", "info", "warn", "error"};
constexpr std::array<std::string_view, 2> format_words{"text", "json"};
constexpr std::size_t most_text_bytes = 1024;

template <class Enum, std::size_t count>
std::optional<Enum> find_word(const std::array<std::string_view, count>& words,
                              std::string_view word) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words.at(i) == word) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

spdlog::level::level_enum spdlog_level(LogLevel level) {
  constexpr std::array levels{spdlog::level::debug, spdlog::level::info, spdlog::level::warn,
                              spdlog::level::err};
  return levels.at(static_cast<std::size_t>(level));
}

/// Gathers lines, and writes them from a thread of its own several times a second: a call of the
/// system for each line took a quarter of what recording one event takes. It writes only when that
/// cannot wait: a pipe that is said to have room takes PIPE_BUF bytes at once.
class GatheringSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  GatheringSink(int descriptor, std::size_t most_bytes)
      : descriptor_(descriptor), most_bytes_(most_bytes), thread_([this] { run(); }) {}
  GatheringSink(const GatheringSink&) = delete;
  GatheringSink& operator=(const GatheringSink&) = delete;
  ~GatheringSink() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }

  std::uint64_t lost() const { return lost_; }

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    line_.clear();
    formatter_->format(message, line_);
    if (line_.size() > PIPE_BUF || waiting_.size() + line_.size() > most_bytes_) {
      ++lost_;
      return;
    }
    waiting_.append(line_.data(), line_.size());
    if (message.level >= spdlog::level::warn || waiting_.size() > most_bytes_ / 2) flush_();
  }
  void flush_() override {
    is_urgent_ = true;
    wake_.notify_one();
  }

 private:
  void run() {
    constexpr auto rest = std::chrono::milliseconds(100);
    survive_closed_pipes();
    std::string taken;
    std::unique_lock lock(mutex_);
    bool is_last = false;
    while (!is_last) {
      wake_.wait_for(lock, rest, [this] { return stopping_ || is_urgent_; });
      is_last = stopping_;
      is_urgent_ = false;
      if (taken.empty()) taken.swap(waiting_);
      lock.unlock();
      write_out(taken);
      lock.lock();
      if (is_last && taken.empty() && !waiting_.empty()) is_last = false;
    }
  }

  /// Takes away what is written; what nobody has room for stays for the next time.
  void write_out(std::string& taken) {
    std::size_t done = 0;
    while (done < taken.size() && has_room()) {
      std::size_t size = std::min<std::size_t>(taken.size() - done, PIPE_BUF);
      // Whole lines: none is longer.
      size = taken.rfind('\n', done + size - 1) + 1 - done;
      const ssize_t written = ::write(descriptor_, taken.data() + done, size);
      if (written < 0 && errno != EINTR) break;
      done += written < 0 ? 0 : static_cast<std::size_t>(written);
    }
    taken.erase(0, done);
  }

  bool has_room() const {
    pollfd state{descriptor_, POLLOUT, 0};
    return ::poll(&state, 1, 0) == 1 && state.revents == POLLOUT;
  }

  /// A reader that goes away while a line is written must not take the service with it.
  static void survive_closed_pipes() {
    sigset_t pipes;
    ::sigemptyset(&pipes);
    ::sigaddset(&pipes, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &pipes, nullptr);
  }

  const int descriptor_;
  const std::size_t most_bytes_;
  std::atomic<std::uint64_t> lost_{0};
  spdlog::memory_buf_t line_;
  std::string waiting_;  ///< whole lines, guarded by the sink's mutex
  std::condition_variable wake_;
  bool is_urgent_ = false;  ///< not to be left until the next time
  bool stopping_ = false;
  std::thread thread_;  ///< last: it starts when all else is there
};

/// As RFC 8259 wants it. Bytes that are no text of their own are left to whoever reads the log.
void append_quoted(fmt::memory_buffer& out, std::string_view text) {
  out.push_back('"');
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    if (byte < 0x20 || byte == 0x7F) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", byte);
    } else {
      if (character == '"' || character == '\\') out.push_back('\\');
      out.push_back(character);
    }
  }
  out.push_back('"');
}

/// Whole characters of the beginning.
std::string_view cut(std::string_view text) {
  if (text.size() <= most_text_bytes) return text;
  std::size_t size = most_text_bytes;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
  return text.substr(0, size);
}

void append_value(fmt::memory_buffer& out, const LogField& field) {
  if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
    fmt::format_to(std::back_inserter(out), "{}", *number);
  } else {
    append_quoted(out, cut(std::get<std::string_view>(field.value)));
  }
}

}  // namespace

std::optional<LogLevel> parse_log_level(std::string_view word) {
  return find_word<LogLevel>(level_words, word);
}
std::optional<LogFormat> parse_log_format(std::string_view word) {
  return find_word<LogFormat>(format_words, word);
}

class EventLog::Implementation {
 public:
  explicit Implementation(const LogOptions& options)
      : format_(options.format),
        sink_(std::make_shared<GatheringSink>(options.descriptor, options.most_waiting_bytes)),
        logger_("mingzhang", sink_) {
    const bool as_json = format_ == LogFormat::json;
    logger_.set_formatter(std::make_unique<spdlog::pattern_formatter>(
        as_json ? R"({"time":"%Y-%m-%dT%H:%M:%S.%fZ",%v})" : "%Y-%m-%dT%H:%M:%S.%fZ %v",
        spdlog::pattern_time_type::utc));
    logger_.set_level(spdlog_level(options.level));
  }

  void write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
    if (!logger_.should_log(spdlog_level(level))) return;
    fmt::memory_buffer line;
    const bool as_json = format_ == LogFormat::json;
    const std::string_view word = level_words.at(static_cast<std::size_t>(level));
    fmt::format_to(std::back_inserter(line),
                   fmt::runtime(as_json ? R"("level":"{}","event":"{}")" : "{:<5} {}"), word,
                   event);
    for (const LogField& field : fields) {
      line.append(std::string_view(as_json ? ",\"" : " "));
      line.append(field.name);
      line.append(std::string_view(as_json ? "\":" : "="));
      append_value(line, field);
    }
    logger_.log(spdlog_level(level), spdlog::string_view_t(line.data(), line.size()));
  }

  std::uint64_t lost() const { return sink_->lost(); }

 private:
  const LogFormat format_;
  std::shared_ptr<GatheringSink> sink_;
  spdlog::logger logger_;
};

EventLog::EventLog(const LogOptions& options)
    : implementation_(std::make_unique<Implementation>(options)) {}

EventLog::~EventLog() = default;

void EventLog::write(LogLevel level, std::string_view event,
                     std::initializer_list<LogField> fields) {
  implementation_->write(level, event, fields);
}

std::uint64_t EventLog::lost() const { return implementation_->lost(); }

}  // namespace mingzhang
