#include "ledger/state/fold.h"

#include <algorithm>

#include "ledger/base/ensure.h"

namespace mingzhang {
namespace {

House& house_at(CommunityState& state, HouseNumber number) {
  if (state.houses.size() < number.value) state.houses.resize(number.value);
  return state.houses[number.value - 1];
}

FeeItem& fee_at(House& house, Period period) {
  // Newest periods come last, and most postings are about the newest.
  auto place = house.fees.end();
  while (place != house.fees.begin() && std::prev(place)->period >= period) --place;
  if (place == house.fees.end() || place->period != period) {
    place = house.fees.insert(place, FeeItem{period, {}, {}, {}, {}, {}});
  }
  return *place;
}

void fold_fee(House& house, const Posting& posting) {
  FeeItem& item = fee_at(house, posting.period);
  const Money amount = posting.amount();
  switch (posting.flow) {
    case Flow::late_fee_charged:
    case Flow::late_fee_collected:
      item.late_fee_open += amount;
      return;
    case Flow::fee_assessed:
    case Flow::fee_discounted:
    case Flow::fee_brought_forward:
      item.assessed += amount;
      break;
    case Flow::fee_collected:
    case Flow::fee_collected_from_prepayment:
      item.collected -= amount;
      break;
    case Flow::fee_offset:
      item.offset -= amount;
      break;
    default:
      break;
  }
  item.open += amount;
}

void fold_house(House& house, const Posting& posting) {
  switch (posting.account) {
    case Account::fee_receivable:
      fold_fee(house, posting);
      return;
    case Account::prepayment:
      house.prepaid -= posting.amount();
      return;
    case Account::maintenance_fund:
      house.fund_balance -= posting.amount();
      return;
    case Account::other_receivable: {
      auto& shares = house.repair_shares;
      auto share = std::ranges::lower_bound(shares, posting.subject, {}, &RepairShareItem::repair);
      if (share == shares.end() || share->repair != posting.subject) {
        share = shares.insert(share, RepairShareItem{posting.subject, {}});
      }
      share->open += posting.amount();
      return;
    }
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
    house.building = registered.building.value;
    house.entrance = registered.entrance.value;
    house.area = registered.area;
    house.use = registered.use;
    state.house_numbers[house.code] = registered.number.value;
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
  const Money amount = posting.amount();
  state.balances[slot(posting.account, posting.fund)] += amount;
  if (posting.line == 0) ++state.vouchers[period_of(posting.business_date())];
  if (posting.house) fold_house(house_at(state, posting.house), posting);
  if (posting.flow == Flow::plain) return;
  state.totals[TotalKey{posting.flow, posting.period, posting.subject}.packed()] += amount;
  if (posting.subject) state.totals[TotalKey{posting.flow, posting.period, {}}.packed()] += amount;
  if (posting.fund == Fund::trust) {
    state.totals[TotalKey{posting.flow, posting.period, posting.subject, true}.packed()] += amount;
  }
}

void fold_event(CommunityState& state, const Event& event) {
  std::visit(EventFold{state, event}, event.payload);
}

}  // namespace mingzhang
