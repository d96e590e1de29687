#pragma once

// Counts what the probe is told, in Prometheus' terms: the one place that knows the library.
// Names start with mingzhang_; no label has values without bound (no house, no community).

#include <memory>
#include <string>

#include "api/probe.h"
#include "ledger/store/event_store.h"

namespace mingzhang {

/// Threads: any number at once.
class PrometheusProbe final : public Probe {
 public:
  /// `store` is asked for its size at each scrape and outlives the probe.
  PrometheusProbe(const EventStore& store, const std::string& version);
  ~PrometheusProbe() override;

  /// Prometheus' text format.
  std::string text();

  void event_recorded(EventKind kind) override;
  void event_repeated(EventKind kind) override;
  void event_rejected(EventKind kind, Code code) override;
  void block_appended(const BlockReport& report) override;
  void request_answered(std::string_view route, unsigned status, std::int64_t duration_us) override;
  void owner_read() override;
  void connections_open(std::size_t connections) override;

 private:
  struct Metrics;
  const EventStore& store_;
  std::unique_ptr<Metrics> metrics_;
};

}  // namespace mingzhang
