#include "replay/reports/subsidies.h"

#include <map>

#include "replay/reports/rows.h"

namespace mingzhang {
namespace {

void add_posting(SubsidyLine& line, const Posting& posting) {
  switch (posting.flow) {
    case Flow::subsidy_applied:
      line.applied += posting.amount();
      return;
    case Flow::subsidy_returned:
      line.returned += posting.amount();
      return;
    default:
      line.received -= posting.amount();
      return;
  }
}

}  // namespace

SubsidyReport subsidy_report(const Books& books) {
  SubsidyReport report{head_of(books), {}, {}};
  std::map<Subject, SubsidyLine> lines;
  for (const Row& row : books.rows()) {
    if (!is_account(row.posting, Account::deferred_subsidy, Fund::subsidy)) continue;
    add_posting(lines[row.posting.subject], row.posting);
    add_posting(report.total, row.posting);
  }
  for (auto& [subject, line] : lines) {
    const SubsidyProgramme& programme = books.registry().programmes.at(subject.value - 1);
    line.programme = programme.programme;
    line.purpose = programme.purpose;
    report.programmes.push_back(std::move(line));
  }
  return report;
}

}  // namespace mingzhang
