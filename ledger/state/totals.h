#pragma once

// Signed sums of a community's postings (debit positive) by flow, period and subject. A posting is
// counted under (flow, period); where it has a subject, under (flow, period, subject) too; and its
// part in fund TRUST once more by itself. Sums in fen. Threads: one writer.

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>

#include "ledger/posting.h"
#include "ledger/state/by_period.h"

namespace mingzhang {

struct TotalKey {
  Flow flow = Flow::plain;
  Period period;
  Subject subject;
  bool in_trust = false;  ///< only the part in fund TRUST
  bool operator==(const TotalKey&) const = default;

  std::uint64_t packed() const {
    return static_cast<std::uint64_t>(in_trust) << 56U | static_cast<std::uint64_t>(flow) << 48U |
           static_cast<std::uint64_t>(period.months) << 32U | subject.value;
  }
  static TotalKey unpack(std::uint64_t packed) {
    return {static_cast<Flow>(packed >> 48U & 0xFFU),
            {static_cast<std::uint16_t>(packed >> 32U)},
            {static_cast<std::uint32_t>(packed)},
            (packed >> 56U) != 0};
  }
};

class Totals {
 public:
  /// `amount` is the sum of postings of that sort.
  void add(const PostingSort& sort, Money amount);
  /// One sum by itself, as a snapshot holds it.
  void add(const TotalKey& key, Money amount);

  Money at(const TotalKey& key) const;

  /// Calls visit(key, sum) for every sum that is not zero, in no stated order.
  template <class Visit>
  void each(const Visit& visit) const {
    const auto by_flow = [&](Period period, const ByFlow& sums) {
      for (std::size_t flow = 0; flow < flow_count; ++flow) {
        if (sums[flow] != Money{}) visit(TotalKey{static_cast<Flow>(flow), period, {}}, sums[flow]);
      }
    };
    by_flow({}, without_period_);
    by_period_.each([&](Period period, std::size_t, const ByFlow& sums) { by_flow(period, sums); });
    for (const auto& [packed, sum] : particular_) {
      if (sum != Money{}) visit(TotalKey::unpack(packed), sum);
    }
  }

  /// What is allocated beside the object itself.
  std::uint64_t allocated_bytes() const;

  friend bool operator==(const Totals& left, const Totals& right);

 private:
  using ByFlow = std::array<Money, flow_count>;

  ByFlow without_period_{};
  ByPeriod<ByFlow> by_period_;
  /// Those of a subject, or in TRUST, by packed key.
  boost::unordered_flat_map<std::uint64_t, Money> particular_;
};

}  // namespace mingzhang
