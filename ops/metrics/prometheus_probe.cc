#include "ops/metrics/prometheus_probe.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <atomic>
#include <mutex>
#include <unordered_map>

#include "ledger/store/store_hooks.h"
#include "ops/metrics/replay_metrics.h"

namespace mingzhang {
namespace {

using prometheus::BuildCounter;
using prometheus::BuildGauge;
using prometheus::BuildHistogram;
using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;
using prometheus::Registry;
using Buckets = Histogram::BucketBoundaries;

const Buckets disk_seconds{0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01,
                           0.025,  0.05,    0.1,    0.25,  0.5,    1};
const Buckets request_seconds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                              0.1,    0.25,  0.5,    1,     2.5,  10};
const Buckets batch_events{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192};

double seconds(std::int64_t duration_us) { return static_cast<double>(duration_us) / 1e6; }

Family<Counter>& counters(Registry& registry, const std::string& name, const std::string& help) {
  return BuildCounter().Name("mingzhang_" + name).Help(help).Register(registry);
}
Family<Gauge>& gauges(Registry& registry, const std::string& name, const std::string& help) {
  return BuildGauge().Name("mingzhang_" + name).Help(help).Register(registry);
}
Family<Histogram>& histograms(Registry& registry, const std::string& name,
                              const std::string& help) {
  return BuildHistogram().Name("mingzhang_" + name).Help(help).Register(registry);
}

/// One counter for each kind, there from the start, so that a rate is known from the first event.
class ByKind {
 public:
  explicit ByKind(Family<Counter>& family) {
    for (std::size_t number = 1; number <= kind_count; ++number) {
      const std::string name(kind_name(static_cast<EventKind>(number)));
      counters_.at(number) = &family.Add({{"kind", name}});
    }
  }
  void count(EventKind kind) const {
    Counter* counter = counters_.at(static_cast<std::size_t>(kind));
    if (counter != nullptr) counter->Increment();
  }

 private:
  std::array<Counter*, kind_count + 1> counters_{};
};

#define MINGZHANG_COUNT(name, status, zh, en) +1
constexpr std::size_t code_count = 0 MINGZHANG_REJECTIONS(MINGZHANG_COUNT);
#undef MINGZHANG_COUNT

/// One counter for each kind and code that came together: found without a lock, for a client that
/// keeps being refused.
class ByKindAndCode {
 public:
  explicit ByKindAndCode(Family<Counter>& family) : family_(family) {}

  void count(EventKind kind, Code code) {
    std::atomic<Counter*>& place =
        counters_.at(static_cast<std::size_t>(kind)).at(static_cast<std::size_t>(code));
    Counter* counter = place.load();
    if (counter == nullptr) {
      // Those who come at once are given the same one.
      counter = &family_.Add(
          {{"kind", std::string(kind_name(kind))}, {"code", std::string(code_name(code))}});
      place = counter;
    }
    counter->Increment();
  }

 private:
  Family<Counter>& family_;
  std::array<std::array<std::atomic<Counter*>, code_count>, kind_count + 1> counters_{};
};

/// Requests by route and status; their times by route and the status' first digit.
class ByRoute {
 public:
  ByRoute(Family<Counter>& requests, Family<Histogram>& times)
      : requests_(requests), times_(times) {}

  /// `route` is in static storage.
  void count(std::string_view route, unsigned status, std::int64_t duration_us) {
    const Places& places = places_of(route, status);
    places.requests->Increment();
    places.times->Observe(seconds(duration_us));
  }

 private:
  struct Places {
    Counter* requests = nullptr;
    Histogram* times = nullptr;
  };

  const Places& places_of(std::string_view route, unsigned status) {
    const std::lock_guard lock(mutex_);
    Places& places = by_status_[route][status];
    if (places.requests == nullptr) {
      const std::string name(route.empty() ? "unmatched" : route);
      places.requests = &requests_.Add({{"route", name}, {"status", std::to_string(status)}});
      places.times = &times_.Add({{"route", name}, {"class", std::to_string(status / 100) + "xx"}},
                                 request_seconds);
    }
    return places;
  }

  Family<Counter>& requests_;
  Family<Histogram>& times_;
  std::mutex mutex_;
  std::unordered_map<std::string_view, std::unordered_map<unsigned, Places>> by_status_;
};

}  // namespace

struct PrometheusProbe::Metrics {
  explicit Metrics(const std::string& version) {
    gauges(registry, "build_info", "Which version runs; always 1.")
        .Add({{"version", version}})
        .Set(1);
    for (std::size_t fault = 0; fault < fault_names.size(); ++fault) {
      store_errors.at(fault) = &errors.Add({{"fault", std::string(fault_names.at(fault))}});
    }
  }

  Registry registry;
  ByKind recorded{counters(registry, "events_recorded_total", "Events recorded, by kind.")};
  ByKind repeated{counters(registry, "events_repeated_total",
                           "Requests answered again under their idempotency key, by kind.")};
  ByKindAndCode rejected{
      counters(registry, "events_rejected_total",
               "Events refused, by kind and code of the refusal; kind none = it could not be "
               "read.")};
  Counter& postings =
      counters(registry, "postings_recorded_total", "Postings of the events recorded.").Add({});
  Histogram& append =
      histograms(registry, "append_seconds",
                 "Time to make one block durable once it is decided: encoding and hashing what is "
                 "left of it, the write and its fsync.")
          .Add({}, disk_seconds);
  Histogram& fsync = histograms(registry, "fsync_seconds",
                                "Time that one synced write of the log waited for the disk alone.")
                         .Add({}, disk_seconds);
  Histogram& batch =
      histograms(registry, "batch_events", "Events in one block.").Add({}, batch_events);
  Family<Counter>& errors = counters(registry, "store_errors_total",
                                     "Calls of the store that failed, by the sort of fault.");
  std::array<Counter*, fault_names.size()> store_errors{};
  Family<Counter>& task_failures =
      counters(registry, "background_failures_total",
               "Failures of the tasks beside recording, by task; each is tried again.");
  ByRoute requests{
      counters(registry, "http_requests_total", "HTTP requests answered, by route and status."),
      histograms(registry, "http_request_seconds",
                 "Time from a request being read to its answer being ready, by route and class of "
                 "status.")};
  Counter& owner_reads =
      counters(registry, "owner_reads_total", "Reads of the owners' directory.").Add({});
  Gauge& connections = gauges(registry, "http_connections", "Connections that are open.").Add({});
  Gauge& streams = gauges(registry, "http_streams", "Event streams that are open.").Add({});
  Family<Gauge>& certificate = gauges(registry, "certificate_expiry_timestamp_seconds",
                                      "When the TLS certificate in use ends, in seconds since "
                                      "1970; not there without one.");
  ReplayMetrics replays;
};

PrometheusProbe::PrometheusProbe(const std::string& version)
    : metrics_(std::make_unique<Metrics>(version)) {}

PrometheusProbe::~PrometheusProbe() = default;

std::string PrometheusProbe::text() {
  Scrape scrape(metrics_->registry.Collect());
  metrics_->replays.add_to(scrape);
  for (const Source& source : sources_) source(scrape);
  return scrape.text();
}

void PrometheusProbe::event_recorded(EventKind kind) { metrics_->recorded.count(kind); }

void PrometheusProbe::event_repeated(EventKind kind) { metrics_->repeated.count(kind); }

void PrometheusProbe::event_rejected(EventKind kind, Code code) {
  metrics_->rejected.count(kind, code);
}

void PrometheusProbe::block_appended(const BlockReport& report) {
  metrics_->append.Observe(seconds(report.append_us));
  metrics_->batch.Observe(static_cast<double>(report.events));
  metrics_->postings.Increment(static_cast<double>(report.postings));
}

void PrometheusProbe::request_answered(const Request&, const Response& response,
                                       std::int64_t duration_us) {
  metrics_->requests.count(response.route, response.status, duration_us);
}

void PrometheusProbe::owner_read() { metrics_->owner_reads.Increment(); }

void PrometheusProbe::connections_open(std::size_t connections) {
  metrics_->connections.Set(static_cast<double>(connections));
}

void PrometheusProbe::streams_open(std::size_t streams) {
  metrics_->streams.Set(static_cast<double>(streams));
}

void PrometheusProbe::certificate_taken(Instant not_after) {
  metrics_->certificate.Add({}).Set(seconds(not_after.us));
}

void PrometheusProbe::store_failed(const StoreError& error) {
  metrics_->store_errors.at(static_cast<std::size_t>(error.fault))->Increment();
}

void PrometheusProbe::synced(std::int64_t sync_us) { metrics_->fsync.Observe(seconds(sync_us)); }

void PrometheusProbe::task_failed(std::string_view task, const StoreError& error, bool is_new) {
  count_task_failure(task);
  BooksWatcher::task_failed(task, error, is_new);
}

void PrometheusProbe::count_task_failure(std::string_view task) {
  metrics_->task_failures.Add({{"task", std::string(task)}}).Increment();
}

ReplayMeter* PrometheusProbe::replay_begins(ReplayCause cause) {
  return metrics_->replays.begin(cause);
}

void PrometheusProbe::replay_ended(ReplayCause cause, std::int64_t duration_us) {
  metrics_->replays.end(cause, duration_us);
}

}  // namespace mingzhang
