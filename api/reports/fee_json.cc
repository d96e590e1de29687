// 收缴率, 物业费缺口, 欠费清册, 公示.

#include <array>

#include "api/reports/parts.h"
#include "api/reports/report_json.h"

namespace mingzhang {
namespace {

void add_figures(JsonWriter& out, const CollectionFigures& figures) {
  out.member("assessed", figures.assessed);
  out.member("collected", figures.collected);
  out.member("opening_arrears", figures.opening_arrears);
  out.member("arrears_recovered", figures.arrears_recovered);
  out.member("work_offsets", figures.work_offsets);
  out.member("cash_received", figures.cash_received);
  out.member("houses_charged", figures.houses_charged);
  out.member("houses_paid", figures.houses_paid);
  out.member("current", figures.current());
  out.member("current_with_offsets", figures.current_with_offsets());
  out.member("clearance", figures.clearance());
  out.member("composite", figures.composite());
  out.member("household", figures.household());
}

void write_step(JsonWriter& out, const ShortfallStep& step) {
  out.object([&] {
    out.member("source", shortfall_source_name(step.source));
    parts::add_or_null(out, "programme", step.programme);
    parts::add_or_null(out, "purpose", step.purpose);
    out.member("amount", step.amount);
    out.member("uncovered", step.uncovered);
  });
}

using SumsBySource = std::array<Money, 4>;

SumsBySource by_source(const std::vector<ShortfallStep>& waterfall) {
  SumsBySource sums{};
  for (const ShortfallStep& step : waterfall) {
    sums.at(static_cast<std::size_t>(step.source)) += step.amount;
  }
  return sums;
}

void add_sources(JsonWriter& out, const SumsBySource& sums, ShortfallSource from) {
  for (std::size_t i = static_cast<std::size_t>(from); i < sums.size(); ++i) {
    out.member(shortfall_source_name(static_cast<ShortfallSource>(i)), sums.at(i));
  }
}

/// Bucket i of arrears is named by the ages in months that it holds.
constexpr std::array<std::string_view, arrears_ages> age_names{"0-2", "3-5", "6-11", "12-35",
                                                               "36-"};

void write_period(JsonWriter& out, const PeriodArrears& period) {
  const FeeFigures& figures = period.figures;
  out.object([&] {
    out.member("period", period.period);
    out.member("assessed", figures.assessed);
    out.member("collected", figures.collected);
    out.member("work_offset", figures.offset);
    out.member("written_off", figures.written_off);
    out.member("open", figures.open());
    out.member("late_fee_open", figures.late_fee_open);
  });
}

/// Of a house, or of all.
template <class Sums>
void add_owed(JsonWriter& out, const Sums& sums) {
  out.member("owed", sums.fees_open + sums.late_fees_open + sums.repairs_open);
  out.member("fees_open", sums.fees_open);
  out.member("late_fees_open", sums.late_fees_open);
  out.member("repairs_open", sums.repairs_open);
  out.member("overpaid", sums.overpaid);
  out.member("prepaid", sums.prepaid);
  out.object_member("ages_in_months", [&] {
    for (std::size_t i = 0; i < sums.ages.size(); ++i) {
      out.member(age_names.at(i), sums.ages.at(i));
    }
  });
}

void write_house(JsonWriter& out, const HouseArrears& house) {
  out.object([&] {
    out.member("house", house.house);
    out.member("building", house.building);
    add_owed(out, house);
    out.array_member("periods", house.periods,
                     [&](const PeriodArrears& period) { write_period(out, period); });
    out.array_member("repairs", house.repairs, [&](const RepairArrears& repair) {
      out.object([&] {
        out.member("repair", repair.repair);
        out.member("open", repair.open);
      });
    });
  });
}

void write_negative(JsonWriter& out, const NegativePosition& negative) {
  constexpr std::array<std::string_view, 4> names{"fee", "late_fee", "repair_share", "prepayment"};
  out.object([&] {
    out.member("house", negative.house);
    out.member("what", names.at(static_cast<std::size_t>(negative.what)));
    out.member("period", negative.period ? std::optional(negative.period) : std::nullopt);
    parts::add_or_null(out, "repair", negative.repair);
    out.member("amount", negative.amount);
  });
}

void write_suspense(JsonWriter& out, const SuspenseItem& item) {
  out.object([&] {
    out.member("sequence", item.sequence.value);
    out.member("business_date", item.business_date);
    out.member("channel", word(item.channel));
    out.member("trade_number", item.trade_number);
    out.member("received", item.received);
    out.member("open", item.open);
  });
}

/// What all houses together have too.
void add_notice_sums(JsonWriter& out, const NoticeHouse& house) {
  out.member("assessed", house.assessed);
  out.member("paid", house.paid);
  out.member("work_offset", house.offset);
  out.member("open", house.open);
}

void write_notice_house(JsonWriter& out, const NoticeHouse& house) {
  out.object([&] {
    out.member("house", house.house);
    add_notice_sums(out, house);
  });
}

}  // namespace

void write_json(JsonWriter& out, const CollectionRate& report, const Books& /*books*/) {
  out.object([&] {
    parts::add_head(out, report.head);
    parts::add_range(out, report.range);
    add_figures(out, report.total);
    if (report.buildings.empty()) return;
    out.array_member("buildings", report.buildings, [&](const BuildingCollection& building) {
      out.object([&] {
        out.member("building", building.building);
        add_figures(out, building.figures);
      });
    });
  });
}

void write_json(JsonWriter& out, const ShortfallReport& report, const Books& /*books*/) {
  const Shortfall& figures = report.figures;
  const SumsBySource sums = by_source(report.waterfall);
  out.object([&] {
    parts::add_head(out, report.head);
    parts::add_range(out, report.range);
    out.member("cost", figures.cost);
    out.member("assessed", report.assessed);
    out.member("collected", figures.collected);
    out.member("structural", report.structural());
    out.member("cash", figures.cash());
    out.member("residual", figures.residual());
    out.object_member("applied", [&] { add_sources(out, sums, ShortfallSource::common_revenue); });
    out.object_member("sources", [&] { add_sources(out, sums, ShortfallSource::fees); });
    out.array_member("waterfall", report.waterfall,
                     [&](const ShortfallStep& step) { write_step(out, step); });
  });
}

void write_json(JsonWriter& out, const ArrearsReport& report, const Books& /*books*/) {
  out.object([&] {
    parts::add_head(out, report.head);
    out.object_member("totals", [&] {
      out.member("houses_owing", report.totals.houses_owing);
      add_owed(out, report.totals);
      out.member("suspense_open", report.totals.suspense_open);
    });
    out.array_member("houses", report.houses,
                     [&](const HouseArrears& house) { write_house(out, house); });
    out.array_member("negative", report.negative,
                     [&](const NegativePosition& negative) { write_negative(out, negative); });
    out.array_member("suspense", report.suspense,
                     [&](const SuspenseItem& item) { write_suspense(out, item); });
  });
}

void write_json(JsonWriter& out, const Notice& report, const Books& books) {
  out.object([&] {
    parts::add_head(out, report.head);
    parts::add_range(out, report.range);
    out.object_member("totals", [&] { add_notice_sums(out, report.total); });
    out.array_member("houses", report.houses,
                     [&](const NoticeHouse& house) { write_notice_house(out, house); });
    out.key("collection_rate");
    write_json(out, report.rate, books);
    out.key("shortfall");
    write_json(out, report.shortfall, books);
    out.key("common_revenue");
    write_json(out, report.revenue, books);
  });
}

}  // namespace mingzhang
