#include "ops/log/logged_probe.h"

#include <algorithm>
#include <array>

#include "ledger/store/store_hooks.h"

namespace mingzhang {
namespace {

/// What machines ask all day is of interest only when it goes wrong.
bool is_asked_all_day(std::string_view route) {
  return route == "/healthz" || route == "/readyz" || route == "/metrics";
}

/// Any word may stand where a method is expected.
std::string_view method_word(std::string_view method) {
  constexpr std::array<std::string_view, 5> known{"GET", "HEAD", "POST", "PUT", "DELETE"};
  return std::ranges::find(known, method) == known.end() ? "other" : method;
}

LogLevel level_of(const Response& response) {
  if (response.status >= 500) return response.status == 503 ? LogLevel::warning : LogLevel::error;
  const bool is_dull = response.status < 400 && is_asked_all_day(response.route);
  return is_dull ? LogLevel::debug : LogLevel::info;
}

std::string_view fault_name(const StoreError& error) {
  return fault_names.at(static_cast<std::size_t>(error.fault));
}

}  // namespace

LoggedProbe::LoggedProbe(const std::string& version, EventLog& log)
    : PrometheusProbe(version), log_(log) {
  add_source([this](Scrape& scrape) {
    scrape.counter("mingzhang_log_lost_lines_total",
                   "Lines of the log that were dropped, since nobody read them in time.",
                   static_cast<double>(log_.lost()));
  });
}

void LoggedProbe::request_answered(const Request& request, const Response& response,
                                   std::int64_t duration_us) {
  PrometheusProbe::request_answered(request, response, duration_us);
  log_.write(level_of(response), "request_answered",
             {{"request_id", request.id},
              {"method", method_word(request.method)},
              {"route", response.route.empty() ? "unmatched" : response.route},
              {"status", std::int64_t{response.status}},
              {"duration_us", duration_us},
              {"role", response.role.empty() ? "none" : response.role}});
}

void LoggedProbe::certificate_taken(Instant not_after) {
  PrometheusProbe::certificate_taken(not_after);
  const std::string end = to_string(not_after);
  log_.write(LogLevel::info, "certificate_taken", {{"not_after", end}});
}

void LoggedProbe::certificate_refused(std::string_view why) {
  log_.write(LogLevel::error, "certificate_refused", {{"message", why}});
}

void LoggedProbe::store_failed(const StoreError& error) {
  PrometheusProbe::store_failed(error);
  {
    const std::lock_guard lock(mutex_);
    if (last_failure_ == error.message) return;
    last_failure_ = error.message;
  }
  log_.write(LogLevel::error, "store_failed",
             {{"fault", fault_name(error)}, {"message", error.message}});
}

void LoggedProbe::task_failed(std::string_view task, const StoreError& error, bool is_new) {
  count_task_failure(task);
  if (!is_new) return;
  log_.write(LogLevel::error, "task_failed",
             {{"task", task}, {"fault", fault_name(error)}, {"message", error.message}});
}

void LoggedProbe::replay_ended(ReplayCause cause, std::int64_t duration_us) {
  PrometheusProbe::replay_ended(cause, duration_us);
  log_.write(LogLevel::info, "replay_ended",
             {{"cause", cause == ReplayCause::start ? "start" : "snapshot"},
              {"duration_us", duration_us}});
}

}  // namespace mingzhang
