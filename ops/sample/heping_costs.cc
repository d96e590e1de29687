// What the services of 和平小区 cost, 四(七) policy money for them, and the closing of months.

#include <array>

#include "ops/sample/heping_parts.h"

namespace mingzhang {
namespace {

struct Service {
  std::string_view category;
  std::string_view payee;
  std::array<std::int64_t, 2> yuan_between;
  int first_month;  ///< of the year, in season; a season may run over the year's end
  int last_month;
};
constexpr auto services = std::to_array<Service>({
    {"保洁", "洁安保洁服务有限公司", {3450, 3450}, 1, 12},
    {"秩序维护", "安顺保安服务有限公司", {4100, 4100}, 1, 12},
    {"垃圾清运", "绿城环卫服务有限公司", {1080, 1160}, 1, 12},
    {"公共用电", "城区供电公司", {690, 1120}, 1, 12},
    {"电梯维保", "恒通电梯维修有限公司", {1000, 1000}, 1, 12},
    {"设备维护", "恒通机电维修有限公司", {260, 540}, 1, 12},
    {"绿化养护", "春晖园林养护有限公司", {680, 820}, 5, 10},
    {"清雪", "雪龙环卫服务有限公司", {2350, 3100}, 12, 2},
});

bool in_season(const Service& service, Period period) {
  const int now = period.months % 12 + 1;
  return service.first_month <= service.last_month
             ? now >= service.first_month && now <= service.last_month
             : now >= service.first_month || now <= service.last_month;
}

void incur(Clerk& clerk, Day day, Period period, const Service& service, Money amount,
           std::string_view memo = {}) {
  ServiceCostIncurred cost;
  cost.period = period;
  cost.amount = amount;
  cost.category.value = service.category;
  cost.payee.value = service.payee;
  clerk.post(day, cost, memo);
  // Two weeks later the invoice is paid.
  clerk.put_down(day_of(add_months(period, 1), 14), [&clerk, cost](Day then) {
    ServiceCostPaid paid;
    paid.period = cost.period;
    paid.amount = cost.amount;
    paid.category = cost.category;
    paid.payee = cost.payee;
    clerk.post_as("committee", then, paid);
  });
}

void plan_services(Clerk& clerk) {
  every_month([&clerk](Period period) {
    clerk.put_down(day_of(period, 26), [&clerk, period](Day day) {
      for (const Service& service : services) {
        if (!in_season(service, period)) continue;
        const Money amount =
            yuan(clerk.random().between(service.yuan_between.front(), service.yuan_between.back()));
        incur(clerk, day, period, service, amount);
      }
    });
  });
  clerk.put_down(on("2024-11-14"), [&clerk](Day day) {
    ServiceCostPaid paid;
    paid.period = month("2024-10");
    paid.amount = {1'012'000};
    paid.category.value = "移交应付";
    paid.payee.value = "洁安保洁服务有限公司等三家";
    clerk.post_as("committee", day, paid, "付清移交时的 10 月服务费");
  });
}

struct Grant {
  std::string_view programme;
  std::string_view purpose;
  std::int64_t received_yuan;
  std::string_view received;
  struct Use {
    std::string_view date;
    std::int64_t amount_yuan;
  };
  std::vector<Use> applied;
  std::string_view returned;  ///< empty: what is left is still there
};

std::vector<Grant> grants() {
  return {
      {"清雪经费",
       "2024至2025年冬季清雪",
       7800,
       "2024-11-21",
       {{"2024-12-29", 2200}, {"2025-01-29", 2450}, {"2025-02-26", 2150}},
       "2025-04-10"},
      {"党群服务经费",
       "楼道粉刷与环境整治",
       6000,
       "2025-06-05",
       {{"2025-07-28", 3200}, {"2025-08-28", 2240}},
       "2025-12-18"},
      {"清雪经费",
       "2025至2026年冬季清雪",
       8100,
       "2025-11-19",
       {{"2025-12-29", 2700}, {"2026-01-29", 2700}, {"2026-02-26", 2700}},
       ""},
      {"党群服务经费", "2026年环境整治", 6000, "2026-06-09", {{"2026-08-28", 3500}}, ""},
  };
}

void plan_grant(Clerk& clerk, const Grant& grant) {
  clerk.put_down(on(grant.received), [&clerk, grant](Day day) {
    SubsidyReceived received;
    received.programme.value = grant.programme;
    received.purpose.value = grant.purpose;
    received.amount = yuan(grant.received_yuan);
    clerk.post(day, received, "街道办事处拨付");
  });
  std::int64_t left_yuan = grant.received_yuan;
  for (const Grant::Use& use : grant.applied) {
    left_yuan -= use.amount_yuan;
    clerk.put_down(on(use.date), [&clerk, grant, use](Day day) {
      SubsidyApplied applied;
      applied.programme.value = grant.programme;
      applied.purpose.value = grant.purpose;
      applied.amount = yuan(use.amount_yuan);
      applied.period = period_of(day);
      clerk.post_as("committee", day, applied);
    });
  }
  if (grant.returned.empty()) return;
  clerk.put_down(on(grant.returned), [&clerk, grant, left_yuan](Day day) {
    SubsidyReturned returned;
    returned.programme.value = grant.programme;
    returned.purpose.value = grant.purpose;
    returned.amount = yuan(left_yuan);
    clerk.post_as("committee", day, returned, "结余退回街道");
  });
}

void close(Clerk& clerk, Day day, Period period) {
  PeriodClosed closed;
  closed.period = period;
  clerk.post(day, closed);
}

/// A month is closed on the 8th of the next. One is opened again for an invoice that came late.
void plan_closings(Clerk& clerk) {
  for (Period period = month("2024-11"); period <= month("2026-08");
       period = add_months(period, 1)) {
    clerk.put_down(day_of(add_months(period, 1), 8),
                   [&clerk, period](Day day) { close(clerk, day, period); });
  }
  clerk.put_down(on("2026-01-12"), [&clerk](Day day) {
    const Period period = month("2025-12");
    PeriodReopened reopened;
    reopened.period = period;
    clerk.post_as("committee", day, reopened, "补记 12 月电梯应急维修发票");
    incur(clerk, on("2025-12-31"), period, services.at(4), {68'000}, "4 号楼 2 单元困人应急维修");
    close(clerk, day, period);
  });
}

}  // namespace

void plan_costs(Clerk& clerk) {
  plan_services(clerk);
  for (const Grant& grant : grants()) plan_grant(clerk, grant);
  plan_closings(clerk);
}

}  // namespace mingzhang
