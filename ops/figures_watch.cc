#include "ops/figures_watch.h"

namespace mingzhang {

StoreResult<void> FiguresWatch::run() {
  const std::optional<Sequence> before = follower_.through();
  const std::int64_t budget_us = before ? options_.budget_us : options_.begin_budget_us;
  const std::int64_t begun_us = monotonic_us_();
  bool is_done = false;
  while (!is_done && monotonic_us_() - begun_us < budget_us) {
    const StoreResult<bool> stepped = follower_.step(options_.step_events);
    if (!stepped) return stepped.error();
    is_done = *stepped;
  }
  if (!follower_.through() || follower_.through() == before) return {};
  auto standings = follower_.standings();
  if (!standings) return standings.error();
  auto known = std::make_shared<const KnownFigures>(
      KnownFigures{*follower_.through(), std::move(*standings)});
  const std::lock_guard lock(mutex_);
  latest_ = std::move(known);
  return {};
}

std::shared_ptr<const KnownFigures> FiguresWatch::latest() const {
  const std::lock_guard lock(mutex_);
  return latest_;
}

}  // namespace mingzhang
