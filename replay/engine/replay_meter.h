#pragma once

// How far a replay has come, for those who watch it from another thread. One replay at a time, from
// any number of threads; any number of watchers.

#include <atomic>
#include <cstdint>

namespace mingzhang {

class ReplayMeter {
 public:
  /// A replay of so many events begins.
  void begin(std::uint64_t events) {
    folded_ = 0;
    expected_ = events;
  }
  void add(std::uint64_t events) {
    folded_ += events;
    total_ += events;
  }

  std::uint64_t expected() const { return expected_; }  ///< in the last or the running replay
  std::uint64_t folded() const { return folded_; }      ///< of these, so far
  std::uint64_t total() const { return total_; }        ///< in all replays

 private:
  std::atomic<std::uint64_t> expected_{0};
  std::atomic<std::uint64_t> folded_{0};
  std::atomic<std::uint64_t> total_{0};
};

}  // namespace mingzhang
