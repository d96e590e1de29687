#include "replay/reports/collection_rate.h"

#include <algorithm>

#include "ledger/base/money.h"
#include "replay/reports/fee_figures.h"
#include "replay/reports/rows.h"

namespace mingzhang {
namespace {

struct HouseCollection {
  FeeFigures range;
  Money opening_arrears;
  Money arrears_recovered;
  Money cash_received;
};

CollectionFigures figures_of(const HouseCollection& house) {
  const bool charged = house.range.assessed > Money{};
  const bool paid = charged && house.range.open() <= Money{};
  return {house.range.assessed,    house.range.collected, house.range.offset, house.opening_arrears,
          house.arrears_recovered, house.cash_received,   charged ? 1U : 0U,  paid ? 1U : 0U};
}

void add_fee(HouseCollection& house, const Posting& posting, const PeriodRange& range) {
  if (range.contains(posting.period)) house.range.add(posting);
  if (posting.period >= range.first) return;
  FeeFigures fee;
  fee.add(posting);
  const Day day = posting.business_date();
  if (day < range.first_day()) house.opening_arrears += fee.open();
  if (days_of(range).contains(day)) house.arrears_recovered += fee.collected;
}

/// Whether all that the event does is to move owners' money: nothing but houses' own accounts,
/// money accounts, the channel's fee and what had waited in suspense. An assessment, a discount, an
/// opening balance or a share of common revenue touches something else.
bool is_owners_money(std::span<const Row> event) {
  return std::ranges::all_of(event, [](const Row& row) {
    const Account account = row.posting.account;
    return row.posting.fund == Fund::operations &&
           (is_money(account) || account == Account::channel_fee || account == Account::suspense ||
            account == Account::fee_receivable || account == Account::prepayment);
  });
}

/// What owners paid for fees or ahead. REQUIRES: is_owners_money.
void add_cash(std::vector<HouseCollection>& houses, std::span<const Row> event) {
  for (const Row& row : event) {
    const Posting& posting = row.posting;
    if (!posting.house) continue;
    const bool is_paid = posting.account == Account::fee_receivable
                             ? posting.flow != Flow::late_fee_collected
                             : posting.account == Account::prepayment;
    if (is_paid) houses.at(posting.house.value - 1).cash_received -= posting.amount();
  }
}

}  // namespace

CollectionFigures& CollectionFigures::operator+=(const CollectionFigures& other) {
  assessed += other.assessed;
  collected += other.collected;
  work_offsets += other.work_offsets;
  opening_arrears += other.opening_arrears;
  arrears_recovered += other.arrears_recovered;
  cash_received += other.cash_received;
  houses_charged += other.houses_charged;
  houses_paid += other.houses_paid;
  return *this;
}

std::optional<std::string> CollectionFigures::current() const {
  return ratio4(collected, assessed);
}
std::optional<std::string> CollectionFigures::current_with_offsets() const {
  return ratio4(collected + work_offsets, assessed);
}
std::optional<std::string> CollectionFigures::clearance() const {
  return ratio4(arrears_recovered, opening_arrears);
}
std::optional<std::string> CollectionFigures::composite() const {
  return ratio4(collected + arrears_recovered, assessed + opening_arrears);
}
std::optional<std::string> CollectionFigures::household() const {
  return ratio4(std::int64_t{houses_paid}, std::int64_t{houses_charged});
}

CollectionRate collection_rate(const Books& books, const PeriodRange& range) {
  std::vector<HouseCollection> houses(books.registry().houses.size());
  books.each_fee_row(range.through, [&](const Row& row) {
    const Posting& posting = row.posting;
    if (posting.house) add_fee(houses.at(posting.house.value - 1), posting, range);
  });
  books.each_event_in(days_of(range), [&](const BookedEvent&, std::span<const Row> rows) {
    if (is_owners_money(rows)) add_cash(houses, rows);
  });
  CollectionRate report{range, head_of(books), {}, {}};
  for (std::size_t index = 0; index < houses.size(); ++index) {
    const std::string_view building = books.registry().houses[index].location.building();
    const CollectionFigures figures = figures_of(houses[index]);
    auto place = std::ranges::find(report.buildings, building, &BuildingCollection::building);
    if (place == report.buildings.end()) {
      place = report.buildings.insert(place, {std::string(building), {}});
    }
    place->figures += figures;
    report.total += figures;
  }
  return report;
}

}  // namespace mingzhang
