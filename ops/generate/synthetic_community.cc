#include "ops/generate/synthetic_community.h"

#include <fmt/format.h>

#include <algorithm>

namespace mingzhang {
namespace {

constexpr Price starting_price(std::uint32_t number) {
  return {4500 + static_cast<std::int64_t>(number * 7 % 9) * 500};  // 0.45 to 0.85 yuan per ㎡
}
/// Every fourth community bills its dwellings by the quarter.
constexpr BillingCycle cycle_of(std::uint32_t number) {
  return number % 4 == 0 ? BillingCycle::quarter : BillingCycle::month;
}

Habit habit_of(std::uint32_t index, HouseUse use, Random& random) {
  if (use != HouseUse::dwelling) return random.chance(40) ? Habit::late : Habit::punctual;
  // The first building has every habit, so that small communities show every kind of event.
  constexpr auto first = std::to_array<Habit>(
      {Habit::punctual, Habit::late, Habit::ahead, Habit::needy, Habit::never});
  if (index < first.size()) return first.at(index);
  const std::uint32_t chance = random.below(1000);
  if (chance < 870) return Habit::punctual;
  if (chance < 950) return Habit::late;
  if (chance < 970) return Habit::ahead;
  return chance < 980 ? Habit::needy : Habit::never;
}

std::int32_t area_of(HouseUse use, Random& random) {
  switch (use) {
    case HouseUse::dwelling:
      return static_cast<std::int32_t>(random.between(4200, 12800));
    case HouseUse::shop:
      return static_cast<std::int32_t>(random.between(2600, 15000));
    default:
      return 0;
  }
}

}  // namespace

SyntheticCommunity::SyntheticCommunity(std::uint32_t number, const GeneratorOptions& options,
                                       Period first)
    : number_(number),
      id_(fmt::format("c{:05}", number)),
      tops_up_fund_(number % 2 == 0),
      random_(options.seed, number),
      tariffs_{{{"住宅物业费", HouseUse::dwelling, TariffBasis::area, starting_price(number),
                 cycle_of(number)},
                {"商铺物业费", HouseUse::shop, TariffBasis::area, {12000}, BillingCycle::month},
                {"车位服务费",
                 HouseUse::parking,
                 TariffBasis::household,
                 {500000},
                 BillingCycle::month}}},
      first_(first) {
  houses_.resize(options.houses);
  for (std::uint32_t index = 0; index < houses_.size(); ++index) {
    SyntheticHouse& house = houses_[index];
    house.use = place_of(index).use;
    house.area_dm2 = area_of(house.use, random_);
    house.habit = habit_of(index, house.use, random_);
  }
  compute_fees();
}

void SyntheticCommunity::plan(int day_of_month, Step step, std::uint32_t which) {
  // What houses do on one day comes in any order; what the community does has its own.
  const bool mixed = step >= Step::pay && step <= Step::refund;
  const auto rank = static_cast<std::uint64_t>(mixed ? Step::pay : step);
  const std::uint64_t chance = mixed ? random_.next() & 0xFFFU : 0;
  plan_.push_back(static_cast<std::uint64_t>(day_of_month) << 58U | rank << 52U | chance << 40U |
                  static_cast<std::uint64_t>(step) << 32U | which);
}

void SyntheticCommunity::begin_month(Period month) {
  month_ = month;
  month_index_ = static_cast<std::uint32_t>(month.months - first_.months);
  month_assessed_fen_ = month_cost_fen_ = month_filled_fen_ = 0;
  plan_.clear();
  played_ = 0;
  plan_community();
  plan_yearly();
  plan_houses();
  std::ranges::sort(plan_);
}

void SyntheticCommunity::plan_community() {
  const std::uint32_t k = month_index_;
  if (k == 0) plan(1, Step::register_community);
  if (k % 18 == 0) plan(1, Step::set_tariffs);
  plan(1, Step::assess);
  if (k > 0) plan(6, Step::close_month);
  for (const int day : {7, 14, 21, 28}) plan(day, Step::settle_channels);
  plan(25, Step::incur_costs);
  if (k > 0) plan(10, Step::pay_costs);
  for (std::uint32_t line = 0; line < revenue_lines.size(); ++line) {
    const bool has_line = (number_ + line) % 5 != 0;
    if (has_line && (k + line) % revenue_lines.at(line).every_months == 0) {
      plan(static_cast<int>(random_.between(3, 24)), Step::receive_revenue, line);
    }
  }
  if (k % 3 == 2) plan(26, Step::pay_revenue_cost);
  plan(28, Step::apply_subsidy);
  plan(28, Step::apply_to_shortfall);
  if (k % 3 == 2 && tops_up_fund_) plan(28, Step::apply_to_fund);
}

void SyntheticCommunity::plan_yearly() {
  const std::uint32_t k = month_index_;
  if (k % 36 == 0) plan(2, Step::vote_on_earning);
  if (k % 6 == 2) plan(4, Step::charge_once);
  if (k % 4 == 1) plan(19, Step::deposit_fund);
  if (k % 2 == 0) plan(15, Step::charge_late_fee);
  switch (k % 12) {
    case 0:
      plan(12, Step::receive_subsidy);
      break;
    case 3:
      plan(16, Step::fail_vote);
      break;
    case 4:
      plan(5, Step::vote_on_repair);
      plan(11, Step::apportion_repair);
      plan(18, Step::invoice_repair);
      break;
    case 5:
      plan_repair();
      plan(21, Step::credit_interest);
      break;
    case 7:
      plan(3, Step::correct_house);
      break;
    case 8:
      if ((number_ + k / 12) % 4 == 1) plan(7, Step::reopen_month);
      break;
    case 11:
      plan(27, Step::write_off);
      plan(28, Step::return_subsidy);
      if (!tops_up_fund_) plan(28, Step::apply_to_owners);
      break;
    default:
      break;
  }
}

void SyntheticCommunity::plan_repair() {
  if (!repair_) return;
  for (std::uint32_t which = 0; which < repair_->billed.size(); ++which) {
    plan(static_cast<int>(random_.between(2, 20)), Step::pay_repair_share, which);
  }
  plan(24, Step::pay_repair);
}

void SyntheticCommunity::plan_houses() {
  for (std::uint32_t index = 0; index < houses_.size(); ++index) {
    switch (houses_[index].habit) {
      case Habit::punctual:
        plan_payment(index);
        break;
      case Habit::late:
        if (random_.chance(300)) plan_payment(index);
        break;
      case Habit::ahead:
        plan(static_cast<int>(random_.between(2, 10)), Step::pay, index);
        if (random_.chance(25)) plan(18, Step::refund, index);
        break;
      case Habit::needy:
        plan(20, Step::work_off, index);
        break;
      case Habit::never:
        break;
    }
  }
}

void SyntheticCommunity::plan_payment(std::uint32_t index) {
  // Most pay soon after the first of the month.
  const auto day = static_cast<int>(2 + std::min(random_.below(26), random_.below(26)));
  const std::uint32_t chance = random_.below(1000);
  if (chance < 3 && day <= 18) {
    plan(day, Step::pay_and_bounce, index);
  } else if (chance < 6 && day <= 18) {
    plan(day, Step::pay_unidentified, index);
  } else {
    plan(day, Step::pay, index);
    if (chance < 14) plan(1, Step::grant_discount, index);
  }
}

void SyntheticCommunity::play_step(Step step, std::uint32_t which, Day day, Outbox& outbox) {
  switch (step) {
#define MINGZHANG_DO(step) \
  case Step::step:         \
    return step(day, outbox);
#define MINGZHANG_ABOUT(step) \
  case Step::step:            \
    return step(which, day, outbox);
    MINGZHANG_SYNTHETIC_STEPS(MINGZHANG_DO, MINGZHANG_ABOUT)
#undef MINGZHANG_DO
#undef MINGZHANG_ABOUT
  }
}

void SyntheticCommunity::play(Day day, Outbox& outbox) {
  const auto day_of_month =
      static_cast<std::uint64_t>(day.since_1970 - first_day_of(month_).since_1970 + 1);
  for (; played_ < plan_.size() && plan_[played_] >> 58U <= day_of_month; ++played_) {
    const std::uint64_t planned = plan_[played_];
    play_step(static_cast<Step>(planned >> 32U & 0xFFU), static_cast<std::uint32_t>(planned), day,
              outbox);
  }
  for (std::size_t i = 0; i < follow_ups_.size();) {
    if (follow_ups_[i].due > day) {
      ++i;
      continue;
    }
    follow(follow_ups_[i], day, outbox);
    follow_ups_[i] = follow_ups_.back();
    follow_ups_.pop_back();
  }
}

}  // namespace mingzhang
