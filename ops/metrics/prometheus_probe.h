#pragma once

// Counts what the probe and the books' watcher are told, in Prometheus' terms, and answers a
// scrape. Names start with mingzhang_; no label has values without bound: no house, no person, and
// a community only in the figures by community (books_metrics.h).

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "api/probe.h"
#include "ops/books_watcher.h"
#include "ops/metrics/scrape.h"

namespace mingzhang {

/// Threads: any number at once.
class PrometheusProbe : public Probe, public BooksWatcher {
 public:
  explicit PrometheusProbe(const std::string& version);
  ~PrometheusProbe() override;

  /// Adds to every scrape what is looked up only then. Before the first scrape; what it looks at
  /// outlives the last.
  using Source = std::function<void(Scrape&)>;
  void add_source(Source source) { sources_.push_back(std::move(source)); }

  /// Prometheus' text format.
  std::string text();

  void event_recorded(EventKind kind) override;
  void event_repeated(EventKind kind) override;
  void event_rejected(EventKind kind, Code code) override;
  void block_appended(const BlockReport& report) override;
  void request_answered(const Request& request, const Response& response,
                        std::int64_t duration_us) override;
  void owner_read() override;
  void connections_open(std::size_t connections) override;
  void streams_open(std::size_t streams) override;
  void certificate_taken(Instant not_after) override;

  void store_failed(const StoreError& error) override;
  void synced(std::int64_t sync_us) override;
  void task_failed(std::string_view task, const StoreError& error, bool is_new) override;
  ReplayMeter* replay_begins(ReplayCause cause) override;
  void replay_ended(ReplayCause cause, std::int64_t duration_us) override;

 protected:
  void count_task_failure(std::string_view task);

 private:
  struct Metrics;
  std::unique_ptr<Metrics> metrics_;
  std::vector<Source> sources_;
};

}  // namespace mingzhang
