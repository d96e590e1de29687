#include "ledger/rules/consent.h"

#include <algorithm>

#include "ledger/rules/words_zh.h"

namespace mingzhang {
namespace {

/// Whether at least numerator/denominator of `whole` is reached.
bool reaches(std::int64_t part, std::int64_t whole, int numerator, int denominator) {
  return static_cast<__int128>(part) * denominator >= static_cast<__int128>(whole) * numerator;
}

bool is_majority(Matter matter, std::int64_t in_favour, std::int64_t voting) {
  switch (matter) {
    case Matter::business_on_common_parts:
    case Matter::raise_fund:
    case Matter::rebuild:
      return reaches(in_favour, voting, 3, 4);
    case Matter::use_fund:
    case Matter::other:
      break;
  }
  return static_cast<__int128>(in_favour) * 2 > voting;
}

}  // namespace

ResolutionOutcome outcome_of(const ResolutionTallied& vote) {
  using enum ResolutionOutcome;
  if (!reaches(vote.owners_voting, vote.owners_total, 2, 3)) return failed_quorum_heads;
  if (!reaches(vote.area_voting.dm2, vote.area_total.dm2, 2, 3)) return failed_quorum_area;
  if (!is_majority(vote.matter, vote.owners_for, vote.owners_voting)) return failed_majority_heads;
  if (!is_majority(vote.matter, vote.area_for.dm2, vote.area_voting.dm2)) {
    return failed_majority_area;
  }
  return passed;
}

Refused check_consent(const CommunityState& state, const std::string& resolution, Day business_date,
                      const ConsentNeeded& needed) {
  constexpr std::string_view field = "resolution";
  const Resolution* found = state.find_resolution(resolution);
  if (found == nullptr) return reject(Code::unknown_resolution, field, resolution);
  if (found->outcome != ResolutionOutcome::passed) {
    return reject(Code::resolution_failed, field, resolution, word_zh(found->outcome),
                  word(found->outcome));
  }
  if (business_date < found->valid_from || business_date > found->valid_until) {
    return reject(Code::resolution_not_in_force, field, resolution, to_string(business_date),
                  to_string(found->valid_from), to_string(found->valid_until));
  }
  if (needed.matter && found->matter != *needed.matter) {
    return reject(Code::resolution_matter_mismatch, field, resolution, word_zh(found->matter),
                  word_zh(*needed.matter), word(found->matter), word(*needed.matter));
  }
  if (std::ranges::find(found->allows, needed.use) == found->allows.end()) {
    return reject(Code::use_not_allowed, field, resolution, word_zh(needed.use), word(needed.use));
  }
  return std::nullopt;
}

bool covers(const std::optional<Scope>& scope, const House& house) {
  if (!scope) return true;
  return scope->building.value == house.location.building() &&
         (!scope->entrance || scope->entrance->value == house.location.entrance());
}

}  // namespace mingzhang
