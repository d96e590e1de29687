#include "api/reports/report.h"

#include <algorithm>
#include <array>

#include "api/reports/report_json.h"
#include "replay/tables/report_tables.h"

namespace mingzhang {
namespace {

// What makes each report, all of one shape.

using Asked = const ReportQuestion&;

StoreResult<TrialBalance> make_trial_balance(const Books& books, Asked asked, const EventLookup&) {
  return trial_balance(books, asked.range);
}
StoreResult<CollectionRate> make_collection_rate(const Books& books, Asked asked,
                                                 const EventLookup&) {
  CollectionRate rate = collection_rate(books, asked.range.value());
  if (!asked.by_building) rate.buildings.clear();
  return rate;
}
StoreResult<ShortfallReport> make_shortfall(const Books& books, Asked asked, const EventLookup&) {
  return shortfall_report(books, asked.range.value());
}
StoreResult<ArrearsReport> make_arrears(const Books& books, Asked, const EventLookup&) {
  return arrears_report(books);
}
StoreResult<CommunityStatement> make_statement(const Books& books, Asked asked,
                                               const EventLookup&) {
  return community_statement(books, asked.range.value());
}
StoreResult<HouseStatement> make_house_statement(const Books& books, Asked asked,
                                                 const EventLookup&) {
  return house_statement(books, asked.house, asked.days);
}
StoreResult<Notice> make_notice(const Books& books, Asked asked, const EventLookup& lookup) {
  return notice(books, asked.range.value(), lookup);
}
StoreResult<CommonRevenueReport> make_common_revenue(const Books& books, Asked asked,
                                                     const EventLookup& lookup) {
  return common_revenue_report(books, asked.range, lookup);
}
StoreResult<FundReport> make_fund(const Books& books, Asked, const EventLookup&) {
  return fund_report(books);
}
StoreResult<SubsidyReport> make_subsidies(const Books& books, Asked, const EventLookup&) {
  return subsidy_report(books);
}
StoreResult<ConsentRegister> make_consents(const Books& books, Asked, const EventLookup&) {
  return ConsentRegister{head_of(books), consents(books)};
}

ReportTables to_tables(const ConsentRegister& report) {
  return mingzhang::to_tables(report.consents, report.head);
}

template <auto make>
StoreResult<std::string> json_of(const Books& books, Asked asked, const EventLookup& lookup) {
  const auto report = make(books, asked, lookup);
  if (!report) return report.error();
  std::string text;
  {
    JsonWriter out(text);
    write_json(out, *report, books);
  }
  return text;
}

template <auto make>
StoreResult<ReportTables> tables_of(const Books& books, Asked asked, const EventLookup& lookup) {
  const auto report = make(books, asked, lookup);
  if (!report) return report.error();
  if constexpr (requires { to_tables(*report); }) {
    return to_tables(*report);
  } else {
    return to_tables(*report, books);
  }
}

template <auto make>
constexpr Report entry(std::string_view name, RangeUse range) {
  return {name, range, json_of<make>, tables_of<make>};
}

constexpr std::array reports{
    entry<make_trial_balance>("trial-balance", RangeUse::optional),
    entry<make_collection_rate>("collection-rate", RangeUse::required),
    entry<make_shortfall>("shortfall", RangeUse::required),
    entry<make_arrears>("arrears", RangeUse::end_only),
    entry<make_statement>("statement", RangeUse::required),
    entry<make_notice>("notice", RangeUse::required),
    entry<make_common_revenue>("common-revenue", RangeUse::optional),
    entry<make_fund>("fund", RangeUse::end_only),
    entry<make_subsidies>("subsidies", RangeUse::end_only),
    entry<make_consents>("consents", RangeUse::end_only),
};

constexpr Report of_a_house = entry<make_house_statement>("statement", RangeUse::optional);

}  // namespace

std::span<const Report> community_reports() { return reports; }

const Report* find_report(std::string_view name) {
  const auto* found = std::ranges::find(reports, name, &Report::name);
  return found == reports.end() ? nullptr : &*found;
}

const Report& house_statement_report() { return of_a_house; }

}  // namespace mingzhang
