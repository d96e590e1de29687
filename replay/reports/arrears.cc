#include "replay/reports/arrears.h"

#include <algorithm>
#include <map>

#include "replay/reports/rows.h"

namespace mingzhang {
namespace {

/// A house's accounts as its rows add up.
struct HouseAccounts {
  std::map<Period, FeeFigures> fees;
  std::map<Subject, Money> repairs;
  Money prepaid;
};

std::vector<HouseAccounts> add_up(const Books& books) {
  std::vector<HouseAccounts> houses(books.registry().houses.size());
  for (const Row& row : books.rows()) {
    const Posting& posting = row.posting;
    if (!is_house_position(posting)) continue;
    HouseAccounts& house = houses.at(posting.house.value - 1);
    if (posting.account == Account::fee_receivable) {
      house.fees[posting.period].add(posting);
    } else if (posting.account == Account::other_receivable) {
      house.repairs[posting.subject] += posting.amount();
    } else {
      house.prepaid -= posting.amount();
    }
  }
  return houses;
}

std::size_t age_of(Period period, std::optional<Day> as_of) {
  if (!as_of) return 0;
  const int months = period_of(*as_of).months - period.months;
  const auto bucket = std::ranges::upper_bound(arrears_age_months, months);
  return static_cast<std::size_t>(bucket - arrears_age_months.begin());
}

class ArrearsWriter {
 public:
  ArrearsWriter(const Books& books, ArrearsReport& report) : books_(books), report_(report) {}

  void add_house(HouseNumber number, const HouseAccounts& accounts) {
    const House& house = books_.registry().house(number);
    HouseArrears arrears{
        number, house.code, std::string(house.location.building()), {}, {}, {}, {}, {}, {}, {}, {}};
    for (const auto& [period, figures] : accounts.fees) add_period(arrears, period, figures);
    for (const auto& [repair, open] : accounts.repairs) add_repair(arrears, repair, open);
    arrears.prepaid = accounts.prepaid;
    note_negative(arrears, NegativeWhat::prepayment, {}, {}, accounts.prepaid);
    add_totals(arrears);
    const bool settled = arrears.periods.empty() && arrears.repairs.empty();
    if (!settled || arrears.prepaid != Money{}) report_.houses.push_back(std::move(arrears));
  }

 private:
  void add_period(HouseArrears& arrears, Period period, const FeeFigures& figures) {
    const Money open = figures.open();
    if (open == Money{} && figures.late_fee_open == Money{}) return;
    arrears.periods.push_back({period, figures});
    arrears.fees_open += owed_part(arrears, open);
    arrears.late_fees_open += owed_part(arrears, figures.late_fee_open);
    arrears.ages.at(age_of(period, report_.head.as_of)) += std::max(open, Money{});
    note_negative(arrears, NegativeWhat::fee, period, {}, open);
    note_negative(arrears, NegativeWhat::late_fee, period, {}, figures.late_fee_open);
  }
  /// What is owed of a position; what is below zero was paid too much.
  static Money owed_part(HouseArrears& arrears, Money open) {
    if (open >= Money{}) return open;
    arrears.overpaid -= open;
    return {};
  }
  void add_repair(HouseArrears& arrears, Subject repair, Money open) {
    if (open == Money{}) return;
    const std::string& name = books_.registry().repairs.at(repair.value - 1).name;
    arrears.repairs.push_back({name, open});
    arrears.repairs_open += owed_part(arrears, open);
    note_negative(arrears, NegativeWhat::repair_share, {}, name, open);
  }
  void note_negative(const HouseArrears& arrears, NegativeWhat what, Period period,
                     const std::string& repair, Money amount) {
    if (amount >= Money{}) return;
    report_.negative.push_back({arrears.house, what, period, repair, amount});
  }
  void add_totals(const HouseArrears& arrears) {
    ArrearsTotals& totals = report_.totals;
    if (arrears.owed() > Money{}) ++totals.houses_owing;
    totals.fees_open += arrears.fees_open;
    totals.late_fees_open += arrears.late_fees_open;
    totals.repairs_open += arrears.repairs_open;
    totals.overpaid += arrears.overpaid;
    totals.prepaid += arrears.prepaid;
    for (std::size_t i = 0; i < arrears_ages; ++i) totals.ages.at(i) += arrears.ages.at(i);
  }

  const Books& books_;
  ArrearsReport& report_;
};

void add_suspense(const Books& books, ArrearsReport& report) {
  std::map<Subject, Money> open;
  for (const Row& row : books.rows()) {
    const Flow flow = row.posting.flow;
    if (flow == Flow::suspense_received || flow == Flow::suspense_matched) {
      open[row.posting.subject] -= row.posting.amount();
    }
  }
  for (const Noted<SuspenseReceived>& item : books.noted<SuspenseReceived>()) {
    const Money left = open[item.payload.number.value];
    if (left == Money{}) continue;
    report.totals.suspense_open += left;
    report.suspense.push_back({item.sequence, item.business_date, item.payload.channel,
                               item.payload.trade_number.value, item.payload.amount, left});
  }
}

}  // namespace

ArrearsReport arrears_report(const Books& books) {
  ArrearsReport report{head_of(books), {}, {}, {}, {}};
  const std::vector<HouseAccounts> houses = add_up(books);
  ArrearsWriter writer(books, report);
  for (std::uint32_t index = 0; index < houses.size(); ++index) {
    writer.add_house({index + 1}, houses[index]);
  }
  add_suspense(books, report);
  return report;
}

}  // namespace mingzhang
