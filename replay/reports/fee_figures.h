#pragma once

// The sums over fee postings that collection rate, shortfall, arrears and notice share.

#include "ledger/state/fee_move.h"

namespace mingzhang {

/// Fees alone: late fees stand in `late_fee_open` and count in no other figure. Same meaning as the
/// state's FeeItem, over any choice of periods.
struct FeeFigures {
  Money assessed;   ///< net of discounts, opening debts included
  Money collected;  ///< in money, directly or from prepayment
  Money offset;     ///< by work
  Money written_off;
  Money late_fee_open;
  bool operator==(const FeeFigures&) const = default;

  /// Negative when a reversal left more paid than assessed.
  Money open() const { return assessed - collected - offset - written_off; }

  /// REQUIRES: the posting is of 1122.OPS.
  void add(const Posting& posting) {
    const FeeMove move = fee_move(posting);
    constexpr std::array<Money FeeFigures::*, fee_parts> figures{
        &FeeFigures::assessed, &FeeFigures::collected, &FeeFigures::offset,
        &FeeFigures::written_off, &FeeFigures::late_fee_open};
    this->*figures[static_cast<std::size_t>(move.part)] += move.amount;
  }
  FeeFigures& operator+=(const FeeFigures& other) {
    assessed += other.assessed;
    collected += other.collected;
    offset += other.offset;
    written_off += other.written_off;
    late_fee_open += other.late_fee_open;
    return *this;
  }
};

}  // namespace mingzhang
