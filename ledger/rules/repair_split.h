#pragma once

// A repair's invoices and payments, each fund its part (四(八)): what houses drew on is MF's, what
// houses were billed for is TRUST's. Pure.

#include "ledger/state/community_state.h"

namespace mingzhang {

/// A sum of the two funds that a repair is paid from.
struct RepairMoney {
  Money maintenance;
  Money trust;
  Money sum() const { return maintenance + trust; }
  bool operator==(const RepairMoney&) const = default;
  friend RepairMoney operator-(RepairMoney left, RepairMoney right) {
    return {left.maintenance - right.maintenance, left.trust - right.trust};
  }
};

/// What the books hold of a repair, reversals counted.
struct RepairSums {
  RepairMoney apportioned;  ///< drawn, billed
  RepairMoney invoiced;
  RepairMoney paid;
};
RepairSums repair_sums(const CommunityState& state, Subject repair);

/// The next `amount` of `of`, after `done`: in proportion to `of`, counted cumulatively, so that
/// the last amount makes both funds exact and roundings never add up. It starts from what each fund
/// really has done, so it stays exact when an earlier amount was reversed.
/// REQUIRES: 0 <= amount <= of.sum() - done.sum(); of >= 0 in both funds.
RepairMoney next_part(Money amount, RepairMoney of, RepairMoney done);

}  // namespace mingzhang
