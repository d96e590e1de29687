#pragma once

// Says on standard error how far long work is, when a person is there to read it.

#include <fmt/core.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>

#include "ops/surroundings.h"

namespace mingzhang {

class Progress {
 public:
  Progress() : shown_(isatty(STDERR_FILENO) != 0) {}
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() {
    if (any_) fmt::print(stderr, "\r\033[K");
  }

  /// Call as often as is handy.
  void at(std::uint64_t events) {
    constexpr double interval_seconds = 0.2;
    if (!shown_ || steady_seconds() - last_seconds_ < interval_seconds) return;
    last_seconds_ = steady_seconds();
    any_ = true;
    fmt::print(stderr, "\r{} events / 事项", events);
    std::fflush(stderr);
  }

 private:
  bool shown_;
  bool any_ = false;
  double last_seconds_ = 0;
};

}  // namespace mingzhang
