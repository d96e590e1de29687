#pragma once

// 房屋对账单: what a house owes and has paid, one line per event, as its owner sees it.

#include <string>

#include "replay/reports/head.h"
#include "replay/reports/statement.h"

namespace mingzhang {

struct HouseStatement {
  HouseNumber number;
  std::string house;  ///< code
  DayRange days;
  ReportHead head;
  /// All that the house owes (positive) or has paid ahead (negative): 1122.OPS + 1221.TRUST of the
  /// house, less its prepayment 2203.OPS. Moving prepayment to a fee changes nothing here.
  Statement owed;
  Statement fund_card;  ///< 2712.MF of the house: what it owns in the maintenance fund
};

/// REQUIRES: the house is registered in the books.
HouseStatement house_statement(const Books& books, HouseNumber house, const DayRange& days);

}  // namespace mingzhang
