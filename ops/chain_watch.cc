#include "ops/chain_watch.h"

#include <fmt/format.h>

#include <algorithm>

namespace mingzhang {

ChainWatch::ChainWatch(const EventStore& store, Clocks clocks, const ChainWatchOptions& options)
    : store_(store),
      clocks_(std::move(clocks)),
      options_(options),
      newest_(store),
      next_pass_us_(clocks_.monotonic_us() + options.pass_every_us) {}

StoreResult<void> ChainWatch::run() {
  const std::int64_t begun_us = clocks_.monotonic_us();
  if (begun_us < not_before_us_) return {};
  do {
    const StoreResult<bool> more = step();
    if (!more) {
      not_before_us_ = clocks_.monotonic_us() + options_.retry_us;
      return more.error();
    }
    if (!*more) return {};
  } while (clocks_.monotonic_us() - begun_us < options_.budget_us);
  return {};
}

StoreResult<bool> ChainWatch::step() {
  const auto newest = newest_.step(options_.step_events);
  if (!newest) return newest.error();
  if (const auto noted = note(*newest, newest_problem_); !noted) return noted.error();
  if (!newest->is_through) return true;

  if (!pass_ && clocks_.monotonic_us() < next_pass_us_) return false;
  if (!pass_) {
    pass_.emplace(store_);
    next_pass_us_ = clocks_.monotonic_us() + options_.pass_every_us;
  }
  const auto again = pass_->step(options_.step_events);
  if (!again) return again.error();
  if (const auto noted = note(*again, pass_problem_); !noted) return noted.error();
  if (again->is_through) pass_.reset();
  return pass_.has_value();
}

StoreResult<void> ChainWatch::note(const ChainCheck::Step& step,
                                   std::optional<VerifyProblem>& problem) {
  const bool is_right = step.problems.empty();
  problem = is_right ? std::nullopt : std::optional(step.problems.front());
  const std::lock_guard lock(mutex_);
  status_.problem = newest_problem_ ? newest_problem_ : pass_problem_;
  status_.verified = newest_.through();
  for (const auto* found : {&newest_problem_, &pass_problem_}) {
    if (!*found || !(*found)->sequence) continue;
    status_.verified = std::min(status_.verified, Sequence{(*found)->sequence.value - 1});
  }
  status_.pass = pass_ ? pass_->through() : newest_.through();
  if (!status_.problem) status_.verified_at = clocks_.now();
  const bool is_pass = pass_ || !status_.pass_ended_at;
  if (step.is_through && is_pass) status_.pass_ended_at = clocks_.now();
  if (is_right) return {};
  ++status_.problems;
  return StoreError{StoreFault::damaged, fmt::format("{}: {}", problem->where, problem->what)};
}

ChainStatus ChainWatch::status() const {
  const std::lock_guard lock(mutex_);
  return status_;
}

}  // namespace mingzhang
