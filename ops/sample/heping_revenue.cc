// 四(一) to 四(四): common revenue of 和平小区, its reasonable costs, and what the owners let it be
// used for.

#include <algorithm>
#include <array>

#include "ledger/rules/shortfall.h"
#include "ops/sample/heping_parts.h"

namespace mingzhang {
namespace {

constexpr const char* earning = "业决2024-01";
constexpr const char* parking_vote = "业决2025-01";
constexpr const char* owners_vote = "业决2025-03";

void receive(Clerk& clerk, Day day, RevenueSource source, Money amount,
             std::string_view counterparty, std::string_view memo = {}) {
  CommonRevenueReceived received;
  received.source = source;
  received.amount = amount;
  received.counterparty.value = counterparty;
  received.resolution.value = source == RevenueSource::parking ? parking_vote : earning;
  clerk.post(day, received, memo);
}

struct Income {
  RevenueSource source;
  std::string_view counterparty;
  std::array<std::int64_t, 2> yuan_between;
  int every_months;
  std::string_view first_month;
  int day;
  std::string_view memo;
};
constexpr auto incomes = std::to_array<Income>({
    {RevenueSource::water_vending,
     "净源饮水设备有限公司",
     {235, 318},
     1,
     "2024-12",
     12,
     "售水机场地费，按售水量"},
    {RevenueSource::parcel_locker, "蜂格智能柜有限公司", {420, 420}, 1, "2024-12", 15, ""},
    {RevenueSource::shared_house,
     "惠民便利超市",
     {1150, 1150},
     1,
     "2024-12",
     5,
     "原锅炉房（共有房屋）租金"},
    {RevenueSource::courier_station, "邻里驿站商贸有限公司", {1680, 1680}, 3, "2024-12", 18, ""},
    {RevenueSource::lift_advertising,
     "视界楼宇传媒有限公司",
     {1260, 1260},
     3,
     "2025-01",
     9,
     "4 号楼两部电梯"},
    {RevenueSource::gate_advertising,
     "新视角广告有限公司",
     {1500, 1500},
     6,
     "2025-02",
     20,
     "南门灯箱"},
    {RevenueSource::wall_advertising,
     "城画广告有限公司",
     {2800, 2800},
     12,
     "2025-04",
     16,
     "3 号楼东山墙，年付"},
    {RevenueSource::parking,
     "捷停停车管理有限公司",
     {1390, 1745},
     1,
     "2025-04",
     27,
     "园区道路临时停车"},
});

void plan_incomes(Clerk& clerk) {
  for (const Income& income : incomes) {
    for (Period period = month(income.first_month); period <= month("2026-10");
         period = add_months(period, income.every_months)) {
      clerk.put_down(day_of(period, income.day), [&clerk, &income](Day day) {
        const Money amount =
            yuan(clerk.random().between(income.yuan_between.front(), income.yuan_between.back()));
        receive(clerk, day, income.source, amount, income.counterparty, income.memo);
      });
    }
  }
  struct Promotion {
    std::string_view date;
    std::int64_t amount_yuan;
    std::string_view counterparty;
  };
  for (const Promotion& promotion :
       {Promotion{"2025-05-01", 800, "联速通信营业厅"}, Promotion{"2025-09-27", 600, "雅依服装店"},
        Promotion{"2026-05-01", 800, "联速通信营业厅"},
        Promotion{"2026-10-01", 700, "佳美家电商贸有限公司"}}) {
    clerk.put_down(on(promotion.date), [&clerk, promotion](Day day) {
      receive(clerk, day, RevenueSource::promotion, yuan(promotion.amount_yuan),
              promotion.counterparty, "小区广场促销一天，进场费");
    });
  }
}

void pay_cost(Clerk& clerk, Day day, RevenueSource source, Money amount, std::string_view payee,
              std::string_view memo) {
  ReasonableCostPaid cost;
  cost.source = source;
  cost.amount = amount;
  cost.counterparty.value = payee;
  clerk.post_as("committee", day, cost, memo);
}

void plan_revenue_costs(Clerk& clerk) {
  for (Period period = month("2025-03"); period <= month("2026-09");
       period = add_months(period, 3)) {
    clerk.put_down(day_of(period, 26), [&clerk](Day day) {
      pay_cost(clerk, day, RevenueSource::parcel_locker, yuan(clerk.random().between(96, 148)),
               "城区供电公司", "快递柜、售水机分表电费");
      const Money parked = -clerk.books().total(
          Flow::revenue_received, {}, {static_cast<std::uint32_t>(RevenueSource::parking)});
      if (parked <= Money{}) return;
      pay_cost(clerk, day, RevenueSource::parking, yuan(clerk.random().between(430, 510)),
               "捷停停车管理有限公司", "停车管理服务费，约一成");
    });
  }
  clerk.put_down(on("2025-07-22"), [&clerk](Day day) {
    pay_cost(clerk, day, RevenueSource::shared_house, yuan(1260), "宏建防水修缮有限公司",
             "原锅炉房门窗维修");
  });
  clerk.put_down(on("2025-04-03"), [&clerk](Day day) {
    pay_cost(clerk, day, RevenueSource::parking, yuan(2340), "路安标线工程有限公司", "车位划线");
  });
}

void apply(Clerk& clerk, Day day, RevenueUse use, Money amount, Period period,
           const char* resolution, std::string_view memo) {
  CommonRevenueApplied applied;
  applied.to = use;
  applied.amount = amount;
  applied.period = period;
  applied.resolution.value = resolution;
  clerk.post_as("committee", day, applied, memo);
}

/// Each quarter's end: fills the quarter's shortfall as far as its last month and the money allow.
void fill_shortfall(Clerk& clerk, Day day) {
  const CommunityState& books = clerk.books();
  const Period period = period_of(day);
  Money quarter;
  for (int back = 0; back < 3; ++back) {
    quarter += shortfall_of(books, add_months(period, -back)).residual();
  }
  const Money earned = -books.balance(Account::common_revenue, Fund::common_revenue);
  const Money limit =
      std::min({quarter, shortfall_of(books, period).residual(), Money{earned.fen * 6 / 10}});
  const Money amount{limit.fen / 10'000 * 10'000};
  if (amount <= Money{}) return;
  apply(clerk, day, RevenueUse::shortfall, amount, period, earning, "弥补本季物业费缺口");
}

void plan_uses(Clerk& clerk) {
  for (Period period = month("2024-12"); period <= month("2026-09");
       period = add_months(period, 3)) {
    clerk.put_down(last_day_of(period), [&clerk](Day day) { fill_shortfall(clerk, day); });
  }
  struct Use {
    std::string_view date;
    RevenueUse to;
    std::int64_t amount_yuan;
    const char* resolution;
    std::string_view memo;
  };
  for (const Use& use :
       {Use{"2025-06-28", RevenueUse::maintenance_fund, 8000, earning,
            "补充维修资金，按面积计入各户"},
        Use{"2025-12-28", RevenueUse::maintenance_fund, 9000, earning,
            "补充维修资金，按面积计入各户"},
        Use{"2025-12-30", RevenueUse::owners, 6000, owners_vote, "按面积分给业主，抵下期物业费"},
        Use{"2026-06-28", RevenueUse::maintenance_fund, 12000, earning,
            "补充维修资金，按面积计入各户"}}) {
    clerk.put_down(on(use.date), [&clerk, use](Day day) {
      apply(clerk, day, use.to, yuan(use.amount_yuan), period_of(day), use.resolution, use.memo);
    });
  }
}

}  // namespace

void plan_revenue(Clerk& clerk) {
  plan_incomes(clerk);
  plan_revenue_costs(clerk);
  plan_uses(clerk);
}

}  // namespace mingzhang
