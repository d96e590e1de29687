#include "api/reports/parts.h"

namespace mingzhang::parts {
namespace {

void add_scope(JsonWriter& out, const std::optional<Scope>& scope) {
  if (!scope) return out.member("scope", nullptr);
  out.object_member("scope", [&] {
    out.member("building", scope->building.value);
    if (scope->entrance) {
      out.member("entrance", scope->entrance->value);
    } else {
      out.member("entrance", nullptr);
    }
  });
}

void write_consent(JsonWriter& out, const Consent& consent) {
  const ResolutionTallied& vote = consent.vote;
  out.object([&] {
    out.member("resolution", consent.resolution);
    out.member("sequence", consent.sequence.value);
    out.member("business_date", consent.business_date);
    out.member("matter", word(vote.matter));
    add_scope(out, vote.scope);
    out.array_member("allows", vote.allows, [&](AllowedUse use) { out.value(word(use)); });
    out.member("valid_from", vote.valid_from);
    out.member("valid_until", vote.valid_until);
    out.member("owners_total", vote.owners_total);
    out.member("area_total", vote.area_total);
    out.member("owners_voting", vote.owners_voting);
    out.member("area_voting", vote.area_voting);
    out.member("owners_for", vote.owners_for);
    out.member("area_for", vote.area_for);
    out.member("passed", consent.passed());
    out.member("outcome", word(consent.outcome));
    out.member("why", consent.why.zh);
    out.member("why_en", consent.why.en);
  });
}

}  // namespace

void add_head(JsonWriter& out, const ReportHead& head) {
  out.member("community", head.community);
  out.member("name", head.name);
  out.member("as_of", head.as_of);
  out.member("sequence", head.through.value);
}

void add_range(JsonWriter& out, const PeriodRange& range) {
  out.member("period", range.first);
  out.member("through", range.through);
}

void add_days(JsonWriter& out, const DayRange& days) {
  out.member("from", days.from);
  out.member("to", days.to);
}

void add_or_null(JsonWriter& out, std::string_view name, std::string_view text) {
  if (text.empty()) return out.member(name, nullptr);
  out.member(name, text);
}

void add_consents(JsonWriter& out, const std::vector<Consent>& consents) {
  out.array_member("consents", consents,
                   [&](const Consent& consent) { write_consent(out, consent); });
}

}  // namespace mingzhang::parts
