#include "replay/reports/shortfall_report.h"

#include <array>
#include <map>

#include "replay/reports/cover.h"
#include "replay/reports/fee_figures.h"
#include "replay/reports/rows.h"

namespace mingzhang {
namespace {

class Waterfall {
 public:
  explicit Waterfall(Money cost) : uncovered_(cost) {}

  void step(ShortfallSource source, Money amount, const SubsidyProgramme& of = {}) {
    uncovered_ -= amount;
    steps_.push_back({source, of.programme, of.purpose, amount, uncovered_});
  }
  std::vector<ShortfallStep> take() { return std::move(steps_); }

 private:
  Money uncovered_;
  std::vector<ShortfallStep> steps_;
};

}  // namespace

std::string_view shortfall_source_name(ShortfallSource source) {
  constexpr std::array<std::string_view, 4> names{"fees", "common_revenue", "subsidy",
                                                  "work_offsets"};
  return names.at(static_cast<std::size_t>(source));
}

ShortfallReport shortfall_report(const Books& books, const PeriodRange& range) {
  ShortfallReport report{range, head_of(books), {}, {}, {}};
  FeeFigures fees;
  std::map<Subject, Money> subsidies;
  for (const Row& row : books.rows()) {
    const Posting& posting = row.posting;
    if (!range.contains(posting.period)) continue;
    if (is_account(posting, Account::fee_receivable, Fund::operations)) {
      fees.add(posting);
    } else {
      add_cover(report.figures, posting);
      if (posting.flow == Flow::subsidy_applied) subsidies[posting.subject] += posting.amount();
    }
  }
  report.assessed = fees.assessed;
  report.figures.collected = fees.collected;
  report.figures.work_offsets = fees.offset;

  Waterfall waterfall(report.figures.cost);
  waterfall.step(ShortfallSource::fees, fees.collected);
  waterfall.step(ShortfallSource::common_revenue, report.figures.common_revenue);
  for (const auto& [subject, amount] : subsidies) {
    waterfall.step(ShortfallSource::subsidy, amount,
                   books.registry().programmes.at(subject.value - 1));
  }
  waterfall.step(ShortfallSource::work_offsets, fees.offset);
  report.waterfall = waterfall.take();
  return report;
}

}  // namespace mingzhang
