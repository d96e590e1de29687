#include "ledger/state/fold.h"

#include <algorithm>
#include <numeric>

#include "ledger/base/ensure.h"

namespace mingzhang {
namespace {

/// Apart from at_number, which otherwise would be too long to stand in a loop.
template <class Value>
[[gnu::noinline]] void lengthen(std::vector<Value>& list, std::size_t size) {
  list.resize(size);
}

/// Numbers are given from 1 without gaps, but what they number is not always folded in that order.
template <class Value, class Number>
Value& at_number(std::vector<Value>& list, Number number) {
  ensure(bool{number}, "numbers are given from 1");
  if (list.size() < number.value) [[unlikely]] {
    lengthen(list, number.value);
  }
  return list[number.value - 1];
}

/// Where the postings of one sort go, apart from the sums that they share.
struct Target {
  enum class Part : std::uint8_t { none, fees, house, repair_share };

  CommunityState* state = nullptr;
  Part part{};
  FeeRule rule;                   ///< of fees
  FeeTable::Place place;          ///< of fees
  Money House::*money = nullptr;  ///< of a house: what a credit adds to
  Subject repair;                 ///< of a repair share
};

Target target_of(CommunityState& state, const PostingSort& sort) {
  Target target;
  target.state = &state;
  switch (sort.account) {
    case Account::fee_receivable:
      target.part = Target::Part::fees;
      target.rule = fee_rule(sort.flow);
      target.place = state.fees.place_of(sort.period, state.houses.size());
      break;
    case Account::prepayment:
      target.part = Target::Part::house;
      target.money = &House::prepaid;
      break;
    case Account::maintenance_fund:
      target.part = Target::Part::house;
      target.money = &House::fund_balance;
      break;
    case Account::other_receivable:
      target.part = Target::Part::repair_share;
      target.repair = sort.subject;
      break;
    default:
      break;
  }
  return target;
}

/// Adds what all postings of a sort add to together.
void fold_shared(CommunityState& state, const PostingSort& sort, Money amount) {
  state.balances[slot(sort.account, sort.fund)] += amount;
  state.totals.add(sort, amount);
}

/// REQUIRES: the target is fees.
void fold_fees(const Target& target, std::span<const HouseNumber> houses,
               std::span<const std::int64_t> amounts_fen) {
  FeeTable& fees = target.state->fees;
  FeeTable::Strip strip = fees.strip(target.place, target.rule.part);
  for (std::size_t i = 0; i < houses.size(); ++i) {
    const FeeMove move = target.rule.move({amounts_fen[i]});
    if (strip.add(houses[i], move.amount) || !houses[i]) continue;
    fees.add(houses[i], target.place, move);
    strip = fees.strip(target.place, target.rule.part);  // cells move when a house is added
  }
}

/// Adds to the houses what postings of one sort move.
void fold_houses(const Target& target, std::span<const HouseNumber> houses,
                 std::span<const std::int64_t> amounts_fen) {
  CommunityState& state = *target.state;
  switch (target.part) {
    case Target::Part::none:
      return;
    case Target::Part::fees:
      return fold_fees(target, houses, amounts_fen);
    case Target::Part::house:
      for (std::size_t i = 0; i < houses.size(); ++i) {
        if (houses[i]) at_number(state.houses, houses[i]).*target.money -= {amounts_fen[i]};
      }
      return;
    case Target::Part::repair_share:
      for (std::size_t i = 0; i < houses.size(); ++i) {
        if (!houses[i]) continue;
        state.repair_shares[CommunityState::repair_share_key(houses[i], target.repair)] +=
            {amounts_fen[i]};
      }
      return;
  }
}

struct EventFold {
  CommunityState& state;

  void operator()(const CommunityRegistered& registered) const {
    state.number = registered.number.value;
    state.id = registered.id.value.value;
    state.name = registered.name.value;
    state.subdistrict = registered.subdistrict.value;
    state.neighbourhood = registered.neighbourhood.value;
  }
  void operator()(const HouseRegistered& registered) const {
    House& house = at_number(state.houses, registered.number.value);
    house.code = registered.house.value;
    house.location = {registered.building.value, registered.entrance.value};
    house.area = registered.area;
    house.use = registered.use;
    state.house_index.insert(state.houses, registered.number.value);
  }
  void operator()(const HouseCorrected& corrected) const {
    House& house = at_number(state.houses, corrected.house.number);
    if (corrected.area) house.area = *corrected.area;
    if (corrected.use) house.use = *corrected.use;
  }
  void operator()(const TariffSet& set) const {
    Tariff& tariff = at_number(state.tariffs, set.number.value);
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
    at_number(state.programmes, received.number.value) = {received.programme.value,
                                                          received.purpose.value};
  }
  void operator()(const RepairApportioned& apportioned) const {
    at_number(state.repairs, apportioned.number.value) = {apportioned.repair.value};
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
  if (posting.line == 0) ++state.vouchers[period_of(posting.business_date())];
  if (!posting.house) return;
  fold_houses(target_of(state, sort), {&posting.house, 1}, {&posting.amount_fen, 1});
}

void fold_postings(std::span<CommunityState> communities, const HotRun& run) {
  run.each_sort([&](const PostingSort& sort, std::span<const HouseNumber> houses,
                    std::span<const std::int64_t> amounts_fen) {
    CommunityState& state = communities[sort.community.value - 1];
    fold_shared(state, sort, {std::reduce(amounts_fen.begin(), amounts_fen.end())});
    fold_houses(target_of(state, sort), houses, amounts_fen);
  });
  for (const HotRun::Vouchers& vouchers : run.vouchers) {
    communities[vouchers.community.value - 1].vouchers[vouchers.month] += vouchers.events;
  }
}

void fold_event(CommunityState& state, const Payload& payload) {
  std::visit(EventFold{state}, payload);
}

}  // namespace mingzhang
