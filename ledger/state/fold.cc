#include "ledger/state/fold.h"

#include <algorithm>
#include <array>

#include "ledger/base/ensure.h"

namespace mingzhang {
namespace {

House& house_at(CommunityState& state, HouseNumber number) {
  if (state.houses.size() < number.value) state.houses.resize(number.value);
  return state.houses[number.value - 1];
}

void fold_house(CommunityState& state, const Posting& posting) {
  const Money amount = posting.amount();
  switch (posting.account) {
    case Account::fee_receivable:
      state.fees.add(posting.house, posting.period, fee_move(posting), state.houses.size());
      return;
    case Account::prepayment:
      house_at(state, posting.house).prepaid -= amount;
      return;
    case Account::maintenance_fund:
      house_at(state, posting.house).fund_balance -= amount;
      return;
    case Account::other_receivable:
      state.repair_shares[CommunityState::repair_share_key(posting.house, posting.subject)] +=
          amount;
      return;
    default:
      return;
  }
}

struct EventFold {
  CommunityState& state;
  const Event& event;

  void operator()(const CommunityRegistered& registered) const {
    state.number = registered.number.value;
    state.id = registered.id.value.value;
    state.name = registered.name.value;
    state.subdistrict = registered.subdistrict.value;
    state.neighbourhood = registered.neighbourhood.value;
  }
  void operator()(const HouseRegistered& registered) const {
    House& house = house_at(state, registered.number.value);
    house.code = registered.house.value;
    house.location = {registered.building.value, registered.entrance.value};
    house.area = registered.area;
    house.use = registered.use;
    state.house_index.insert(state.houses, registered.number.value);
  }
  void operator()(const HouseCorrected& corrected) const {
    House& house = house_at(state, corrected.house.number);
    if (corrected.area) house.area = *corrected.area;
    if (corrected.use) house.use = *corrected.use;
  }
  void operator()(const TariffSet& set) const {
    if (state.tariffs.size() < set.number.value.value) {
      state.tariffs.resize(set.number.value.value);
    }
    Tariff& tariff = state.tariffs[set.number.value.value - 1];
    tariff.name = set.tariff.value;
    TariffVersion version{set.basis, set.price, set.cycle, set.from, {}, set.use, set.free_until};
    if (set.houses) {
      version.houses.emplace();
      for (const HouseRef& house : *set.houses) version.houses->push_back(house.number);
    }
    auto place = std::ranges::lower_bound(tariff.versions, set.from, {}, &TariffVersion::from);
    if (place != tariff.versions.end() && place->from == set.from) {
      *place = std::move(version);
    } else {
      tariff.versions.insert(place, std::move(version));
    }
  }
  void operator()(const ResolutionTallied& tallied) const {
    state.resolutions.push_back({tallied.resolution.value, tallied.matter, tallied.scope,
                                 tallied.allows, tallied.valid_from, tallied.valid_until,
                                 tallied.outcome.value});
  }
  void operator()(const SubsidyReceived& received) const {
    const std::uint32_t number = received.number.value.value;
    if (state.programmes.size() < number) state.programmes.resize(number);
    state.programmes[number - 1] = {received.programme.value, received.purpose.value};
  }
  void operator()(const RepairApportioned& apportioned) const {
    const std::uint32_t number = apportioned.number.value.value;
    if (state.repairs.size() < number) state.repairs.resize(number);
    state.repairs[number - 1] = {apportioned.repair.value};
  }
  void operator()(const SuspenseReceived& received) const {
    state.suspense_items = std::max(state.suspense_items, received.number.value.value);
  }
  void operator()(const EventReversed& reversed) const {
    state.reversed.insert(reversed.sequence.value);
  }
  void operator()(const PeriodClosed& closed) const { state.closed.push_back(closed.period); }
  void operator()(const PeriodReopened& reopened) const {
    ensure(!state.closed.empty() && state.closed.back() == reopened.period,
           "only the newest closed period is reopened");
    state.closed.pop_back();
  }
  template <class Payload>
  void operator()(const Payload&) const {
    static_assert(!is_noted(Payload::kind), "a noted kind needs its fold");
  }
};

}  // namespace

void fold_posting(CommunityState& state, const Posting& posting) {
  state.balances[slot(posting.account, posting.fund)] += posting.amount();
  if (posting.line == 0) ++state.vouchers[period_of(posting.business_date())];
  if (posting.house) fold_house(state, posting);
  state.totals.add(posting);
}

void fold_event(CommunityState& state, const Event& event) {
  std::visit(EventFold{state, event}, event.payload);
}

}  // namespace mingzhang
