#pragma once

// One community's synthetic years. The generator plays it day by day; each month is planned when it
// begins, so memory follows the houses and not the months. What a rule will ask for (open debts,
// prepayment, money received) is kept here in the shortest form, so that every command is accepted
// without asking the rules.

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/event.h"
#include "ops/generate/generator.h"
#include "ops/generate/outbox.h"
#include "ops/generate/random.h"
#include "ops/generate/synthetic_house.h"
#include "ops/generate/vocabulary.h"

namespace mingzhang {

// What can be planned for a day, in the order in which it happens on that day: what the community
// does, and what is about one house, revenue line or share.
// clang-format off
#define MINGZHANG_SYNTHETIC_STEPS(DO, ABOUT)                                  \
  DO(register_community)                                                      \
  DO(set_tariffs)                                                             \
  DO(vote_on_earning)                                                         \
  DO(assess)                                                                  \
  DO(close_month)                                                             \
  DO(reopen_month)                                                            \
  DO(correct_house)                                                           \
  DO(charge_once)                                                             \
  DO(charge_late_fee)                                                         \
  ABOUT(grant_discount)                                                       \
  ABOUT(pay)                                                                  \
  ABOUT(pay_and_bounce)                                                       \
  ABOUT(pay_unidentified)                                                     \
  ABOUT(work_off)                                                             \
  ABOUT(refund)                                                               \
  DO(write_off)                                                               \
  ABOUT(receive_revenue)                                                      \
  DO(receive_subsidy)                                                         \
  DO(fail_vote)                                                               \
  DO(vote_on_repair)                                                          \
  DO(apportion_repair)                                                        \
  DO(invoice_repair)                                                          \
  ABOUT(pay_repair_share)                                                     \
  DO(pay_repair)                                                              \
  DO(deposit_fund)                                                            \
  DO(credit_interest)                                                         \
  DO(incur_costs)                                                             \
  DO(pay_costs)                                                               \
  DO(pay_revenue_cost)                                                        \
  DO(settle_channels)                                                         \
  DO(apply_subsidy)                                                           \
  DO(return_subsidy)                                                          \
  DO(apply_to_shortfall)                                                      \
  DO(apply_to_fund)                                                           \
  DO(apply_to_owners)
// clang-format on

class SyntheticCommunity {
 public:
  /// `number` counts from 1.
  SyntheticCommunity(std::uint32_t number, const GeneratorOptions& options, Period first);

  /// Plans a month. REQUIRES: months come in order, each day of the month before has been played.
  void begin_month(Period month);
  /// Adds what happens on a day. REQUIRES: days come in order.
  void play(Day day, Outbox& outbox);

 private:
  enum class Step : std::uint8_t {
#define MINGZHANG_ENUMERATOR(step) step,
    MINGZHANG_SYNTHETIC_STEPS(MINGZHANG_ENUMERATOR, MINGZHANG_ENUMERATOR)
#undef MINGZHANG_ENUMERATOR
  };
  /// Day of the month, rank on that day, chance, step and what the step is about (a house index, a
  /// revenue line ...), so that sorting the numbers orders the month.
  using Planned = std::uint64_t;
  /// Something that an earlier event makes happen, with that event's sequence.
  struct FollowUp {
    Day due;
    bool reverses = false;  ///< a bounced payment; otherwise an unidentified one is matched
    std::uint32_t house = 0;
    Sequence of;
    std::int32_t amount_fen = 0;
  };
  struct Debt {
    std::uint32_t house;
    Period period;
    std::int32_t amount_fen;
  };
  struct Repair {
    std::string name;
    std::string resolution;
    std::uint32_t building = 0;
    std::uint32_t entrance = 0;
    std::int64_t cost_fen = 0;
    std::vector<Debt> billed;  ///< shares of the houses without a fund card; no period
  };
  struct UseTariff {
    std::string_view name;
    HouseUse use;
    TariffBasis basis;
    Price price;
    BillingCycle cycle;
  };

  // synthetic_community.cc: keys, planning and dispatch
  template <class Kind>
  Kind& add(Outbox& outbox, Day day, std::string_view actor = "finance");
  void house(HouseRef& ref, std::uint32_t index) const { write_house_code(index, ref.code); }
  void plan(int day_of_month, Step step, std::uint32_t which = 0);
  void plan_community();
  void plan_yearly();
  void plan_houses();
  void plan_payment(std::uint32_t index);
  void plan_repair();
  void play_step(Step step, std::uint32_t which, Day day, Outbox& outbox);

  // synthetic_setup.cc
  void register_community(Day day, Outbox& outbox);
  void bring_forward(Day day, Outbox& outbox);
  void set_tariffs(Day day, Outbox& outbox);
  void correct_house(Day day, Outbox& outbox);
  void compute_fees();
  bool has_fund(std::uint32_t index) const;

  // synthetic_fees.cc
  void assess(Day day, Outbox& outbox);
  void charge(SyntheticHouse& item, std::int32_t fee_fen);
  void credit(std::uint32_t index, std::int32_t amount_fen);
  void watch_debts();
  void charge_once(Day day, Outbox& outbox);
  void grant_discount(std::uint32_t index, Day day, Outbox& outbox);
  void charge_late_fee(Day day, Outbox& outbox);
  void pay(std::uint32_t index, Day day, Outbox& outbox);
  void receive(std::uint32_t index, std::int32_t amount_fen, Channel channel, Day day,
               Outbox& outbox);
  void pay_and_bounce(std::uint32_t index, Day day, Outbox& outbox);
  void pay_unidentified(std::uint32_t index, Day day, Outbox& outbox);
  void follow(const FollowUp& item, Day day, Outbox& outbox);
  void settle_channels(Day day, Outbox& outbox);
  void work_off(std::uint32_t index, Day day, Outbox& outbox);
  void refund(std::uint32_t index, Day day, Outbox& outbox);
  void write_off(Day day, Outbox& outbox);
  void write_trade_number(Name& out, Day day, Sequence sequence) const;

  // synthetic_money.cc: costs, common revenue, subsidies, closing
  void incur_costs(Day day, Outbox& outbox);
  void pay_costs(Day day, Outbox& outbox);
  void receive_revenue(std::uint32_t line, Day day, Outbox& outbox);
  void pay_revenue_cost(Day day, Outbox& outbox);
  void apply_revenue(RevenueUse use, std::int64_t amount_fen, Day day, Outbox& outbox);
  void apply_to_shortfall(Day day, Outbox& outbox);
  void apply_to_fund(Day day, Outbox& outbox);
  void apply_to_owners(Day day, Outbox& outbox);
  void receive_subsidy(Day day, Outbox& outbox);
  void apply_subsidy(Day day, Outbox& outbox);
  void return_subsidy(Day day, Outbox& outbox);
  void close_month(Day day, Outbox& outbox);
  void reopen_month(Day day, Outbox& outbox);

  // synthetic_fund.cc: votes, maintenance fund, repairs
  ResolutionTallied& tally(Outbox& outbox, Day day, std::string_view suffix, Matter matter);
  void vote_on_earning(Day day, Outbox& outbox);
  void fail_vote(Day day, Outbox& outbox);
  void vote_on_repair(Day day, Outbox& outbox);
  void apportion_repair(Day day, Outbox& outbox);
  void invoice_repair(Day day, Outbox& outbox);
  void pay_repair_share(std::uint32_t which, Day day, Outbox& outbox);
  void pay_repair(Day day, Outbox& outbox);
  void deposit_fund(Day day, Outbox& outbox);
  void credit_interest(Day day, Outbox& outbox);
  std::pair<std::uint32_t, std::uint32_t> houses_in_repair() const;  ///< first index, count

  std::uint32_t number_;
  std::string id_;
  bool tops_up_fund_;  ///< every second community: all houses have a fund card
  Random random_;
  std::vector<SyntheticHouse> houses_;
  std::array<UseTariff, 3> tariffs_;
  std::uint64_t keys_ = 0;

  Period first_;
  Period month_;
  std::uint32_t month_index_ = 0;     ///< from 0
  std::array<Period, 3> assessed_{};  ///< newest assessed period by tariff
  std::vector<Planned> plan_;
  std::size_t played_ = 0;
  std::vector<FollowUp> follow_ups_;

  std::optional<Debt> newest_late_;  ///< a late payer's newest debt
  std::optional<Debt> overdue_;      ///< the one before it, when nothing was paid since
  std::optional<Debt> bad_debt_;     ///< one that will be written off at the year's end
  std::int64_t monthly_due_fen_ = 0;
  std::int64_t month_assessed_fen_ = 0;
  std::int64_t month_cost_fen_ = 0;
  std::int64_t month_filled_fen_ = 0;  ///< by subsidy and common revenue
  std::array<std::int64_t, service_lines.size()> unpaid_costs_fen_{};
  std::array<std::int64_t, 4> in_transit_fen_{};  ///< by channel
  std::int64_t revenue_fen_ = 0;                  ///< common revenue not used yet
  std::int64_t subsidy_fen_ = 0;
  std::int64_t fund_fen_ = 0;
  std::string earning_resolution_;
  std::optional<Repair> repair_;
};

template <class Kind>
Kind& SyntheticCommunity::add(Outbox& outbox, Day day, std::string_view actor) {
  Command& command = outbox.add();
  CommandHeader& header = command.header;
  header.community = id_;
  header.business_date = day;
  header.actor = actor;
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), ++keys_).ptr;
  header.idempotency_key.reserve(15);
  header.idempotency_key = 'g';
  header.idempotency_key.append(digits.data(), end);
  return command.payload.emplace<Kind>();
}

}  // namespace mingzhang
