// 科目余额表, 房屋对账单, 小区收支表.

#include "api/reports/parts.h"
#include "api/reports/report_json.h"
#include "ledger/kinds/kind.h"

namespace mingzhang {
namespace {

void write_line(JsonWriter& out, const StatementLine& line, const Books& books) {
  out.object([&] {
    out.member("sequence", line.sequence.value);
    parts::add_or_null(out, "voucher", line.voucher);
    out.member("business_date", line.business_date);
    out.member("kind", kind_name(line.kind));
    out.member("description", line.description->zh);
    out.member("description_en", line.description->en);
    parts::add_or_null(out, "house",
                       line.house ? std::string_view(books.registry().house(line.house).code)
                                  : std::string_view{});
    out.member("debit", line.debit);
    out.member("credit", line.credit);
    out.member("balance", line.balance);
  });
}

void add_statement(JsonWriter& out, const Statement& statement, const Books& books) {
  out.member("opening", statement.opening);
  out.array_member("lines", statement.lines,
                   [&](const StatementLine& line) { write_line(out, line, books); });
  out.member("debit", statement.debit);
  out.member("credit", statement.credit);
  out.member("closing", statement.closing);
}

void add_account(JsonWriter& out, AccountRef account) {
  out.member("account", account);
  out.member("name", chart_entry(account.account).name_zh);
  out.member("name_en", chart_entry(account.account).name_en);
  out.member("fund", fund_code(account.fund));
}

void add_sums(JsonWriter& out, const TrialBalanceLine& line) {
  out.member("opening", line.opening);
  out.member("debit", line.debit);
  out.member("credit", line.credit);
  out.member("closing", line.closing);
}

void write_summary(JsonWriter& out, const SummaryLine& line) {
  out.object([&] {
    out.member("fund", fund_code(line.fund));
    out.member("fund_name", fund_name_zh(line.fund));
    out.member("side", line.side == SummarySide::income ? "income" : "cost");
    out.member("description", line.what.zh);
    out.member("description_en", line.what.en);
    out.member("amount", line.amount);
  });
}

}  // namespace

void write_json(JsonWriter& out, const TrialBalance& report, const Books& /*books*/) {
  out.object([&] {
    parts::add_head(out, report.head);
    if (report.range) parts::add_range(out, *report.range);
    out.array_member("accounts", report.accounts, [&](const TrialBalanceLine& line) {
      out.object([&] {
        add_account(out, line.account);
        add_sums(out, line);
      });
    });
    out.object_member("totals", [&] { add_sums(out, report.total); });
  });
}

void write_json(JsonWriter& out, const HouseStatement& report, const Books& books) {
  out.object([&] {
    parts::add_head(out, report.head);
    out.member("house", report.house);
    parts::add_days(out, report.days);
    add_statement(out, report.owed, books);
    out.object_member("fund_card", [&] { add_statement(out, report.fund_card, books); });
  });
}

void write_json(JsonWriter& out, const CommunityStatement& report, const Books& books) {
  Money opening;
  Money closing;
  for (const MoneyAccountStatement& account : report.accounts) {
    opening += account.statement.opening;
    closing += account.statement.closing;
  }
  out.object([&] {
    parts::add_head(out, report.head);
    parts::add_range(out, report.range);
    out.member("opening", opening);
    out.array_member("summary", report.summary,
                     [&](const SummaryLine& line) { write_summary(out, line); });
    out.array_member("accounts", report.accounts, [&](const MoneyAccountStatement& account) {
      out.object([&] {
        add_account(out, account.account);
        add_statement(out, account.statement, books);
      });
    });
    out.member("closing", closing);
  });
}

}  // namespace mingzhang
