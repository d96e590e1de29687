#include "replay/reports/statement.h"

#include <algorithm>
#include <tuple>

namespace mingzhang {
namespace {

Money on_side(NormalSide side, Money amount) {
  return side == NormalSide::debit ? amount : -amount;
}

}  // namespace

void StatementWriter::add(const BookedEvent& event, Money amount, HouseNumber house) {
  if (days_.is_after(event.business_date)) return;
  if (days_.is_before(event.business_date)) return add_to_opening(amount);
  movements_.push_back({event, amount, house});
}

Statement StatementWriter::write(const Books& books) {
  std::ranges::sort(movements_, {}, [](const Movement& movement) {
    return std::tuple{movement.event.business_date, movement.event.sequence};
  });
  Statement statement;
  statement.side = side_;
  statement.opening = on_side(side_, opening_);
  statement.lines.reserve(movements_.size());
  Money balance = opening_;
  for (const auto& [event, amount, house] : movements_) {
    const Money debit = std::max(amount, Money{});
    const Money credit = std::max(-amount, Money{});
    balance += amount;
    statement.debit += debit;
    statement.credit += credit;
    const Voucher voucher{period_of(event.business_date), event.voucher};
    statement.lines.push_back({event.sequence, to_string(voucher), event.business_date, event.kind,
                               &books.description_of(event), house, debit, credit,
                               on_side(side_, balance)});
  }
  statement.closing = on_side(side_, balance);
  statement.kept = std::make_shared<const Books>(books);
  return statement;
}

}  // namespace mingzhang
