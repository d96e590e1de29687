#include "ops/metrics/replay_metrics.h"

namespace mingzhang {
namespace {

constexpr std::array<std::string_view, 2> causes{"start", "snapshot"};

double share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 1 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

void ReplayMetrics::add_to(Scrape& scrape) const {
  const auto each = [this, &scrape](auto value) {
    for (std::size_t i = 0; i < causes.size(); ++i) {
      scrape.add({{"cause", causes.at(i)}}, value(replays_.at(i)));
    }
  };
  scrape.counters("mingzhang_replay_events_total",
                  "Events folded from the log again: to open the books (start) or to carry a "
                  "snapshot on (snapshot).");
  each([](const Replays& replays) { return static_cast<double>(replays.meter.total()); });
  scrape.gauges("mingzhang_replay_progress_ratio",
                "How much of the replay that runs is done; 1 while none runs.");
  each([](const Replays& replays) {
    return share(replays.meter.folded(), replays.meter.expected());
  });
  scrape.gauges("mingzhang_replay_seconds", "Time that the last replay took.");
  each([](const Replays& replays) { return static_cast<double>(replays.duration_us) / 1e6; });
  scrape.gauges("mingzhang_replay_events_per_second", "Rate of the last replay that ended.");
  each([](const Replays& replays) {
    return replays.duration_us <= 0 ? 0
                                    : static_cast<double>(replays.events) * 1e6 /
                                          static_cast<double>(replays.duration_us);
  });
}

}  // namespace mingzhang
