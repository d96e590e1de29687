#include <fmt/format.h>

#include "ledger/rules/consent.h"
#include "ledger/rules/rules.h"
#include "ledger/rules/words_zh.h"

namespace mingzhang {
namespace {

/// One count of the tally and what it is a part of, for example those in favour of those voting.
struct Part {
  std::string_view name;
  std::string_view whole_name;
};

Refused check_heads(const Part& part, std::uint32_t count, std::uint32_t whole) {
  if (count <= whole) return std::nullopt;
  return reject(Code::more_than_possible, part.name, part.name, fmt::to_string(count),
                part.whole_name, fmt::to_string(whole));
}

Refused check_area(const Part& part, Area area, Area whole) {
  if (area <= whole) return std::nullopt;
  return reject(Code::more_than_possible, part.name, part.name, to_string(area), part.whole_name,
                to_string(whole));
}

Refused check_tally(const ResolutionTallied& vote) {
  const auto& [owners, area] = std::pair{vote.owners_total, vote.area_total};
  if (owners == 0) return reject(Code::not_positive, "owners_total", "owners_total");
  if (area <= Area{}) return reject(Code::not_positive, "area_total", "area_total");
  const Part owners_voting{"owners_voting", "owners_total"};
  const Part area_voting{"area_voting", "area_total"};
  const Part owners_for{"owners_for", "owners_voting"};
  const Part area_for{"area_for", "area_voting"};
  if (Refused refused = check_heads(owners_voting, vote.owners_voting, owners)) return refused;
  if (Refused refused = check_area(area_voting, vote.area_voting, area)) return refused;
  if (Refused refused = check_heads(owners_for, vote.owners_for, vote.owners_voting)) {
    return refused;
  }
  return check_area(area_for, vote.area_for, vote.area_voting);
}

}  // namespace

Refused decide(const Context& context, ResolutionTallied& payload, Entry&) {
  const std::string& id = payload.resolution.value;
  if (context.state.find_resolution(id) != nullptr) {
    return reject(Code::resolution_exists, "resolution", id);
  }
  if (Refused refused = check_tally(payload)) return refused;
  if (payload.valid_from > payload.valid_until) {
    return reject(Code::validity_reversed, "valid_from", to_string(payload.valid_from),
                  to_string(payload.valid_until));
  }
  payload.outcome.value = outcome_of(payload);
  return std::nullopt;
}

Description describe(const ResolutionTallied& payload) {
  const ResolutionOutcome outcome = payload.outcome.value;
  return {fmt::format("业主决定 {}（{}）：{}", payload.resolution.value, word_zh(payload.matter),
                      word_zh(outcome)),
          fmt::format("resolution {} ({}): {}", payload.resolution.value,
                      plain_words(payload.matter), plain_words(outcome))};
}

}  // namespace mingzhang
