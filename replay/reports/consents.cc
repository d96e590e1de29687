#include "replay/reports/consents.h"

#include <fmt/format.h>

#include "ledger/rules/words_zh.h"

namespace mingzhang {
namespace {

/// Digits of a share, rounded, for reading only: the outcome was decided with integers.
std::string percent(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return "0.00%";
  return format_decimal(divide_half_up(static_cast<__int128>(part) * 10'000, whole), 2, 2) + "%";
}

std::string heads(std::uint32_t part, std::uint32_t whole) {
  return fmt::format("{}/{} ({})", part, whole, percent(part, whole));
}

std::string area(Area part, Area whole) {
  return fmt::format("{}/{} ㎡ ({})", to_string(part), to_string(whole),
                     percent(part.dm2, whole.dm2));
}

bool needs_three_quarters(Matter matter) {
  return matter != Matter::use_fund && matter != Matter::other;
}

Description why_of(const ResolutionTallied& vote) {
  const bool three_quarters = needs_three_quarters(vote.matter);
  const std::string voting_heads = heads(vote.owners_voting, vote.owners_total);
  const std::string voting_area = area(vote.area_voting, vote.area_total);
  const std::string for_heads = heads(vote.owners_for, vote.owners_voting);
  const std::string for_area = area(vote.area_for, vote.area_voting);
  return {
      fmt::format("参与 {} 人、{}，均须达三分之二；同意 {} 人、{}，均须{}；{}", voting_heads,
                  voting_area, for_heads, for_area,
                  three_quarters ? "达参与者的四分之三" : "超过参与者的一半",
                  word_zh(vote.outcome.value)),
      fmt::format("voting {} owners, {}, each at least 2/3; for {} owners, {}, each {}; {}",
                  voting_heads, voting_area, for_heads, for_area,
                  three_quarters ? "at least 3/4 of those voting" : "more than 1/2 of those voting",
                  plain_words(vote.outcome.value))};
}

}  // namespace

std::vector<Consent> consents(const Books& books) {
  std::vector<Consent> register_of_consents;
  for (const Noted<ResolutionTallied>& noted : books.noted<ResolutionTallied>()) {
    const ResolutionTallied& vote = noted.payload;
    register_of_consents.push_back({noted.sequence, noted.business_date, vote.resolution.value,
                                    vote, vote.outcome.value, why_of(vote)});
  }
  return register_of_consents;
}

}  // namespace mingzhang
