#include "api/reports/parts.h"

namespace mingzhang::parts {

namespace json = boost::json;

json::object head(const ReportHead& head) {
  json::object out{{"community", head.community}, {"name", head.name}, {"as_of", nullptr}};
  if (head.as_of) out["as_of"] = to_string(*head.as_of);
  out["sequence"] = head.through.value;
  return out;
}

void add_range(json::object& out, const PeriodRange& range) {
  out["period"] = to_string(range.first);
  out["through"] = to_string(range.through);
}

void add_days(json::object& out, const DayRange& days) {
  out["from"] = nullptr;
  out["to"] = nullptr;
  if (days.from) out["from"] = to_string(*days.from);
  if (days.to) out["to"] = to_string(*days.to);
}

json::value or_null(const std::optional<std::string>& text) {
  return text ? json::value(text->c_str()) : json::value(nullptr);
}

json::value or_null(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(text.c_str());
}

json::object consent(const Consent& consent) {
  const ResolutionTallied& vote = consent.vote;
  json::object out{{"resolution", consent.resolution},
                   {"sequence", consent.sequence.value},
                   {"business_date", to_string(consent.business_date)},
                   {"matter", word(vote.matter)},
                   {"scope", nullptr}};
  if (vote.scope) {
    json::object scope{{"building", vote.scope->building.value}, {"entrance", nullptr}};
    if (vote.scope->entrance) scope["entrance"] = vote.scope->entrance->value;
    out["scope"] = std::move(scope);
  }
  out["allows"] = array_of(vote.allows, [](AllowedUse use) { return word(use); });
  out["valid_from"] = to_string(vote.valid_from);
  out["valid_until"] = to_string(vote.valid_until);
  out["owners_total"] = vote.owners_total;
  out["area_total"] = to_string(vote.area_total);
  out["owners_voting"] = vote.owners_voting;
  out["area_voting"] = to_string(vote.area_voting);
  out["owners_for"] = vote.owners_for;
  out["area_for"] = to_string(vote.area_for);
  out["passed"] = consent.passed();
  out["outcome"] = word(consent.outcome);
  out["why"] = consent.why.zh;
  out["why_en"] = consent.why.en;
  return out;
}

}  // namespace mingzhang::parts
