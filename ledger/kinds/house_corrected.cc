#include "ledger/rules/rules.h"

namespace mingzhang {

Refused decide(const Context& context, HouseCorrected& payload, Entry&) {
  const House& house = context.state.house(payload.house.number);
  const bool may_be_empty = payload.use.value_or(house.use) == HouseUse::parking;
  if (!payload.area && !payload.use) return reject(Code::nothing_corrected, "area", house.code);
  if (payload.area.value_or(house.area).dm2 == 0 && !may_be_empty) {
    return reject(Code::not_positive, "area", "area");
  }
  return std::nullopt;
}

Description describe(const HouseCorrected&) { return {"更正房屋登记", "house register corrected"}; }

}  // namespace mingzhang
