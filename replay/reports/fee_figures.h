#pragma once

// The sums over fee postings that collection rate, shortfall, arrears and notice share.

#include "ledger/posting.h"

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
    const Money amount = posting.amount();
    switch (posting.flow) {
      case Flow::late_fee_charged:
      case Flow::late_fee_collected:
        late_fee_open += amount;
        return;
      case Flow::fee_collected:
      case Flow::fee_collected_from_prepayment:
        collected -= amount;
        return;
      case Flow::fee_offset:
        offset -= amount;
        return;
      case Flow::fee_written_off:
        written_off -= amount;
        return;
      default:
        assessed += amount;
        return;
    }
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
