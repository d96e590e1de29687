#include "ledger/rules/rules.h"

namespace mingzhang {

Refused decide(const Context& context, HouseRegistered& payload, Entry&) {
  const std::string& code = payload.house.value;
  const bool may_be_empty = payload.use == HouseUse::parking;
  if (context.state.find_house(code) != nullptr) return reject(Code::house_exists, "house", code);
  if (payload.area.dm2 == 0 && !may_be_empty) return reject(Code::not_positive, "area", "area");
  payload.number.value = {static_cast<std::uint32_t>(context.state.houses.size() + 1)};
  return std::nullopt;
}

Description describe(const HouseRegistered& payload) {
  return {"登记房屋 " + payload.house.value, "house registered: " + payload.house.value};
}

}  // namespace mingzhang
