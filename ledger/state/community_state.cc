#include "ledger/state/community_state.h"

#include <algorithm>

namespace mingzhang {
namespace {

template <class Items>
auto* find_named(Items& items, const std::string& name) {
  const auto found = std::ranges::find(items, name, [](const auto& item) { return item.name; });
  return found == items.end() ? nullptr : &*found;
}

/// What is numbered in the community stands at index number - 1.
template <class Items>
Subject number_named(const Items& items, const std::string& name) {
  const auto* found = find_named(items, name);
  return found == nullptr ? Subject{}
                          : Subject{static_cast<std::uint32_t>(found - items.data() + 1)};
}

}  // namespace

const TariffVersion* Tariff::in_force(Period period) const {
  const auto later = std::ranges::upper_bound(versions, period, {}, &TariffVersion::from);
  return later == versions.begin() ? nullptr : &*std::prev(later);
}

const House* CommunityState::find_house(std::string_view code) const {
  const HouseNumber found = house_number(code);
  return found ? &house(found) : nullptr;
}

Money CommunityState::repair_share_open(HouseNumber house, Subject repair) const {
  const auto found = repair_shares.find(repair_share_key(house, repair));
  return found == repair_shares.end() ? Money{} : found->second;
}

const Tariff* CommunityState::find_tariff(const std::string& tariff) const {
  return find_named(tariffs, tariff);
}

const Resolution* CommunityState::find_resolution(const std::string& resolution) const {
  return find_named(resolutions, resolution);
}

Subject CommunityState::find_tariff_number(const std::string& tariff) const {
  return number_named(tariffs, tariff);
}

Subject CommunityState::find_repair(const std::string& repair) const {
  return number_named(repairs, repair);
}

Subject CommunityState::find_programme(const std::string& programme,
                                       const std::string& purpose) const {
  const auto found = std::ranges::find(programmes, SubsidyProgramme{programme, purpose});
  return found == programmes.end()
             ? Subject{}
             : Subject{static_cast<std::uint32_t>(found - programmes.begin() + 1)};
}

bool operator==(const CommunityState& left, const CommunityState& right) {
  return left.number == right.number && left.id == right.id && left.name == right.name &&
         left.subdistrict == right.subdistrict && left.neighbourhood == right.neighbourhood &&
         left.balances == right.balances && left.houses == right.houses &&
         left.fees == right.fees && left.repair_shares == right.repair_shares &&
         left.tariffs == right.tariffs && left.resolutions == right.resolutions &&
         left.programmes == right.programmes && left.repairs == right.repairs &&
         left.suspense_items == right.suspense_items && left.totals == right.totals &&
         left.reversed == right.reversed && left.vouchers == right.vouchers &&
         left.closed == right.closed;
}

}  // namespace mingzhang
