// 收缴率, 欠费清册, 公示.

#include <fmt/format.h>

#include "ledger/rules/words_zh.h"
#include "replay/tables/parts.h"
#include "replay/tables/report_tables.h"

namespace mingzhang {
namespace {

using Cells = std::vector<Cell>;

Cells rate_row(const std::string& name, const CollectionFigures& figures) {
  return {text_cell(name),
          amount_cell(figures.assessed),
          amount_cell(figures.collected),
          ratio_cell(figures.current()),
          amount_cell(figures.work_offsets),
          ratio_cell(figures.current_with_offsets()),
          amount_cell(figures.opening_arrears),
          amount_cell(figures.arrears_recovered),
          ratio_cell(figures.clearance()),
          ratio_cell(figures.composite()),
          count_cell(figures.houses_charged),
          count_cell(figures.houses_paid),
          ratio_cell(figures.household()),
          amount_cell(figures.cash_received)};
}

const std::vector<std::string> rate_columns{
    "楼栋",     "应收",   "实收",       "本期收缴率", "以工抵费", "含抵费收缴率", "期初欠费",
    "收回欠费", "清欠率", "综合收缴率", "应缴户",     "缴清户",   "户数收缴率",   "收到现款"};

void add_periods(ReportTable& table, const HouseArrears& house) {
  for (const PeriodArrears& period : house.periods) {
    const FeeFigures& figures = period.figures;
    table.rows.push_back({text_cell(house.house), text_cell("物业费 " + to_string(period.period)),
                          amount_cell(figures.assessed), amount_cell(figures.collected),
                          amount_cell(figures.offset), amount_cell(figures.written_off),
                          amount_cell(figures.open()), amount_cell(figures.late_fee_open)});
  }
  for (const RepairArrears& repair : house.repairs) {
    table.rows.push_back({text_cell(house.house), text_cell("维修分摊 " + repair.repair),
                          blank_cell(), blank_cell(), blank_cell(), blank_cell(),
                          amount_cell(repair.open), blank_cell()});
  }
}

ReportTable arrears_by_house(const ArrearsReport& report) {
  ReportTable table{tables::title_of(report.head, "欠费清册"),
                    {tables::as_of_note(report.head)},
                    {"房屋", "物业费", "滞纳金", "维修分摊", "多缴", "预存", "3 个月内",
                     "3 至 6 个月", "6 至 12 个月", "1 至 3 年", "3 年以上"},
                    {},
                    {}};
  const auto row = [](const std::string& name, const auto& sums) {
    Cells cells{text_cell(name),
                amount_cell(sums.fees_open),
                amount_cell(sums.late_fees_open),
                amount_cell(sums.repairs_open),
                amount_cell(sums.overpaid),
                amount_cell(sums.prepaid)};
    for (const Money age : sums.ages) cells.push_back(amount_cell(age));
    return cells;
  };
  for (const HouseArrears& house : report.houses) table.rows.push_back(row(house.house, house));
  table.total = row("合计", report.totals);
  return table;
}

ReportTable arrears_by_period(const ArrearsReport& report) {
  ReportTable table{
      "欠费明细", {}, {"房屋", "项目", "应收", "实收", "抵费", "核销", "尚欠", "滞纳金"}, {}, {}};
  for (const HouseArrears& house : report.houses) add_periods(table, house);
  return table;
}

std::string negative_name(const NegativePosition& negative) {
  switch (negative.what) {
    case NegativeWhat::fee:
      return "物业费 " + to_string(negative.period);
    case NegativeWhat::late_fee:
      return "滞纳金 " + to_string(negative.period);
    case NegativeWhat::repair_share:
      return "维修分摊 " + negative.repair;
    case NegativeWhat::prepayment:
      break;
  }
  return "预收款";
}

ReportTable negative_table(const ArrearsReport& report) {
  ReportTable table{
      "负数余额（多缴或超用预存，请退款、补收或重新应收）", {}, {"房屋", "项目", "金额"}, {}, {}};
  for (const NegativePosition& negative : report.negative) {
    table.rows.push_back({text_cell(negative.house), text_cell(negative_name(negative)),
                          amount_cell(negative.amount)});
  }
  return table;
}

ReportTable suspense_table(const ArrearsReport& report) {
  ReportTable table{"待查款项", {}, {"事项", "发生日", "渠道", "交易单号", "收到", "待查"}, {}, {}};
  for (const SuspenseItem& item : report.suspense) {
    table.rows.push_back({count_cell(item.sequence.value), text_cell(to_string(item.business_date)),
                          text_cell(std::string(word_zh(item.channel))),
                          text_cell(item.trade_number), amount_cell(item.received),
                          amount_cell(item.open)});
  }
  return table;
}

ReportTable notice_houses(const Notice& report) {
  ReportTable table{tables::title_of(report.head, "物业费公示"),
                    {tables::range_note(report.range), tables::as_of_note(report.head)},
                    {"房屋", "应收", "实收", "抵费", "尚欠"},
                    {},
                    {}};
  const auto row = [](const std::string& name, const NoticeHouse& house) {
    return Cells{text_cell(name), amount_cell(house.assessed), amount_cell(house.paid),
                 amount_cell(house.offset), amount_cell(house.open)};
  };
  for (const NoticeHouse& house : report.houses) table.rows.push_back(row(house.house, house));
  table.total = row("合计", report.total);
  return table;
}

void append(ReportTables& to, ReportTables from) {
  for (ReportTable& table : from) to.push_back(std::move(table));
}

}  // namespace

ReportTables to_tables(const CollectionRate& report) {
  ReportTable table{tables::title_of(report.head, "收缴率"),
                    {tables::range_note(report.range), tables::as_of_note(report.head)},
                    rate_columns,
                    {},
                    rate_row("合计", report.total)};
  for (const BuildingCollection& building : report.buildings) {
    table.rows.push_back(rate_row(building.building, building.figures));
  }
  return {table};
}

ReportTables to_tables(const ArrearsReport& report) {
  ReportTables all{arrears_by_house(report), arrears_by_period(report)};
  if (!report.negative.empty()) all.push_back(negative_table(report));
  if (!report.suspense.empty()) all.push_back(suspense_table(report));
  return all;
}

ReportTables to_tables(const Notice& report) {
  ReportTables all{notice_houses(report)};
  append(all, to_tables(report.rate));
  append(all, to_tables(report.shortfall));
  append(all, to_tables(report.revenue));
  return all;
}

}  // namespace mingzhang
