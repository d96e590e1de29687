// 公共收益, 维修资金, 补助, 业主决定.

#include "api/reports/parts.h"
#include "api/reports/report_json.h"

namespace mingzhang {
namespace {

namespace json = boost::json;

json::object source_json(const RevenueSourceLine& line) {
  return {{"source", word(line.source)},
          {"gross", to_string(line.gross)},
          {"cost", to_string(line.cost)},
          {"net", to_string(line.net())}};
}

json::object use_json(const RevenueUseLine& line) {
  return {{"sequence", line.sequence.value},
          {"voucher", parts::or_null(line.voucher)},
          {"business_date", to_string(line.business_date)},
          {"to", word(line.use)},
          {"period", to_string(line.period)},
          {"amount", to_string(line.amount)},
          {"resolution", line.resolution}};
}

json::object card_json(const FundCard& card) {
  return {{"house", card.house},
          {"first_deposit", to_string(card.first_deposit)},
          {"brought_forward", to_string(card.brought_forward)},
          {"deposits", to_string(card.deposits)},
          {"interest", to_string(card.interest)},
          {"top_ups", to_string(card.top_ups)},
          {"drawn", to_string(card.drawn)},
          {"balance", to_string(card.balance)},
          {"below_30_percent", card.below_30_percent}};
}

json::object programme_json(const SubsidyLine& line) {
  return {{"programme", line.programme},          {"purpose", line.purpose},
          {"received", to_string(line.received)}, {"applied", to_string(line.applied)},
          {"returned", to_string(line.returned)}, {"left", to_string(line.left())}};
}

}  // namespace

json::object to_json(const CommonRevenueReport& report, const Books& /*books*/) {
  json::object out = parts::head(report.head);
  parts::add_days(out, report.days);
  out["opening"] = to_string(report.opening);
  out["brought_forward"] = to_string(report.brought_forward);
  out["sources"] = parts::array_of(report.sources, source_json);
  out["used"] = json::object{{"shortfall", to_string(report.used.shortfall)},
                             {"maintenance_fund", to_string(report.used.maintenance_fund)},
                             {"owners", to_string(report.used.owners)}};
  out["closing"] = to_string(report.closing);
  out["uses"] = parts::array_of(report.uses, use_json);
  out["consents"] = parts::array_of(report.consents, parts::consent);
  return out;
}

json::object to_json(const FundReport& report, const Books& /*books*/) {
  json::object out = parts::head(report.head);
  out["cards"] = parts::array_of(report.cards, card_json);
  json::object totals = card_json(report.total);
  for (const char* of_one_house : {"house", "first_deposit", "below_30_percent"}) {
    totals.stable_erase(of_one_house);
  }
  out["totals"] = std::move(totals);
  const FundCheck& check = report.check;
  out["check"] = json::object{{"cards", to_string(check.cards)},
                              {"undistributed", to_string(check.undistributed)},
                              {"unpaid_repairs", to_string(check.unpaid_repairs)},
                              {"bank", to_string(check.bank)},
                              {"difference", to_string(check.difference())}};
  return out;
}

json::object to_json(const SubsidyReport& report, const Books& /*books*/) {
  json::object out = parts::head(report.head);
  out["programmes"] = parts::array_of(report.programmes, programme_json);
  json::object totals = programme_json(report.total);
  totals.stable_erase("programme");
  totals.stable_erase("purpose");
  out["totals"] = std::move(totals);
  return out;
}

json::object to_json(const ConsentRegister& report, const Books& /*books*/) {
  json::object out = parts::head(report.head);
  out["consents"] = parts::array_of(report.consents, parts::consent);
  return out;
}

}  // namespace mingzhang
