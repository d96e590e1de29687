#include <fmt/format.h>

#include "ledger/rules/consent.h"
#include "ledger/rules/rules.h"
#include "ledger/rules/words_zh.h"

namespace mingzhang {
namespace {

std::string text_of(std::uint32_t heads) { return fmt::to_string(heads); }
std::string text_of(Area area) { return to_string(area); }

/// A count of the tally is at most the count that it is a part of.
template <class Count>
Refused check_part(std::string_view field, Count part, std::string_view of, Count whole) {
  if (part <= whole) return std::nullopt;
  return reject(Code::more_than_possible, field, field, text_of(part), of, text_of(whole));
}

Refused check_tally(const ResolutionTallied& vote) {
  const std::uint32_t owners = vote.owners_total;
  const std::uint32_t voters = vote.owners_voting;
  if (owners == 0) return reject(Code::not_positive, "owners_total", "owners_total");
  if (vote.area_total == Area{}) return reject(Code::not_positive, "area_total", "area_total");
  if (Refused refused = check_part("owners_voting", voters, "owners_total", owners)) return refused;
  if (Refused refused =
          check_part("area_voting", vote.area_voting, "area_total", vote.area_total)) {
    return refused;
  }
  if (Refused refused = check_part("owners_for", vote.owners_for, "owners_voting", voters)) {
    return refused;
  }
  return check_part("area_for", vote.area_for, "area_voting", vote.area_voting);
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
