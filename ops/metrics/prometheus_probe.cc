#include "ops/metrics/prometheus_probe.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <array>

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

const Buckets append_seconds{0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01,
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

}  // namespace

struct PrometheusProbe::Metrics {
  explicit Metrics(const std::string& version) {
    gauges(registry, "build_info", "Which version runs; always 1.")
        .Add({{"version", version}})
        .Set(1);
  }

  Registry registry;
  ByKind recorded{counters(registry, "events_recorded_total", "Events recorded, by kind.")};
  ByKind repeated{counters(registry, "events_repeated_total",
                           "Requests answered again under their idempotency key, by kind.")};
  Family<Counter>& rejected = counters(registry, "events_rejected_total",
                                       "Events refused, by kind and code of the refusal.");
  Counter& postings =
      counters(registry, "postings_recorded_total", "Postings of the events recorded.").Add({});
  Histogram& append = histograms(registry, "append_seconds",
                                 "Time to make one block durable: the write and its fsync.")
                          .Add({}, append_seconds);
  Histogram& batch =
      histograms(registry, "batch_events", "Events in one block.").Add({}, batch_events);
  Gauge& sequence =
      gauges(registry, "log_sequence", "Sequence of the last event in the log.").Add({});
  Family<Gauge>& bytes =
      gauges(registry, "log_bytes", "Bytes of the log on disk, by part of its layout.");
  Family<Counter>& requests =
      counters(registry, "http_requests_total", "HTTP requests answered, by route and status.");
  Family<Histogram>& request_times =
      histograms(registry, "http_request_seconds",
                 "Time from a request being read to its answer being ready, by route and status.");
  Counter& owner_reads =
      counters(registry, "owner_reads_total", "Reads of the owners' directory.").Add({});
  Gauge& connections = gauges(registry, "http_connections", "Connections that are open.").Add({});
};

PrometheusProbe::PrometheusProbe(const EventStore& store, const std::string& version)
    : store_(store), metrics_(std::make_unique<Metrics>(version)) {}

PrometheusProbe::~PrometheusProbe() = default;

std::string PrometheusProbe::text() {
  const StoreStatistics statistics = store_.statistics();
  for (const StoreStatistics::Part& part : statistics.parts) {
    const prometheus::Labels labels{{"part", std::string(part.name)}};
    metrics_->bytes.Add(labels).Set(static_cast<double>(part.bytes));
  }
  metrics_->sequence.Set(static_cast<double>(store_.head().next.value - 1));
  return prometheus::TextSerializer().Serialize(metrics_->registry.Collect());
}

void PrometheusProbe::event_recorded(EventKind kind) { metrics_->recorded.count(kind); }

void PrometheusProbe::event_repeated(EventKind kind) { metrics_->repeated.count(kind); }

void PrometheusProbe::event_rejected(EventKind kind, Code code) {
  metrics_->rejected
      .Add({{"kind", std::string(kind_name(kind))}, {"code", std::string(code_name(code))}})
      .Increment();
}

void PrometheusProbe::block_appended(const BlockReport& report) {
  metrics_->append.Observe(seconds(report.append_us));
  metrics_->batch.Observe(static_cast<double>(report.events));
  metrics_->postings.Increment(static_cast<double>(report.postings));
}

void PrometheusProbe::request_answered(std::string_view route, unsigned status,
                                       std::int64_t duration_us) {
  const std::string name(route.empty() ? "unmatched" : route);
  const prometheus::Labels labels{{"route", name}, {"status", std::to_string(status)}};
  metrics_->requests.Add(labels).Increment();
  metrics_->request_times.Add(labels, request_seconds).Observe(seconds(duration_us));
}

void PrometheusProbe::owner_read() { metrics_->owner_reads.Increment(); }

void PrometheusProbe::connections_open(std::size_t connections) {
  metrics_->connections.Set(static_cast<double>(connections));
}

}  // namespace mingzhang
