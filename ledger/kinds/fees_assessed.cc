#include <fmt/format.h>

#include "ledger/rules/allocation.h"
#include "ledger/rules/rules.h"

namespace mingzhang {
namespace {

constexpr int longest_cycle = 12;

/// The houses that a version applies to: as listed, by use, or all that are registered.
std::vector<HouseNumber> houses_of(const CommunityState& state, const TariffVersion& version) {
  if (version.houses) return *version.houses;
  std::vector<HouseNumber> houses;
  for (std::uint32_t number = 1; number <= state.houses.size(); ++number) {
    const House& house = state.house({number});
    if (!version.use || house.use == *version.use) houses.push_back({number});
  }
  return houses;
}

Money fee_of(const TariffVersion& version, Area area) {
  const int months = months_of(version.cycle);
  return version.basis == TariffBasis::area ? area_fee(version.price, area, months)
                                            : flat_fee(version.price, months);
}

/// The first month of an assessed cycle which shares a month with the cycle that begins at
/// `period`; 0 = none. A reversed run does not count: its total is zero.
Period assessed_cycle(const CommunityState& state, const Tariff& tariff, Subject number,
                      Period period, int months) {
  for (int shift = 1 - longest_cycle; shift < months; ++shift) {
    const Period start = add_months(period, shift);
    if (state.total(Flow::fee_assessed, start, number) == Money{}) continue;
    const TariffVersion* version = tariff.in_force(start);
    const int covered = version == nullptr ? 1 : months_of(version->cycle);
    if (add_months(start, covered) > period) return start;
  }
  return {};
}

Refused check(const Context& context, const FeesAssessed& payload, const Tariff* tariff,
              Subject number) {
  const std::string period = to_string(payload.period);
  if (tariff == nullptr) return reject(Code::unknown_tariff, "tariff", payload.tariff.value);
  const TariffVersion* version = tariff->in_force(payload.period);
  if (version == nullptr) {
    return reject(Code::before_tariff, "period", period, tariff->name,
                  to_string(tariff->versions.front().from));
  }
  if (version->free_until && first_day_of(payload.period) <= *version->free_until) {
    return reject(Code::free_period, "period", period, to_string(*version->free_until));
  }
  const int months = months_of(version->cycle);
  const int since = payload.period.months - version->from.months;
  if (since % months != 0) {
    return reject(Code::off_cycle, "period", period,
                  to_string(add_months(payload.period, -(since % months))),
                  to_string(add_months(payload.period, months - since % months)));
  }
  const Period before = assessed_cycle(context.state, *tariff, number, payload.period, months);
  if (before) {
    return reject(Code::already_assessed, "period", period, tariff->name, to_string(before));
  }
  return std::nullopt;
}

}  // namespace

Refused decide(const Context& context, FeesAssessed& payload, Entry& entry) {
  const CommunityState& state = context.state;
  const Tariff* tariff = state.find_tariff(payload.tariff.value);
  const Subject number = state.find_tariff_number(payload.tariff.value);
  if (Refused refused = check(context, payload, tariff, number)) return refused;

  const TariffVersion& version = *tariff->in_force(payload.period);
  Money total;
  payload.lines.value.clear();
  for (const HouseNumber which : houses_of(state, version)) {
    const House& house = state.house(which);
    const Money fee = fee_of(version, house.area);
    if (fee == Money{}) continue;  // a parking space without an area, say
    total += fee;
    if (total > max_amount) {
      return reject(Code::value_too_large, "tariff", "tariff", to_string(max_amount));
    }
    payload.lines.value.push_back({which, house.area, fee});
    assess_house(entry, state, which, payload.period, fee, number);
  }
  if (total == Money{}) return reject(Code::no_house_to_charge, "tariff", tariff->name);
  entry.credit(Account::fee_income, Fund::operations, total, {Flow::plain, {}, payload.period, {}});
  payload.price.value = version.price;
  payload.months.value = static_cast<std::uint32_t>(months_of(version.cycle));
  return std::nullopt;
}

Description describe(const FeesAssessed& payload) {
  return {fmt::format("应收物业费 {}（{}，{} 个月）", to_string(payload.period),
                      payload.tariff.value, payload.months.value),
          fmt::format("fee assessed for {} ({}, {} {})", to_string(payload.period),
                      payload.tariff.value, payload.months.value,
                      payload.months.value == 1 ? "month" : "months")};
}

}  // namespace mingzhang
