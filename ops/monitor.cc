#include "ops/monitor.h"

#include "ops/metrics/books_metrics.h"
#include "ops/metrics/process_metrics.h"
#include "ops/surroundings.h"

namespace mingzhang {

Monitor::Monitor(const EventStore& store, Catalogue& catalogue, PrometheusProbe& probe,
                 std::string directory, const MonitorOptions& options)
    : store_(store),
      directory_(std::move(directory)),
      options_(options),
      chain_(store, {wall_clock, steady_us}),
      figures_(store, catalogue, steady_us),
      background_({{"chain", [this] { return chain_.run(); }},
                   {"figures", [this] { return figures_.run(); }}},
                  options.interval,
                  [&probe](std::string_view task, const StoreError& error, bool is_new) {
                    probe.task_failed(task, error, is_new);
                  }) {
  probe.add_source([this](Scrape& scrape) { add_to(scrape); });
}

void Monitor::add_to(Scrape& scrape) const {
  const auto figures = figures_.latest();
  add_books(scrape, {store_, directory_, wall_clock(), chain_.status(), figures.get(),
                     options_.most_communities});
  scrape.gauge("mingzhang_recording_paused",
               "1 while nothing is recorded, since the disk is full or a write failed.",
               options_.is_paused() ? 1 : 0);
  add_disk(scrape, directory_);
  add_process(scrape);
}

}  // namespace mingzhang
