#pragma once

// Which figure of a fee a posting to 1122.OPS moves: the one table behind the state's fee items and
// the reports' sums.

#include <array>

#include "ledger/posting.h"

namespace mingzhang {

enum class FeePart : std::uint8_t { assessed, collected, offset, written_off, late_fee_open };
inline constexpr std::size_t fee_parts = 5;

struct FeeMove {
  FeePart part{};
  Money amount;  ///< what is added to the part
};

struct FeeRule {
  FeePart part{};
  bool by_credit = false;  ///< a credit adds to the part

  FeeMove move(Money amount) const { return {part, by_credit ? -amount : amount}; }
};

/// What a posting of that flow moves. REQUIRES: the posting is of 1122.OPS.
inline FeeRule fee_rule(Flow flow) {
  constexpr auto rules = [] {
    std::array<FeeRule, flow_count> by_flow{};
    const auto set = [&by_flow](Flow of, FeeRule rule) {
      by_flow.at(static_cast<std::size_t>(of)) = rule;
    };
    set(Flow::fee_assessed, {FeePart::assessed, false});
    set(Flow::fee_discounted, {FeePart::assessed, false});
    set(Flow::fee_brought_forward, {FeePart::assessed, false});
    set(Flow::fee_collected, {FeePart::collected, true});
    set(Flow::fee_collected_from_prepayment, {FeePart::collected, true});
    set(Flow::fee_offset, {FeePart::offset, true});
    set(Flow::fee_written_off, {FeePart::written_off, true});
    set(Flow::late_fee_charged, {FeePart::late_fee_open, false});
    set(Flow::late_fee_collected, {FeePart::late_fee_open, false});
    return by_flow;
  }();
  return rules[static_cast<std::size_t>(flow)];
}

/// REQUIRES: the posting is of 1122.OPS.
inline FeeMove fee_move(const Posting& posting) {
  return fee_rule(posting.flow).move(posting.amount());
}

}  // namespace mingzhang
