// 收缴率, 物业费缺口, 欠费清册, 公示.

#include <array>

#include "api/reports/parts.h"
#include "api/reports/report_json.h"

namespace mingzhang {
namespace {

namespace json = boost::json;

void add_figures(json::object& out, const CollectionFigures& figures) {
  out["assessed"] = to_string(figures.assessed);
  out["collected"] = to_string(figures.collected);
  out["opening_arrears"] = to_string(figures.opening_arrears);
  out["arrears_recovered"] = to_string(figures.arrears_recovered);
  out["work_offsets"] = to_string(figures.work_offsets);
  out["cash_received"] = to_string(figures.cash_received);
  out["houses_charged"] = figures.houses_charged;
  out["houses_paid"] = figures.houses_paid;
  out["current"] = parts::or_null(figures.current());
  out["current_with_offsets"] = parts::or_null(figures.current_with_offsets());
  out["clearance"] = parts::or_null(figures.clearance());
  out["composite"] = parts::or_null(figures.composite());
  out["household"] = parts::or_null(figures.household());
}

json::object step_json(const ShortfallStep& step) {
  return {{"source", shortfall_source_name(step.source)},
          {"programme", parts::or_null(step.programme)},
          {"purpose", parts::or_null(step.purpose)},
          {"amount", to_string(step.amount)},
          {"uncovered", to_string(step.uncovered)}};
}

/// Bucket i of arrears is named by the ages in months that it holds.
constexpr std::array<std::string_view, arrears_ages> age_names{"0-2", "3-5", "6-11", "12-35",
                                                               "36-"};

json::object ages_json(const ArrearsAges& ages) {
  json::object out;
  for (std::size_t i = 0; i < ages.size(); ++i) out[age_names.at(i)] = to_string(ages.at(i));
  return out;
}

json::object period_json(const PeriodArrears& period) {
  const FeeFigures& figures = period.figures;
  return {{"period", to_string(period.period)},
          {"assessed", to_string(figures.assessed)},
          {"collected", to_string(figures.collected)},
          {"work_offset", to_string(figures.offset)},
          {"written_off", to_string(figures.written_off)},
          {"open", to_string(figures.open())},
          {"late_fee_open", to_string(figures.late_fee_open)}};
}

/// Of a house, or of all.
template <class Sums>
void add_owed(json::object& out, const Sums& sums) {
  out["owed"] = to_string(sums.fees_open + sums.late_fees_open + sums.repairs_open);
  out["fees_open"] = to_string(sums.fees_open);
  out["late_fees_open"] = to_string(sums.late_fees_open);
  out["repairs_open"] = to_string(sums.repairs_open);
  out["overpaid"] = to_string(sums.overpaid);
  out["prepaid"] = to_string(sums.prepaid);
  out["ages_in_months"] = ages_json(sums.ages);
}

json::object house_json(const HouseArrears& house) {
  json::object out{{"house", house.house}, {"building", house.building}};
  add_owed(out, house);
  out["periods"] = parts::array_of(house.periods, period_json);
  out["repairs"] = parts::array_of(house.repairs, [](const RepairArrears& repair) {
    return json::object{{"repair", repair.repair}, {"open", to_string(repair.open)}};
  });
  return out;
}

json::object negative_json(const NegativePosition& negative) {
  constexpr std::array<std::string_view, 4> names{"fee", "late_fee", "repair_share", "prepayment"};
  json::object out{{"house", negative.house},
                   {"what", names.at(static_cast<std::size_t>(negative.what))},
                   {"period", nullptr},
                   {"repair", parts::or_null(negative.repair)},
                   {"amount", to_string(negative.amount)}};
  if (negative.period) out["period"] = to_string(negative.period);
  return out;
}

json::object suspense_json(const SuspenseItem& item) {
  return {{"sequence", item.sequence.value},      {"business_date", to_string(item.business_date)},
          {"channel", word(item.channel)},        {"trade_number", item.trade_number},
          {"received", to_string(item.received)}, {"open", to_string(item.open)}};
}

json::object notice_house_json(const NoticeHouse& house) {
  return {{"house", house.house},
          {"assessed", to_string(house.assessed)},
          {"paid", to_string(house.paid)},
          {"work_offset", to_string(house.offset)},
          {"open", to_string(house.open)}};
}

}  // namespace

json::object to_json(const CollectionRate& report, const Books& /*books*/) {
  json::object out = parts::head(report.head);
  parts::add_range(out, report.range);
  add_figures(out, report.total);
  if (report.buildings.empty()) return out;
  out["buildings"] = parts::array_of(report.buildings, [](const BuildingCollection& building) {
    json::object one{{"building", building.building}};
    add_figures(one, building.figures);
    return one;
  });
  return out;
}

json::object to_json(const ShortfallReport& report, const Books& /*books*/) {
  const Shortfall& figures = report.figures;
  json::object out = parts::head(report.head);
  parts::add_range(out, report.range);
  out["cost"] = to_string(figures.cost);
  out["assessed"] = to_string(report.assessed);
  out["collected"] = to_string(figures.collected);
  out["structural"] = to_string(report.structural());
  out["cash"] = to_string(figures.cash());
  out["residual"] = to_string(figures.residual());
  std::array<Money, 4> by_source{};
  for (const ShortfallStep& step : report.waterfall) {
    by_source.at(static_cast<std::size_t>(step.source)) += step.amount;
  }
  json::object sources;
  for (std::size_t i = 0; i < by_source.size(); ++i) {
    sources[shortfall_source_name(static_cast<ShortfallSource>(i))] = to_string(by_source.at(i));
  }
  json::object applied = sources;
  applied.stable_erase(shortfall_source_name(ShortfallSource::fees));
  out["applied"] = std::move(applied);
  out["sources"] = std::move(sources);
  out["waterfall"] = parts::array_of(report.waterfall, step_json);
  return out;
}

json::object to_json(const ArrearsReport& report, const Books& /*books*/) {
  json::object out = parts::head(report.head);
  json::object totals{{"houses_owing", report.totals.houses_owing}};
  add_owed(totals, report.totals);
  totals["suspense_open"] = to_string(report.totals.suspense_open);
  out["totals"] = std::move(totals);
  out["houses"] = parts::array_of(report.houses, house_json);
  out["negative"] = parts::array_of(report.negative, negative_json);
  out["suspense"] = parts::array_of(report.suspense, suspense_json);
  return out;
}

json::object to_json(const Notice& report, const Books& books) {
  json::object out = parts::head(report.head);
  parts::add_range(out, report.range);
  json::object totals = notice_house_json(report.total);
  totals.stable_erase("house");
  out["totals"] = std::move(totals);
  out["houses"] = parts::array_of(report.houses, notice_house_json);
  out["collection_rate"] = to_json(report.rate, books);
  out["shortfall"] = to_json(report.shortfall, books);
  out["common_revenue"] = to_json(report.revenue, books);
  return out;
}

}  // namespace mingzhang
