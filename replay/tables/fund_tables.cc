// 物业费缺口, 公共收益, 维修资金, 补助, 业主决定.

#include <fmt/format.h>

#include "ledger/rules/words_zh.h"
#include "replay/tables/parts.h"
#include "replay/tables/report_tables.h"

namespace mingzhang {
namespace {

using Cells = std::vector<Cell>;

std::string step_name(const ShortfallStep& step) {
  switch (step.source) {
    case ShortfallSource::fees:
      return "减：实收物业费";
    case ShortfallSource::common_revenue:
      return "减：公共收益弥补";
    case ShortfallSource::subsidy:
      return fmt::format("减：补助 {}（{}）", step.programme, step.purpose);
    case ShortfallSource::work_offsets:
      break;
  }
  return "减：以工抵费";
}

ReportTable sources_table(const CommonRevenueReport& report) {
  ReportTable table{tables::title_of(report.head, "公共收益"),
                    {tables::days_note(report.days), tables::as_of_note(report.head)},
                    {"项目", "收入", "合理成本", "净额"},
                    {},
                    {}};
  const auto row = [](std::string name, Money net) {
    return Cells{text_cell(std::move(name)), blank_cell(), blank_cell(), amount_cell(net)};
  };
  table.rows.push_back(row("期初结余", report.opening));
  if (report.brought_forward != Money{}) {
    table.rows.push_back(row("期初结余转入", report.brought_forward));
  }
  for (const RevenueSourceLine& source : report.sources) {
    table.rows.push_back({text_cell(std::string(word_zh(source.source))), amount_cell(source.gross),
                          amount_cell(source.cost), amount_cell(source.net())});
  }
  table.rows.push_back(row("用于弥补物业费缺口", -report.used.shortfall));
  table.rows.push_back(row("用于补充维修资金", -report.used.maintenance_fund));
  table.rows.push_back(row("分给业主", -report.used.owners));
  table.total = row("期末结余", report.closing);
  return table;
}

ReportTable uses_table(const CommonRevenueReport& report) {
  ReportTable table{
      "公共收益的使用", {}, {"发生日", "凭证号", "用途", "账期", "业主决定", "金额"}, {}, {}};
  for (const RevenueUseLine& use : report.uses) {
    table.rows.push_back({text_cell(to_string(use.business_date)), text_cell(use.voucher),
                          text_cell(std::string(word_zh(use.use))),
                          text_cell(to_string(use.period)), text_cell(use.resolution),
                          amount_cell(use.amount)});
  }
  return table;
}

ReportTable consent_table(std::string title, const std::vector<Consent>& register_of_consents) {
  ReportTable table{std::move(title),
                    {},
                    {"决定", "登记日", "事由", "范围", "允许用途", "有效期", "结果", "依据"},
                    {},
                    {}};
  for (const Consent& consent : register_of_consents) {
    const ResolutionTallied& vote = consent.vote;
    std::string scope = "全体";
    if (vote.scope) {
      scope = vote.scope->building.value + " 栋";
      if (vote.scope->entrance) scope += " " + vote.scope->entrance->value + " 单元";
    }
    std::string uses;
    for (const AllowedUse use : vote.allows) {
      if (!uses.empty()) uses += "、";
      uses += word_zh(use);
    }
    table.rows.push_back(
        {text_cell(consent.resolution), text_cell(to_string(consent.business_date)),
         text_cell(std::string(word_zh(vote.matter))), text_cell(scope), text_cell(uses),
         text_cell(
             fmt::format("{} 至 {}", to_string(vote.valid_from), to_string(vote.valid_until))),
         text_cell(consent.passed() ? "通过" : "未通过"), text_cell(consent.why.zh)});
  }
  return table;
}

Cells card_row(const FundCard& card, const std::string& name, const Cell& first) {
  return {text_cell(name),
          first,
          amount_cell(card.brought_forward),
          amount_cell(card.deposits),
          amount_cell(card.interest),
          amount_cell(card.top_ups),
          amount_cell(card.drawn),
          amount_cell(card.balance),
          text_cell(card.below_30_percent ? "低于首次交存 30%，请续交" : "")};
}

ReportTable check_table(const FundCheck& check) {
  return {"核对：各户余额 + 未分配 + 未付维修款 = 银行",
          {},
          {"各户余额", "未分配", "未付维修款", "银行", "差额"},
          {{amount_cell(check.cards), amount_cell(check.undistributed),
            amount_cell(check.unpaid_repairs), amount_cell(check.bank),
            amount_cell(check.difference())}},
          {}};
}

}  // namespace

ReportTables to_tables(const ShortfallReport& report) {
  ReportTable table{
      tables::title_of(report.head, "物业费缺口"),
      {tables::range_note(report.range), tables::as_of_note(report.head),
       fmt::format("应收物业费 {}，结构性缺口 {}，现金缺口 {}", to_string(report.assessed),
                   to_string(report.structural()), to_string(report.figures.cash()))},
      {"项目", "金额", "尚未弥补"},
      {},
      {}};
  table.rows.push_back(
      {text_cell("服务成本"), amount_cell(report.figures.cost), amount_cell(report.figures.cost)});
  for (const ShortfallStep& step : report.waterfall) {
    table.rows.push_back(
        {text_cell(step_name(step)), amount_cell(step.amount), amount_cell(step.uncovered)});
  }
  table.total = {text_cell("剩余缺口"), amount_cell(report.figures.residual()),
                 amount_cell(report.figures.residual())};
  return {table};
}

ReportTables to_tables(const CommonRevenueReport& report) {
  ReportTables all{sources_table(report)};
  if (!report.uses.empty()) all.push_back(uses_table(report));
  if (!report.consents.empty()) all.push_back(consent_table("所依据的业主决定", report.consents));
  return all;
}

ReportTables to_tables(const FundReport& report) {
  ReportTable table{
      tables::title_of(report.head, "专项维修资金"),
      {tables::as_of_note(report.head)},
      {"房屋", "首次交存", "期初转入", "交存", "利息", "公共收益补充", "维修支取", "余额", "提示"},
      {},
      card_row(report.total, "合计", text_cell(""))};
  for (const FundCard& card : report.cards) {
    table.rows.push_back(card_row(card, card.house, amount_cell(card.first_deposit)));
  }
  return {table, check_table(report.check)};
}

ReportTables to_tables(const SubsidyReport& report) {
  ReportTable table{tables::title_of(report.head, "财政补助"),
                    {tables::as_of_note(report.head)},
                    {"项目", "用途", "收到", "使用", "退回", "结余"},
                    {},
                    {}};
  const auto row = [](std::string programme, std::string purpose, const SubsidyLine& line) {
    return Cells{text_cell(std::move(programme)), text_cell(std::move(purpose)),
                 amount_cell(line.received),      amount_cell(line.applied),
                 amount_cell(line.returned),      amount_cell(line.left())};
  };
  for (const SubsidyLine& line : report.programmes) {
    table.rows.push_back(row(line.programme, line.purpose, line));
  }
  table.total = row("合计", "", report.total);
  return {table};
}

ReportTables to_tables(const std::vector<Consent>& register_of_consents, const ReportHead& head) {
  ReportTable table = consent_table(tables::title_of(head, "业主决定登记簿"), register_of_consents);
  table.notes.push_back(tables::as_of_note(head));
  return {table};
}

}  // namespace mingzhang
