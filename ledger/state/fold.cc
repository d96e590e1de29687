#include "ledger/state/fold.h"

#include <algorithm>

#include "ledger/base/ensure.h"

namespace mingzhang {
namespace {

House& house_at(CommunityState& state, HouseNumber number) {
  if (state.houses.size() < number.value) state.houses.resize(number.value);
  return state.houses[number.value - 1];
}

/// What a house has that its postings move.
enum class HousePart : std::uint8_t { none, fees, prepaid, fund_balance, repair_share };

/// Where the postings of one sort go, apart from the sums that they share.
struct Target {
  CommunityState* state = nullptr;
  HousePart part{};
  FeeRule rule;           ///< of fees
  FeeTable::Place place;  ///< of fees
  Subject repair;         ///< of a repair share
};

Target target_of(CommunityState& state, const PostingSort& sort) {
  switch (sort.account) {
    case Account::fee_receivable:
      return {&state,
              HousePart::fees,
              fee_rule(sort.flow),
              state.fees.place_of(sort.period, state.houses.size()),
              {}};
    case Account::prepayment:
      return {&state, HousePart::prepaid, {}, {}, {}};
    case Account::maintenance_fund:
      return {&state, HousePart::fund_balance, {}, {}, {}};
    case Account::other_receivable:
      return {&state, HousePart::repair_share, {}, {}, sort.subject};
    default:
      return {&state, HousePart::none, {}, {}, {}};
  }
}

/// REQUIRES: a house.
void fold_house(const Target& target, HouseNumber house, Money amount) {
  CommunityState& state = *target.state;
  switch (target.part) {
    case HousePart::none:
      return;
    case HousePart::fees:
      state.fees.add(house, target.place, target.rule.move(amount));
      return;
    case HousePart::prepaid:
      house_at(state, house).prepaid -= amount;
      return;
    case HousePart::fund_balance:
      house_at(state, house).fund_balance -= amount;
      return;
    case HousePart::repair_share:
      state.repair_shares[CommunityState::repair_share_key(house, target.repair)] += amount;
      return;
  }
}

/// Adds what all postings of a sort add to together.
void fold_shared(CommunityState& state, const PostingSort& sort, Money amount) {
  state.balances[slot(sort.account, sort.fund)] += amount;
  state.totals.add(sort, amount);
}

void fold_vouchers(CommunityState& state, Day day, std::uint32_t count) {
  state.vouchers[period_of(day)] += count;
}

/// What the postings of one sort in a run move.
struct Moved {
  Money sum;
  FeeTable::Strip fees;
  bool by_credit = false;
  bool of_houses = false;  ///< those with a house move a part of it
  Target target;

  /// False when the house's part is still to be folded.
  bool add(HouseNumber house, Money amount) {
    sum += amount;
    return fees.add(house, by_credit ? -amount : amount) || !of_houses || !house;
  }
};

std::vector<Moved> moved_by(std::span<CommunityState> communities, const HotRun& run) {
  std::vector<Moved> moved(run.sorts.size());
  for (std::size_t i = 0; i < moved.size(); ++i) {
    moved[i].target = target_of(communities[run.sorts[i].community.value - 1], run.sorts[i]);
  }
  for (Moved& of_sort : moved) {  // now that no table grows any more
    const Target& target = of_sort.target;
    of_sort.of_houses = target.part != HousePart::none;
    if (target.part != HousePart::fees) continue;
    of_sort.fees = target.state->fees.strip(target.place, target.rule.part);
    of_sort.by_credit = target.rule.by_credit;
  }
  return moved;
}

/// An entry for each event with postings; those of one day and community come in runs.
void count_vouchers(std::span<CommunityState> communities, const HotRun& run) {
  CommunityNumber community;
  Day day;
  std::uint32_t entries = 0;
  const auto count = [&] {
    if (entries != 0) fold_vouchers(communities[community.value - 1], day, entries);
  };
  std::size_t place = 0;
  for (const HotRun::Entry& entry : run.entries) {
    const CommunityNumber its_community =
        run.community ? run.community : run.sorts[run.sort_numbers[place]].community;
    if (its_community != community || entry.day != day.since_1970) {
      count();
      community = its_community;
      day = {entry.day};
      entries = 0;
    }
    ++entries;
    place += entry.postings;
  }
  count();
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
  const PostingSort sort = PostingSort::of(posting);
  fold_shared(state, sort, posting.amount());
  if (posting.line == 0) fold_vouchers(state, posting.business_date(), 1);
  if (posting.house) fold_house(target_of(state, sort), posting.house, posting.amount());
}

void fold_postings(std::span<CommunityState> communities, const HotRun& run) {
  std::vector<Moved> moved = moved_by(communities, run);
  // Most postings are of fees, and end in the first line; those that do not are folded by the way
  // of a single posting, after the others: it may make the fee table grow, which moves its cells.
  std::vector<std::size_t> rest;
  const std::size_t count = run.posting_count();
  for (std::size_t i = 0; i < count; ++i) {
    if (!moved[run.sort_numbers[i]].add(run.houses[i], {run.amounts_fen[i]})) rest.push_back(i);
  }
  for (const std::size_t i : rest) {
    fold_house(moved[run.sort_numbers[i]].target, run.houses[i], {run.amounts_fen[i]});
  }
  for (std::size_t i = 0; i < moved.size(); ++i) {
    fold_shared(*moved[i].target.state, run.sorts[i], moved[i].sum);
  }
  count_vouchers(communities, run);
}

void fold_event(CommunityState& state, const Event& event) {
  std::visit(EventFold{state, event}, event.payload);
}

}  // namespace mingzhang
