#include "tests/kinds/consented_community.h"

#include "tests/kinds/table.h"

namespace mingzhang::test {

const std::string& consented_community() {
  static const std::string table = std::string(small_community) + R"(
  2026-01-01 resolution_tallied resolution=revenue matter=business_on_common_parts
    owners_total=5 area_total=355.88 owners_voting=5 area_voting=355.88 owners_for=5
    area_for=355.88 allows=earn,fill_shortfall,top_up_fund,credit_owners
    valid_from=2026-01-01 valid_until=2026-12-31
  2026-01-01 resolution_tallied resolution=spend matter=business_on_common_parts
    owners_total=5 area_total=355.88 owners_voting=5 area_voting=355.88 owners_for=5
    area_for=355.88 allows=fill_shortfall valid_from=2026-01-01 valid_until=2026-12-31
  2026-01-01 resolution_tallied resolution=refused matter=business_on_common_parts
    owners_total=5 area_total=355.88 owners_voting=5 area_voting=355.88 owners_for=3
    area_for=355.88 allows=earn,fill_shortfall valid_from=2026-01-01 valid_until=2026-12-31
  2026-01-01 resolution_tallied resolution=repairs matter=use_fund
    owners_total=5 area_total=355.88 owners_voting=4 area_voting=300.00 owners_for=3
    area_for=200.00 allows=repair valid_from=2026-01-01 valid_until=2026-12-31
  2026-01-01 resolution_tallied resolution=building-1 matter=use_fund scope=1
    owners_total=4 area_total=261.32 owners_voting=4 area_voting=261.32 owners_for=4
    area_for=261.32 allows=repair valid_from=2026-01-01 valid_until=2026-12-31
  2026-01-01 resolution_tallied resolution=entrance-1-1 matter=use_fund scope=1/1
    owners_total=2 area_total=106.90 owners_voting=2 area_voting=106.90 owners_for=2
    area_for=106.90 allows=repair valid_from=2026-01-01 valid_until=2026-12-31
)";
  return table;
}

}  // namespace mingzhang::test
