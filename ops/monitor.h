#pragma once

// Watches over the books of a running service: what it finds beside the service's work goes into
// every scrape. Failures of its own tasks are told to the books' watcher.

#include <cstddef>
#include <functional>
#include <string>

#include "ops/background.h"
#include "ops/chain_watch.h"
#include "ops/figures_watch.h"
#include "ops/metrics/prometheus_probe.h"

namespace mingzhang {

struct MonitorOptions {
  /// Figures by community are exposed while there are at most so many: a series each is too much
  /// for a province.
  std::size_t most_communities = 50;
  std::chrono::milliseconds interval{500};  ///< between two rounds of what is watched beside
  /// Whether nothing is recorded now, since the disk is full or a write failed. Threads: any.
  std::function<bool()> is_paused = [] { return false; };
};

class Monitor {
 public:
  /// Adds its sources to the probe's scrapes. `store`, which holds the books of `directory`, and
  /// `catalogue` outlive it; it outlives the probe's last scrape.
  Monitor(const EventStore& store, Catalogue& catalogue, PrometheusProbe& probe,
          std::string directory, const MonitorOptions& options = {});

 private:
  void add_to(Scrape& scrape) const;

  const EventStore& store_;
  const std::string directory_;
  const MonitorOptions options_;
  ChainWatch chain_;
  FiguresWatch figures_;
  Background background_;  ///< last: it starts when all else is there
};

}  // namespace mingzhang
