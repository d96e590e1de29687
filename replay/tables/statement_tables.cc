// 科目余额表, 房屋对账单, 小区收支表.

#include <fmt/format.h>

#include <array>

#include "replay/reports/names.h"
#include "replay/tables/parts.h"
#include "replay/tables/report_tables.h"

namespace mingzhang {
namespace {

struct StatementColumns {
  std::string debit;
  std::string credit;
  std::string balance;
};

/// `books` given = a column with the house that each line concerns.
void add_statement(ReportTable& table, const Statement& statement, const StatementColumns& columns,
                   const Books* books) {
  table.columns = {"发生日", "凭证号", "事项"};
  if (books != nullptr) table.columns.emplace_back("房屋");
  table.columns.insert(table.columns.end(),
                       {"摘要", columns.debit, columns.credit, columns.balance});
  const auto row = [&](const StatementLine& line, const std::string& what,
                       std::array<Cell, 3> amounts) {
    const bool event = line.sequence.value != 0;
    std::vector<Cell> cells{text_cell(event ? to_string(line.business_date) : ""),
                            text_cell(line.voucher),
                            event ? count_cell(line.sequence.value) : blank_cell()};
    if (books != nullptr) cells.push_back(text_cell(house_code(*books, line.house)));
    cells.push_back(text_cell(what));
    cells.insert(cells.end(), amounts.begin(), amounts.end());
    return cells;
  };
  table.rows.push_back(
      row({}, "期初余额", {blank_cell(), blank_cell(), amount_cell(statement.opening)}));
  for (const StatementLine& line : statement.lines) {
    table.rows.push_back(
        row(line, line.description->zh,
            {amount_cell(line.debit), amount_cell(line.credit), amount_cell(line.balance)}));
  }
  table.total = row({}, "本期合计及期末余额",
                    {amount_cell(statement.debit), amount_cell(statement.credit),
                     amount_cell(statement.closing)});
}

std::string owed_note(Money closing) {
  if (closing == Money{}) return "期末：已缴清";
  return closing > Money{} ? fmt::format("期末：尚欠 {} 元", to_string(closing))
                           : fmt::format("期末：预存 {} 元", to_string(-closing));
}

ReportTable summary_table(const CommunityStatement& report) {
  ReportTable table{tables::title_of(report.head, "收支汇总"),
                    {tables::range_note(report.range), tables::as_of_note(report.head)},
                    {"资金", "项目", "收入", "支出"},
                    {},
                    {}};
  for (const SummaryLine& line : report.summary) {
    const bool income = line.side == SummarySide::income;
    table.rows.push_back({text_cell(std::string(fund_name_zh(line.fund))), text_cell(line.what.zh),
                          amount_cell(income ? line.amount : Money{}),
                          amount_cell(income ? Money{} : line.amount)});
  }
  return table;
}

}  // namespace

ReportTables to_tables(const TrialBalance& report) {
  ReportTable table{tables::title_of(report.head, "科目余额表"),
                    {tables::days_note(days_of(report.range)), tables::as_of_note(report.head)},
                    {"科目", "名称", "资金", "期初余额", "借方发生", "贷方发生", "期末余额"},
                    {},
                    {}};
  const auto amounts = [](std::vector<Cell> row, const TrialBalanceLine& line) {
    for (const Money amount : {line.opening, line.debit, line.credit, line.closing}) {
      row.push_back(amount_cell(amount));
    }
    return row;
  };
  for (const TrialBalanceLine& line : report.accounts) {
    const auto [account, fund] = line.account;
    table.rows.push_back(amounts(
        {text_cell(to_string(line.account)), text_cell(std::string(chart_entry(account).name_zh)),
         text_cell(std::string(fund_name_zh(fund)))},
        line));
  }
  table.total = amounts({text_cell("合计"), text_cell(""), text_cell("")}, report.total);
  return {table};
}

ReportTables to_tables(const HouseStatement& report) {
  ReportTable owed{tables::title_of(report.head, "房屋对账单 " + report.house),
                   {tables::days_note(report.days), tables::as_of_note(report.head),
                    owed_note(report.owed.closing)},
                   {},
                   {},
                   {}};
  add_statement(owed, report.owed, {"应缴", "已缴", "尚欠"}, nullptr);
  if (report.fund_card.lines.empty() && report.fund_card.closing == Money{}) return {owed};
  ReportTable fund{"专项维修资金 " + report.house, {}, {}, {}, {}};
  add_statement(fund, report.fund_card, {"支取", "存入", "余额"}, nullptr);
  return {owed, fund};
}

ReportTables to_tables(const CommunityStatement& report, const Books& books) {
  ReportTables all{summary_table(report)};
  for (const MoneyAccountStatement& account : report.accounts) {
    const auto [which, fund] = account.account;
    ReportTable table{fmt::format("{} {} {}", to_string(account.account), fund_name_zh(fund),
                                  chart_entry(which).name_zh),
                      {},
                      {},
                      {},
                      {}};
    add_statement(table, account.statement, {"收入", "支出", "余额"}, &books);
    all.push_back(std::move(table));
  }
  return all;
}

}  // namespace mingzhang
