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

/// Adds what postings of one account, fund, flow, period and subject add to together: `amount` is
/// their sum, `posting` any of them.
void fold_shared(CommunityState& state, const Posting& posting, Money amount) {
  state.balances[slot(posting.account, posting.fund)] += amount;
  state.totals.add(posting, amount);
}

void fold_vouchers(CommunityState& state, Day day, std::uint32_t count) {
  if (count != 0) state.vouchers[period_of(day)] += count;
}

/// Sums of what postings share, held back until they are needed no more: the postings of a
/// community come in runs of a few sorts. Adding each by itself took half of the time of folding
/// (docs/performance.md).
class Gathered {
 public:
  explicit Gathered(CommunityState& state) : state_(state) {}

  void add(const Posting& posting) {
    const std::uint64_t sort = sort_of(posting);
    Sum& sum = sums_[sort * 0x9E37'79B9'7F4A'7C15U >> (64U - sums_bits)];
    if (sum.sort != sort) {
      fold(sum);
      sum = {sort, &posting, {}};
    }
    sum.amount += posting.amount();
    if (posting.line == 0) add_voucher(posting.business_date());
  }

  /// Adds everything to the state. Returns the number of entries.
  std::uint64_t finish() {
    for (const Sum& sum : sums_) fold(sum);
    fold_vouchers(state_, day_, vouchers_);
    return entries_ + vouchers_;
  }

 private:
  static constexpr unsigned sums_bits = 7;

  struct Sum {
    std::uint64_t sort = 0;  ///< of no posting: every posting has an account
    const Posting* any = nullptr;
    Money amount;
  };

  static std::uint64_t sort_of(const Posting& posting) {
    static_assert(account_slots <= 256 && flow_count <= 256);
    return slot(posting.account, posting.fund) << 56U |
           static_cast<std::uint64_t>(posting.flow) << 48U |
           static_cast<std::uint64_t>(posting.period.months) << 32U | posting.subject.value;
  }
  void fold(const Sum& sum) {
    if (sum.any != nullptr) fold_shared(state_, *sum.any, sum.amount);
  }
  void add_voucher(Day day) {
    if (day != day_) {
      fold_vouchers(state_, day_, vouchers_);
      entries_ += vouchers_;
      day_ = day;
      vouchers_ = 0;
    }
    ++vouchers_;
  }

  CommunityState& state_;
  std::array<Sum, 1U << sums_bits> sums_{};
  Day day_;                     ///< of the last entry
  std::uint32_t vouchers_ = 0;  ///< entries of that day in a row
  std::uint64_t entries_ = 0;
};

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
  fold_shared(state, posting, posting.amount());
  if (posting.line == 0) fold_vouchers(state, posting.business_date(), 1);
  if (posting.house) fold_house(state, posting);
}

std::uint64_t fold_postings(CommunityState& state, std::span<const Posting> postings) {
  Gathered gathered(state);
  for (const Posting& posting : postings) {
    gathered.add(posting);
    if (posting.house) fold_house(state, posting);
  }
  return gathered.finish();
}

void fold_event(CommunityState& state, const Event& event) {
  std::visit(EventFold{state, event}, event.payload);
}

}  // namespace mingzhang
