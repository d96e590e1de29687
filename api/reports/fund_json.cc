// 公共收益, 维修资金, 补助, 业主决定.

#include "api/reports/parts.h"
#include "api/reports/report_json.h"

namespace mingzhang {
namespace {

void write_source(JsonWriter& out, const RevenueSourceLine& line) {
  out.object([&] {
    out.member("source", word(line.source));
    out.member("gross", line.gross);
    out.member("cost", line.cost);
    out.member("net", line.net());
  });
}

void write_use(JsonWriter& out, const RevenueUseLine& line) {
  out.object([&] {
    out.member("sequence", line.sequence.value);
    parts::add_or_null(out, "voucher", line.voucher);
    out.member("business_date", line.business_date);
    out.member("to", word(line.use));
    out.member("period", line.period);
    out.member("amount", line.amount);
    out.member("resolution", line.resolution);
  });
}

/// What the cards of all houses have too.
void add_card_sums(JsonWriter& out, const FundCard& card) {
  out.member("brought_forward", card.brought_forward);
  out.member("deposits", card.deposits);
  out.member("interest", card.interest);
  out.member("top_ups", card.top_ups);
  out.member("drawn", card.drawn);
  out.member("balance", card.balance);
}

void write_card(JsonWriter& out, const FundCard& card) {
  out.object([&] {
    out.member("house", card.house);
    out.member("first_deposit", card.first_deposit);
    add_card_sums(out, card);
    out.member("below_30_percent", card.below_30_percent);
  });
}

/// What all programmes together have too.
void add_programme_sums(JsonWriter& out, const SubsidyLine& line) {
  out.member("received", line.received);
  out.member("applied", line.applied);
  out.member("returned", line.returned);
  out.member("left", line.left());
}

void write_programme(JsonWriter& out, const SubsidyLine& line) {
  out.object([&] {
    out.member("programme", line.programme);
    out.member("purpose", line.purpose);
    add_programme_sums(out, line);
  });
}

}  // namespace

void write_json(JsonWriter& out, const CommonRevenueReport& report, const Books& /*books*/) {
  out.object([&] {
    parts::add_head(out, report.head);
    parts::add_days(out, report.days);
    out.member("opening", report.opening);
    out.member("brought_forward", report.brought_forward);
    out.array_member("sources", report.sources,
                     [&](const RevenueSourceLine& line) { write_source(out, line); });
    out.object_member("used", [&] {
      out.member("shortfall", report.used.shortfall);
      out.member("maintenance_fund", report.used.maintenance_fund);
      out.member("owners", report.used.owners);
    });
    out.member("closing", report.closing);
    out.array_member("uses", report.uses,
                     [&](const RevenueUseLine& line) { write_use(out, line); });
    parts::add_consents(out, report.consents);
  });
}

void write_json(JsonWriter& out, const FundReport& report, const Books& /*books*/) {
  out.object([&] {
    parts::add_head(out, report.head);
    out.array_member("cards", report.cards, [&](const FundCard& card) { write_card(out, card); });
    out.object_member("totals", [&] { add_card_sums(out, report.total); });
    const FundCheck& check = report.check;
    out.object_member("check", [&] {
      out.member("cards", check.cards);
      out.member("undistributed", check.undistributed);
      out.member("unpaid_repairs", check.unpaid_repairs);
      out.member("bank", check.bank);
      out.member("difference", check.difference());
    });
  });
}

void write_json(JsonWriter& out, const SubsidyReport& report, const Books& /*books*/) {
  out.object([&] {
    parts::add_head(out, report.head);
    out.array_member("programmes", report.programmes,
                     [&](const SubsidyLine& line) { write_programme(out, line); });
    out.object_member("totals", [&] { add_programme_sums(out, report.total); });
  });
}

void write_json(JsonWriter& out, const ConsentRegister& report, const Books& /*books*/) {
  out.object([&] {
    parts::add_head(out, report.head);
    parts::add_consents(out, report.consents);
  });
}

}  // namespace mingzhang
