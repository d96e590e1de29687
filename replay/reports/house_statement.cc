#include "replay/reports/house_statement.h"

#include "replay/reports/rows.h"

namespace mingzhang {
namespace {

/// One event's sum over the rows of one account of the house.
class Sums {
 public:
  explicit Sums(const DayRange& days, NormalSide side, HouseNumber house)
      : writer_(side, days), house_(house) {}

  /// The rows of an event come one after the other.
  void add(const BookedEvent& event, const Posting& posting) {
    if (event.sequence != event_.sequence) finish_event();
    event_ = event;
    sum_ += posting.amount();
  }
  Statement write(const Books& books) {
    finish_event();
    return writer_.write(books);
  }

 private:
  void finish_event() {
    if (event_.sequence) writer_.add(event_, sum_, house_);
    sum_ = {};
  }

  StatementWriter writer_;
  HouseNumber house_;
  BookedEvent event_;  ///< sequence 0 = none yet
  Money sum_;
};

}  // namespace

HouseStatement house_statement(const Books& books, HouseNumber house, const DayRange& days) {
  Sums owed(days, NormalSide::debit, house);
  Sums fund(days, NormalSide::credit, house);
  books.each_row_of(house, [&](const Row& row) {
    if (is_house_position(row.posting)) {
      owed.add(books.event_of(row), row.posting);
    } else if (is_account(row.posting, Account::maintenance_fund, Fund::maintenance)) {
      fund.add(books.event_of(row), row.posting);
    }
  });
  return {house,
          books.registry().house(house).code,
          days,
          head_of(books),
          owed.write(books),
          fund.write(books)};
}

}  // namespace mingzhang
