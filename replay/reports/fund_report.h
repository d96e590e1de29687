#pragma once

// 维修资金: every house's card, and that the cards and the bank say the same (domain.md rule 3.5,
// section 6). Whole life through the as-of date.

#include <optional>
#include <string>
#include <vector>

#include "replay/books.h"
#include "replay/reports/head.h"

namespace mingzhang {

/// A house is flagged when its balance falls below this share of its first deposit.
inline constexpr int fund_flag_percent = 30;

struct FundCard {
  HouseNumber number;
  std::string house;
  Money first_deposit;  ///< the first that stands: deposited or brought forward, not reversed
  Money brought_forward;
  Money deposits;
  Money interest;
  Money top_ups;  ///< from common revenue
  Money drawn;    ///< for repairs
  Money balance;
  bool below_30_percent = false;
};

/// cards + undistributed + unpaid_repairs = bank. A difference is what opening balances of bank and
/// cards did not match by: it is the balance of 4999.MF.
struct FundCheck {
  Money cards;
  Money undistributed;   ///< fund money that no house's card holds
  Money unpaid_repairs;  ///< taken off the cards and not yet paid to a contractor
  Money bank;            ///< 1001, 1002 and 1012 in MF
  Money difference() const { return bank - cards - undistributed - unpaid_repairs; }
};

struct FundReport {
  ReportHead head;
  std::vector<FundCard> cards;  ///< of houses that ever had fund money, in order of registration
  FundCard total;               ///< sums; its first deposit and flag mean nothing
  FundCheck check;
};

FundReport fund_report(const Books& books);

}  // namespace mingzhang
