#pragma once

// The service's probe that writes what it is told into the log too, and counts the lines that were
// lost.

#include <mutex>
#include <string>

#include "ops/log/event_log.h"
#include "ops/metrics/prometheus_probe.h"

namespace mingzhang {

/// Threads: any number at once.
class LoggedProbe final : public PrometheusProbe {
 public:
  /// `log` outlives it.
  LoggedProbe(const std::string& version, EventLog& log);

  void request_answered(const Request& request, const Response& response,
                        std::int64_t duration_us) override;
  void certificate_taken(Instant not_after) override;
  void certificate_refused(std::string_view why) override;
  void store_failed(const StoreError& error) override;
  void task_failed(std::string_view task, const StoreError& error, bool is_new) override;
  void replay_ended(ReplayCause cause, std::int64_t duration_us) override;

 private:
  EventLog& log_;
  std::mutex mutex_;
  std::string last_failure_;  ///< of the store: the same again is counted, not said
};

}  // namespace mingzhang
