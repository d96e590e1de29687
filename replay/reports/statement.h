#pragma once

// What every statement is made of: opening, lines, running balance, closing (domain.md section 9:
// users ask for statements and get balances only).

#include <memory>
#include <string>
#include <vector>

#include "ledger/chart.h"
#include "replay/books.h"
#include "replay/reports/ranges.h"

namespace mingzhang {

/// One event's effect on what the statement is of. A reversal stands on the other side, with the
/// amount of its original.
struct StatementLine {
  Sequence sequence;
  std::string voucher;  ///< "2026-03-0007"
  Day business_date;
  EventKind kind{};
  const Description* description = nullptr;  ///< in what the statement keeps
  HouseNumber house;  ///< the one house that the event concerns, 0 = none or several
  Money debit;        ///< one of both is zero
  Money credit;
  Money balance;  ///< behind this line, positive on the statement's side
};

/// By business date, then sequence. opening + debits - credits = closing on the debit side, and the
/// other way round on the credit side.
struct Statement {
  NormalSide side = NormalSide::debit;
  Money opening;
  std::vector<StatementLine> lines;
  Money debit;
  Money credit;
  Money closing;
  std::shared_ptr<const Books> kept;  ///< holds the lines' descriptions
};

/// Collects movements in any order of business dates, then writes the statement.
class StatementWriter {
 public:
  StatementWriter(NormalSide side, const DayRange& days) : side_(side), days_(days) {}

  /// One event's sum, debit positive. At most one call for each event.
  void add(const BookedEvent& event, Money amount, HouseNumber house = {});
  /// What a posting before the range moved, debit positive: as adding its event.
  void add_to_opening(Money amount) {
    opening_ += amount;
    has_opening_ = true;
  }

  /// Nothing was ever added that counts in the range or before it.
  bool empty() const { return movements_.empty() && !has_opening_; }

  /// REQUIRES: the events are of these books.
  Statement write(const Books& books);

 private:
  struct Movement {
    BookedEvent event;
    Money amount;
    HouseNumber house;
  };

  NormalSide side_;
  DayRange days_;
  Money opening_;  ///< debit positive
  bool has_opening_ = false;
  std::vector<Movement> movements_;
};

}  // namespace mingzhang
