#include "replay/reports/notice.h"

#include "replay/reports/fee_figures.h"
#include "replay/reports/rows.h"

namespace mingzhang {
namespace {

struct NoticeFigures {
  FeeFigures fees;
  bool named = false;
};

NoticeHouse line_of(const std::string& house, const FeeFigures& fees) {
  return {house, fees.assessed, fees.collected, fees.offset, fees.open()};
}

}  // namespace

StoreResult<Notice> notice(const Books& books, const PeriodRange& range,
                           const EventLookup& lookup) {
  StoreResult<CommonRevenueReport> revenue = common_revenue_report(books, range, lookup);
  if (!revenue) return revenue.error();
  std::vector<NoticeFigures> houses(books.registry().houses.size());
  for (const Row& row : books.rows()) {
    const Posting& posting = row.posting;
    if (!is_account(posting, Account::fee_receivable, Fund::operations)) continue;
    if (!posting.house || !range.contains(posting.period)) continue;
    NoticeFigures& house = houses.at(posting.house.value - 1);
    house.fees.add(posting);
    house.named = true;
  }
  Notice report{range,
                head_of(books),
                {},
                {},
                collection_rate(books, range),
                shortfall_report(books, range),
                std::move(*revenue)};
  FeeFigures total;
  for (std::uint32_t index = 0; index < houses.size(); ++index) {
    if (!houses[index].named) continue;
    total += houses[index].fees;
    report.houses.push_back(line_of(books.registry().house({index + 1}).code, houses[index].fees));
  }
  report.total = line_of({}, total);
  return report;
}

}  // namespace mingzhang
