// Costs, common revenue, subsidies and the closing of months in a synthetic community.

#include <algorithm>
#include <utility>

#include "ledger/rules/apportionment.h"
#include "ops/generate/synthetic_community.h"

namespace mingzhang {
namespace {

struct Subsidy {
  std::string_view programme;
  std::string_view purpose;
};
constexpr std::array<Subsidy, 3> subsidies{{{"清雪经费", "冬季清雪除冰"},
                                            {"党群服务经费", "公共区域环境整治"},
                                            {"园林修剪经费", "绿化修剪补植"}}};
constexpr const Subsidy& subsidy_of(std::uint32_t community) {
  return subsidies.at(community % subsidies.size());
}

}  // namespace

void SyntheticCommunity::incur_costs(Day day, Outbox& outbox) {
  // Service costs about an eighth more than what is charged for it: the shortfall that other
  // sources fill.
  for (std::size_t which = 0; which < service_lines.size(); ++which) {
    const ServiceLine& line = service_lines.at(which);
    const std::int64_t share = monthly_due_fen_ * line.in_thousand / 1000;
    const std::int64_t amount = share * random_.between(1080, 1180) / 1000;
    unpaid_costs_fen_.at(which) = amount;
    if (amount == 0) continue;
    auto& cost = add<ServiceCostIncurred>(outbox, day);
    cost.period = month_;
    cost.amount = {amount};
    cost.category.value = line.category;
    cost.payee.value = line.payee;
    month_cost_fen_ += amount;
  }
}

void SyntheticCommunity::pay_costs(Day day, Outbox& outbox) {
  for (std::size_t which = 0; which < service_lines.size(); ++which) {
    const std::int64_t amount = std::exchange(unpaid_costs_fen_.at(which), 0);
    if (amount == 0) continue;
    auto& paid = add<ServiceCostPaid>(outbox, day);
    paid.period = add_months(month_, -1);
    paid.amount = {amount};
    paid.category.value = service_lines.at(which).category;
    paid.payee.value = service_lines.at(which).payee;
  }
}

void SyntheticCommunity::receive_revenue(std::uint32_t line, Day day, Outbox& outbox) {
  const RevenueLine& revenue = revenue_lines.at(line);
  const auto size =
      static_cast<std::int64_t>(houses_.size()) + 100;  // a large community earns more
  auto& received = add<CommonRevenueReceived>(outbox, day);
  received.source = revenue.source;
  received.amount = {revenue.typical_yuan * size / 4 * random_.between(90, 110) / 100};
  received.counterparty.value = revenue.counterparty;
  received.resolution.value = earning_resolution_;
  revenue_fen_ += received.amount.fen;
}

void SyntheticCommunity::pay_revenue_cost(Day day, Outbox& outbox) {
  const std::int64_t amount = revenue_fen_ / 16;
  if (amount == 0) return;
  auto& cost = add<ReasonableCostPaid>(outbox, day);
  cost.source = RevenueSource::parking;
  cost.amount = {amount};
  cost.counterparty.value = "车位划线与道闸维护";
  revenue_fen_ -= amount;
}

void SyntheticCommunity::apply_revenue(RevenueUse use, std::int64_t amount_fen, Day day,
                                       Outbox& outbox) {
  auto& applied = add<CommonRevenueApplied>(outbox, day, "approver");
  applied.to = use;
  applied.amount = {amount_fen};
  applied.period = month_;
  applied.resolution.value = earning_resolution_;
  revenue_fen_ -= amount_fen;
}

void SyntheticCommunity::apply_to_shortfall(Day day, Outbox& outbox) {
  // What is collected for a month is never more than what is assessed for it, so this stays within
  // the month's residual shortfall.
  const std::int64_t gap = month_cost_fen_ - month_assessed_fen_ - month_filled_fen_;
  const std::int64_t amount = std::min(revenue_fen_ / 2, gap);
  if (amount <= 0) return;
  apply_revenue(RevenueUse::shortfall, amount, day, outbox);
  month_filled_fen_ += amount;
}

void SyntheticCommunity::apply_to_fund(Day day, Outbox& outbox) {
  if (revenue_fen_ < 200) return;
  apply_revenue(RevenueUse::maintenance_fund, revenue_fen_ / 2, day, outbox);
}

void SyntheticCommunity::apply_to_owners(Day day, Outbox& outbox) {
  const Money amount{revenue_fen_ / 3};
  if (amount == Money{}) return;
  apply_revenue(RevenueUse::owners, amount.fen, day, outbox);
  std::vector<HouseWeight> weights;
  for (std::uint32_t index = 0; index < houses_.size(); ++index) {
    if (houses_[index].area_dm2 > 0) weights.push_back({{index + 1}, houses_[index].area_dm2});
  }
  const std::string key = "g" + std::to_string(keys_);
  const auto shares = apportion(amount, weights, apportionment_seed(id_, key));
  for (std::size_t i = 0; i < weights.size(); ++i) {
    // Paid ahead: it clears the next assessment, not a debt.
    houses_[weights[i].house.value - 1].prepaid_fen += static_cast<std::int32_t>(shares[i].fen);
  }
}

void SyntheticCommunity::receive_subsidy(Day day, Outbox& outbox) {
  auto& received = add<SubsidyReceived>(outbox, day);
  received.programme.value = subsidy_of(number_).programme;
  received.purpose.value = subsidy_of(number_).purpose;
  received.amount = {static_cast<std::int64_t>(houses_.size()) * 4000};
  subsidy_fen_ += received.amount.fen;
}

void SyntheticCommunity::apply_subsidy(Day day, Outbox& outbox) {
  const std::int64_t gap = month_cost_fen_ - month_assessed_fen_;
  const std::int64_t amount = std::min(subsidy_fen_ / 5, gap / 2);
  if (amount <= 0) return;
  auto& applied = add<SubsidyApplied>(outbox, day, "approver");
  applied.programme.value = subsidy_of(number_).programme;
  applied.purpose.value = subsidy_of(number_).purpose;
  applied.amount = {amount};
  applied.period = month_;
  subsidy_fen_ -= amount;
  month_filled_fen_ += amount;
}

void SyntheticCommunity::return_subsidy(Day day, Outbox& outbox) {
  if (subsidy_fen_ == 0) return;
  auto& returned = add<SubsidyReturned>(outbox, day);
  returned.programme.value = subsidy_of(number_).programme;
  returned.purpose.value = subsidy_of(number_).purpose;
  returned.amount = {std::exchange(subsidy_fen_, 0)};
}

void SyntheticCommunity::close_month(Day day, Outbox& outbox) {
  add<PeriodClosed>(outbox, day).period = add_months(month_, -1);
}

void SyntheticCommunity::reopen_month(Day day, Outbox& outbox) {
  const Period before = add_months(month_, -1);
  add<PeriodReopened>(outbox, day, "approver").period = before;
  auto& cost = add<ServiceCostIncurred>(outbox, last_day_of(before));
  cost.period = before;
  cost.amount = {random_.between(100, 900) * 100};
  cost.category.value = service_lines.front().category;
  cost.payee.value = service_lines.front().payee;
  unpaid_costs_fen_.front() += cost.amount.fen;
  close_month(day, outbox);
}

}  // namespace mingzhang
