#pragma once

// A small generator of reproducible numbers: the same seed gives the same numbers on any machine.
// (The distributions of <random> differ between libraries, so they are not used.) xoshiro256**
// by Blackman and Vigna, seeded by splitmix64. Not for secrets.

#include <array>
#include <bit>
#include <cstdint>

namespace mingzhang {

class Random {
 public:
  /// `stream` separates the numbers of things that share a seed.
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0) {
    std::uint64_t mixed = seed * 0x9E3779B97F4A7C15U + stream;
    for (std::uint64_t& word : state_) word = splitmix(mixed);
  }

  std::uint64_t next() {
    const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17U;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

  /// 0 to limit - 1. REQUIRES: limit > 0. The bias is below limit / 2^32.
  std::uint32_t below(std::uint32_t limit) {
    return static_cast<std::uint32_t>(((next() >> 32U) * limit) >> 32U);
  }
  /// least to most, both included.
  std::int64_t between(std::int64_t least, std::int64_t most) {
    return least + below(static_cast<std::uint32_t>(most - least + 1));
  }
  bool chance(std::uint32_t in_thousand) { return below(1000) < in_thousand; }

 private:
  static std::uint64_t splitmix(std::uint64_t& state) {
    std::uint64_t mixed = state += 0x9E3779B97F4A7C15U;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31U);
  }

  std::array<std::uint64_t, 4> state_{};
};

}  // namespace mingzhang
