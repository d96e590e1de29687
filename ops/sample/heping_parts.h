#pragma once

// The parts of the sample's two years. Each puts its tasks into the clerk's diary.

#include <string>
#include <vector>

#include "ops/sample/clerk.h"

namespace mingzhang {

struct HouseCodes {
  std::vector<std::string> dwellings;
  std::vector<std::string> shops;
  std::vector<std::string> parking;
};
/// In order of registration.
HouseCodes heping_houses();

inline HouseRef house_ref(const std::string& code) { return {code, {}}; }
inline Money yuan(std::int64_t amount) { return {amount * 100}; }

void plan_beginning(Clerk& clerk);    ///< register, opening balances, tariffs
void plan_fees(Clerk& clerk);         ///< assessments, payments, settlements
void plan_corrections(Clerk& clerk);  ///< discounts, refunds, reversals, suspense ...
void plan_consents(Clerk& clerk);     ///< votes
void plan_revenue(Clerk& clerk);      ///< common revenue, its costs and uses
void plan_costs(Clerk& clerk);        ///< service costs, subsidies, closings
void plan_repairs(Clerk& clerk);      ///< the maintenance fund and two repairs

/// Pays `amount` for a house, with the channel's fee and trade number.
Sequence pay(Clerk& clerk, Day day, const std::string& house, Money amount, Channel channel);
/// An invented trade number of a channel, never the same twice.
Name trade_number(Clerk& clerk, Day day, Channel channel);

/// Each month from 2024-11 to 2026-10.
template <class Action>
void every_month(Action action) {
  for (Period period = month("2024-11"); period <= month("2026-10");
       period = add_months(period, 1)) {
    action(period);
  }
}
/// A day of a month, counted from 1.
inline Day day_of(Period period, int day) { return days_after(first_day_of(period), day - 1); }

}  // namespace mingzhang
