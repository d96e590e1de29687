#include "replay/reports/statement.h"

#include <algorithm>
#include <tuple>

namespace mingzhang {
namespace {

Money on_side(NormalSide side, Money amount) {
  return side == NormalSide::debit ? amount : -amount;
}

}  // namespace

void StatementWriter::add(Sequence sequence, Day business_date, Money amount, HouseNumber house) {
  if (days_.is_after(business_date)) return;
  if (days_.is_before(business_date)) {
    opening_ += amount;
    has_opening_ = true;
    return;
  }
  movements_.push_back({sequence, business_date, amount, house});
}

StoreResult<Statement> StatementWriter::write(const EventLookup& lookup) {
  std::ranges::sort(movements_, {}, [](const Movement& movement) {
    return std::tuple{movement.business_date, movement.sequence};
  });
  Statement statement;
  statement.side = side_;
  statement.opening = on_side(side_, opening_);
  statement.lines.reserve(movements_.size());
  Money balance = opening_;
  for (const Movement& movement : movements_) {
    StoreResult<EventFacts> facts = lookup(movement.sequence);
    if (!facts) return facts.error();
    const Money debit = std::max(movement.amount, Money{});
    const Money credit = std::max(-movement.amount, Money{});
    balance += movement.amount;
    statement.debit += debit;
    statement.credit += credit;
    const Event& event = facts->event;
    statement.lines.push_back({movement.sequence, to_string(event.header.voucher),
                               movement.business_date, kind_of(event.payload),
                               std::move(facts->description), movement.house, debit, credit,
                               on_side(side_, balance)});
  }
  statement.closing = on_side(side_, balance);
  return statement;
}

}  // namespace mingzhang
