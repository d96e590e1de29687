#include "replay/reports/trial_balance.h"

#include <algorithm>
#include <array>

namespace mingzhang {
namespace {

void add_line(TrialBalanceLine& total, const TrialBalanceLine& line) {
  total.opening += line.opening;
  total.debit += line.debit;
  total.credit += line.credit;
  total.closing += line.closing;
}

}  // namespace

TrialBalance trial_balance(const Books& books, const std::optional<PeriodRange>& range) {
  const DayRange days = days_of(range);
  std::array<TrialBalanceLine, account_slots> lines;
  std::array<bool, account_slots> used{};
  for (const Row& row : books.rows()) {
    const Day day = row.posting.business_date();
    if (days.is_after(day)) continue;
    const std::size_t index = slot(row.posting.account, row.posting.fund);
    const Money amount = row.posting.amount();
    TrialBalanceLine& line = lines.at(index);
    used.at(index) = true;
    line.closing += amount;
    if (days.is_before(day)) {
      line.opening += amount;
    } else if (amount >= Money{}) {
      line.debit += amount;
    } else {
      line.credit -= amount;
    }
  }
  TrialBalance report{range, head_of(books), {}, {}};
  for (std::size_t index = 0; index < account_slots; ++index) {
    if (!used.at(index)) continue;
    lines.at(index).account = account_in_slot(index);
    add_line(report.total, lines.at(index));
    report.accounts.push_back(lines.at(index));
  }
  std::ranges::sort(report.accounts, {}, [](const TrialBalanceLine& line) {
    return std::pair{chart_entry(line.account.account).code, line.account.fund};
  });
  return report;
}

}  // namespace mingzhang
