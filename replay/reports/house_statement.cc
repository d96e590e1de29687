#include "replay/reports/house_statement.h"

#include "replay/reports/rows.h"

namespace mingzhang {
namespace {

struct HouseMovement {
  Money owed;
  Money fund;
  bool touches_owed = false;
  bool touches_fund = false;
};

HouseMovement movement_of(std::span<const Row> event, HouseNumber house) {
  HouseMovement movement;
  for (const Row& row : event) {
    if (row.posting.house != house) continue;
    if (is_house_position(row.posting)) {
      movement.owed += row.posting.amount();
      movement.touches_owed = true;
    } else if (is_account(row.posting, Account::maintenance_fund, Fund::maintenance)) {
      movement.fund += row.posting.amount();
      movement.touches_fund = true;
    }
  }
  return movement;
}

}  // namespace

StoreResult<HouseStatement> house_statement(const Books& books, HouseNumber house,
                                            const DayRange& days, const EventLookup& lookup) {
  StatementWriter owed(NormalSide::debit, days);
  StatementWriter fund(NormalSide::credit, days);
  for_each_event(books.rows, [&](std::span<const Row> event) {
    const HouseMovement movement = movement_of(event, house);
    const Sequence sequence = event.front().sequence;
    const Day day = event.front().posting.business_date();
    if (movement.touches_owed) owed.add(sequence, day, movement.owed, house);
    if (movement.touches_fund) fund.add(sequence, day, movement.fund, house);
  });
  StoreResult<Statement> owed_statement = owed.write(lookup);
  if (!owed_statement) return owed_statement.error();
  StoreResult<Statement> fund_statement = fund.write(lookup);
  if (!fund_statement) return fund_statement.error();
  return HouseStatement{house,          books.state.house(house).code, days,
                        head_of(books), std::move(*owed_statement),    std::move(*fund_statement)};
}

}  // namespace mingzhang
