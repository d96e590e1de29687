#include <fmt/format.h>

#include <algorithm>

#include "ledger/rules/rules.h"
#include "ledger/rules/words_zh.h"

namespace mingzhang {
namespace {

const HouseRef* find_repeated(const std::vector<HouseRef>& houses) {
  std::vector<HouseNumber> seen;
  seen.reserve(houses.size());
  for (const HouseRef& house : houses) seen.push_back(house.number);
  std::ranges::sort(seen);
  const auto twice = std::ranges::adjacent_find(seen);
  if (twice == seen.end()) return nullptr;
  return &*std::ranges::find(houses, *twice, &HouseRef::number);
}

}  // namespace

Refused decide(const Context& context, TariffSet& payload, Entry&) {
  if (payload.houses && payload.use) return reject(Code::houses_and_use, "use");
  if (payload.houses) {
    if (const HouseRef* twice = find_repeated(*payload.houses)) {
      return reject(Code::house_listed_twice, "houses", twice->code);
    }
  }
  const CommunityState& state = context.state;
  const Subject known = state.find_tariff_number(payload.tariff.value);
  payload.number.value =
      known ? known : Subject{static_cast<std::uint32_t>(state.tariffs.size() + 1)};
  return std::nullopt;
}

Description describe(const TariffSet& payload) {
  return {fmt::format("收费标准 {}：单价 {}，按{}收，自 {} 起", payload.tariff.value,
                      to_string(payload.price), word_zh(payload.cycle), to_string(payload.from)),
          fmt::format("tariff {}: price {} per month, charged by {} from {}", payload.tariff.value,
                      to_string(payload.price), word(payload.cycle), to_string(payload.from))};
}

}  // namespace mingzhang
