#pragma once

// The whole service with what watches over it, and a scrape of it.

#include <chrono>

#include "ops/monitor.h"
#include "tests/ops/metrics/exposition.h"
#include "tests/store/temporary_folder.h"
#include "tests/support/running_server.h"

namespace mingzhang::test {

struct MonitoredService : RunningService {
  explicit MonitoredService(std::size_t most_communities = 50)
      : monitor(*store, catalogue, probe, folder.path().string(),
                {most_communities, std::chrono::milliseconds(1)}) {}

  /// Once all communities and all of the log have been gone through.
  std::string scrape() {
    constexpr int most = 100'000;
    const std::string last = std::to_string(store->head().next.value - 1);
    const std::string proven = "\nmingzhang_chain_verified_sequence " + last + "\n";
    const std::string known = "\nmingzhang_projection_lag_events{projection=\"figures\"} 0\n";
    std::string text;
    for (int i = 0; i < most; ++i) {
      text = probe.text();
      if (text.find(proven) != std::string::npos && text.find(known) != std::string::npos) break;
    }
    return text;
  }

  Monitor monitor;
};

}  // namespace mingzhang::test
