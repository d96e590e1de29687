// 科目余额表, 房屋对账单, 小区收支表.

#include "api/reports/parts.h"
#include "api/reports/report_json.h"
#include "ledger/kinds/kind.h"
#include "replay/reports/names.h"

namespace mingzhang {
namespace {

namespace json = boost::json;

json::object line_json(const StatementLine& line, const Books& books) {
  json::object out{{"sequence", line.sequence.value},
                   {"voucher", parts::or_null(line.voucher)},
                   {"business_date", to_string(line.business_date)},
                   {"kind", kind_name(line.kind)},
                   {"description", line.description.zh},
                   {"description_en", line.description.en},
                   {"house", parts::or_null(house_code(books, line.house))},
                   {"debit", to_string(line.debit)},
                   {"credit", to_string(line.credit)},
                   {"balance", to_string(line.balance)}};
  return out;
}

void add_statement(json::object& out, const Statement& statement, const Books& books) {
  out["opening"] = to_string(statement.opening);
  out["lines"] = parts::array_of(statement.lines,
                                 [&](const StatementLine& line) { return line_json(line, books); });
  out["debit"] = to_string(statement.debit);
  out["credit"] = to_string(statement.credit);
  out["closing"] = to_string(statement.closing);
}

void add_account(json::object& out, AccountRef account) {
  out["account"] = to_string(account);
  out["name"] = chart_entry(account.account).name_zh;
  out["name_en"] = chart_entry(account.account).name_en;
  out["fund"] = fund_code(account.fund);
}

void add_sums(json::object& out, const TrialBalanceLine& line) {
  out["opening"] = to_string(line.opening);
  out["debit"] = to_string(line.debit);
  out["credit"] = to_string(line.credit);
  out["closing"] = to_string(line.closing);
}

json::object summary_json(const SummaryLine& line) {
  return {{"fund", fund_code(line.fund)},
          {"fund_name", fund_name_zh(line.fund)},
          {"side", line.side == SummarySide::income ? "income" : "cost"},
          {"description", line.what.zh},
          {"description_en", line.what.en},
          {"amount", to_string(line.amount)}};
}

}  // namespace

json::object to_json(const TrialBalance& report, const Books& /*books*/) {
  json::object out = parts::head(report.head);
  if (report.range) parts::add_range(out, *report.range);
  out["accounts"] = parts::array_of(report.accounts, [](const TrialBalanceLine& line) {
    json::object account;
    add_account(account, line.account);
    add_sums(account, line);
    return account;
  });
  json::object totals;
  add_sums(totals, report.total);
  out["totals"] = std::move(totals);
  return out;
}

json::object to_json(const HouseStatement& report, const Books& books) {
  json::object out = parts::head(report.head);
  out["house"] = report.house;
  parts::add_days(out, report.days);
  add_statement(out, report.owed, books);
  json::object card;
  add_statement(card, report.fund_card, books);
  out["fund_card"] = std::move(card);
  return out;
}

json::object to_json(const CommunityStatement& report, const Books& books) {
  json::object out = parts::head(report.head);
  parts::add_range(out, report.range);
  Money opening;
  Money closing;
  for (const MoneyAccountStatement& account : report.accounts) {
    opening += account.statement.opening;
    closing += account.statement.closing;
  }
  out["opening"] = to_string(opening);
  out["summary"] = parts::array_of(report.summary, summary_json);
  out["accounts"] = parts::array_of(report.accounts, [&](const MoneyAccountStatement& account) {
    json::object one;
    add_account(one, account.account);
    add_statement(one, account.statement, books);
    return one;
  });
  out["closing"] = to_string(closing);
  return out;
}

}  // namespace mingzhang
