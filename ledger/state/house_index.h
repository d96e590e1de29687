#pragma once

// Finds a house by its code. Holds numbers only (8 bytes a house); the codes stay with the houses,
// which the caller hands in.

#include <cstdint>
#include <string_view>
#include <vector>

#include "ledger/base/ids.h"

namespace mingzhang {

struct House;

class HouseIndex {
 public:
  /// 0 when no house has that code.
  HouseNumber find(const std::vector<House>& houses, std::string_view code) const;

  /// For whoever will look a code up soon: brings nearer what that reads. Houses lie scattered, and
  /// waiting for them was the largest part of deciding (docs/performance.md).
  void prefetch(const std::vector<House>& houses, std::string_view code) const;

  /// REQUIRES: the house stands in `houses` with its code, which no other has.
  void insert(const std::vector<House>& houses, HouseNumber number);

  std::size_t size() const { return size_; }
  /// What is allocated beside the object itself.
  std::uint64_t allocated_bytes() const { return slots_.capacity() * sizeof(HouseNumber); }

 private:
  /// The slot that holds the code, or the empty one where it belongs.
  std::size_t slot_of(const std::vector<House>& houses, std::string_view code) const;

  std::vector<HouseNumber> slots_;  ///< a power of two of them, half empty at least; probed in turn
  std::size_t size_ = 0;
};

}  // namespace mingzhang
