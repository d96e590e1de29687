// The owners' votes (Civil Code 278): some fail, and one of them passes at the second attempt.

#include "ledger/rules/consent.h"
#include "ops/sample/heping_parts.h"

namespace mingzhang {
namespace {

struct Heads {
  std::uint32_t voting;
  std::uint32_t in_favour;
};
/// Shares of the area in a thousand: of all that vote, and of the voting in favour.
struct AreaShares {
  std::int64_t voting;
  std::int64_t in_favour;
};
struct Vote {
  std::string_view date;
  std::string_view resolution;
  Matter matter;
  std::optional<Scope> scope;
  Heads heads;
  AreaShares area;
  std::vector<AllowedUse> allows;
  std::string_view valid_from;
  std::string_view valid_until;
  std::string_view memo;
};

Scope scope_of(std::string building, std::optional<std::string> entrance) {
  Scope scope;
  scope.building.value = std::move(building);
  if (entrance) scope.entrance = Name{*entrance};
  return scope;
}

using enum AllowedUse;
using enum Matter;

const std::vector<Vote> votes{
    {"2024-11-09",
     "业决2024-01",
     business_on_common_parts,
     {},
     {156, 137},
     {824, 862},
     {earn, fill_shortfall, top_up_fund},
     "2024-11-10",
     "2027-11-09",
     "公共部位广告、售水机、快递柜、驿站与锅炉房出租"},
    {"2024-11-09",
     "业决2024-02",
     business_on_common_parts,
     {},
     {156, 115},
     {824, 768},
     {earn, fill_shortfall, top_up_fund},
     "2024-11-10",
     "2027-11-09",
     "园区道路停车经营，同意人数不足四分之三，未通过"},
    {"2025-03-15",
     "业决2025-01",
     business_on_common_parts,
     {},
     {161, 132},
     {851, 829},
     {earn, fill_shortfall, top_up_fund},
     "2025-04-01",
     "2028-03-31",
     "园区道路停车经营，优先保障业主，第二次表决"},
    {"2025-05-17",
     "业决2025-02",
     use_fund,
     scope_of("2", "3"),
     {11, 9},
     {917, 822},
     {repair},
     "2025-05-18",
     "2025-12-31",
     "2 号楼 3 单元屋面防水，一事一议"},
    {"2025-12-13",
     "业决2025-03",
     other,
     {},
     {149, 101},
     {790, 688},
     {credit_owners, top_up_fund},
     "2025-12-14",
     "2026-12-31",
     "部分公共收益按面积分给业主"},
    {"2026-03-14",
     "业决2026-01",
     use_fund,
     scope_of("4", {}),
     {33, 16},
     {750, 479},
     {repair},
     "2026-03-15",
     "2026-12-31",
     "4 号楼电梯曳引钢丝绳更换，同意人数未过半，未通过"},
    {"2026-04-18",
     "业决2026-02",
     use_fund,
     scope_of("4", {}),
     {39, 31},
     {886, 801},
     {repair},
     "2026-04-19",
     "2026-12-31",
     "4 号楼电梯曳引钢丝绳更换，检验机构到场说明后再次表决"},
    {"2026-09-12",
     "业决2026-03",
     raise_fund,
     {},
     {118, 96},
     {641, 805},
     {top_up_fund},
     "2026-09-13",
     "2027-09-12",
     "续筹维修资金，参与人数不足三分之二，未通过"},
};

void tally(Clerk& clerk, Day day, const Vote& vote) {
  ResolutionTallied tallied;
  tallied.resolution.value = vote.resolution;
  tallied.matter = vote.matter;
  for (const House& house : clerk.books().houses) {
    const bool counts = house.use != HouseUse::parking && house.use != HouseUse::other;
    const bool in_scope =
        !vote.scope || (covers(vote.scope, house) && house.use == HouseUse::dwelling);
    if (!counts || !in_scope) continue;
    tallied.owners_total += 1;
    tallied.area_total.dm2 += house.area.dm2;
  }
  tallied.owners_voting = vote.heads.voting;
  tallied.owners_for = vote.heads.in_favour;
  tallied.area_voting = {tallied.area_total.dm2 * vote.area.voting / 1000};
  tallied.area_for = {tallied.area_voting.dm2 * vote.area.in_favour / 1000};
  tallied.scope = vote.scope;
  tallied.allows = vote.allows;
  tallied.valid_from = on(vote.valid_from);
  tallied.valid_until = on(vote.valid_until);
  clerk.post_as("committee", day, tallied, vote.memo);
}

}  // namespace

void plan_consents(Clerk& clerk) {
  for (const Vote& vote : votes) {
    clerk.put_down(on(vote.date), [&clerk, vote](Day day) { tally(clerk, day, vote); });
  }
}

}  // namespace mingzhang
