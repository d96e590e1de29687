// The houses of 和平小区, what was brought forward when the books began, and the tariffs.

#include <fmt/format.h>

#include <array>

#include "ops/sample/heping_parts.h"

namespace mingzhang {
namespace {

struct Building {
  int number;
  int entrances;
  int floors;
  std::array<std::int64_t, 2> areas_dm2;  ///< of the two doors of a floor
  std::uint32_t with_fund;                ///< in a thousand: houses that paid into the fund
};
constexpr std::array<Building, 4> buildings{{{1, 3, 6, {5236, 5874}, 450},
                                             {2, 4, 6, {6130, 6518}, 550},
                                             {3, 4, 6, {6845, 7212}, 650},
                                             {4, 2, 11, {8520, 9456}, 1000}}};
constexpr std::array<std::int64_t, 12> shop_areas_dm2{4820, 5260, 6135, 7340, 5518, 6890,
                                                      8275, 4966, 9130, 5842, 6427, 12050};
constexpr int parking_spaces = 52;

struct HouseEntry {
  std::string code;
  std::string building;
  std::string entrance;
  Area area;
  HouseUse use;
};

std::vector<HouseEntry> house_entries() {
  std::vector<HouseEntry> entries;
  for (const Building& building : buildings) {
    const std::string number = std::to_string(building.number);
    for (int entrance = 1; entrance <= building.entrances; ++entrance) {
      for (int place = 0; place < building.floors * 2; ++place) {
        const int unit = (place / 2 + 1) * 100 + place % 2 + 1;
        entries.push_back({fmt::format("{}-{}-{}", number, entrance, unit),
                           number,
                           std::to_string(entrance),
                           {building.areas_dm2.at(static_cast<std::size_t>(place % 2))},
                           HouseUse::dwelling});
      }
    }
  }
  for (std::size_t shop = 0; shop < shop_areas_dm2.size(); ++shop) {
    const std::string building = shop < 6 ? "1" : "2";
    entries.push_back({fmt::format("{}-0-商铺{}", building, shop % 6 + 1),
                       building,
                       "0",
                       {shop_areas_dm2.at(shop)},
                       HouseUse::shop});
  }
  for (int space = 1; space <= parking_spaces; ++space) {
    entries.push_back({fmt::format("车位-0-{:02}", space), "车位", "0", {}, HouseUse::parking});
  }
  return entries;
}

void register_houses(Clerk& clerk, Day day) {
  CommunityRegistered community;
  community.name.value = "和平小区";
  community.subdistrict.value = "东风街道";
  community.neighbourhood.value = "和平社区";
  clerk.post(day, community, "业主自治（三（七）），业主委员会自管账目");
  for (const HouseEntry& entry : house_entries()) {
    HouseRegistered registered;
    registered.house.value = entry.code;
    registered.building.value = entry.building;
    registered.entrance.value = entry.entrance;
    registered.area = entry.area;
    registered.use = entry.use;
    clerk.post(day, registered);
  }
}

void bring_forward(Clerk& clerk, Day day, AccountRef account, Money amount,
                   std::string_view memo = {}) {
  BalanceBroughtForward opening;
  opening.account = account;
  opening.amount = amount;
  clerk.post(day, opening, memo);
}

void bring_house_forward(Clerk& clerk, Day day, AccountRef account, const std::string& house,
                         Money amount, std::optional<Period> period = std::nullopt) {
  BalanceBroughtForward opening;
  opening.account = account;
  opening.house = house_ref(house);
  opening.period = period;
  opening.amount = amount;
  clerk.post(day, opening);
}

/// Four houses in ten still owe the quarter before, fewer the quarters behind it.
void bring_debts_forward(Clerk& clerk, Day day) {
  const AccountRef receivable{Account::fee_receivable, Fund::operations};
  for (const std::string& code : heping_houses().dwellings) {
    const Money quarter = area_fee({5500}, clerk.house(code).area, 3);
    const std::uint32_t chance = clerk.random().below(1000);
    if (code == "1-1-602" || chance < 20) {
      bring_house_forward(clerk, day, receivable, code, quarter, month("2024-04"));
    }
    if (code == "1-1-602" || chance < 100) {
      bring_house_forward(clerk, day, receivable, code, quarter, month("2024-07"));
    }
    if (code == "1-1-602" || chance < 400) {
      bring_house_forward(clerk, day, receivable, code, quarter, month("2024-10"));
    }
  }
  const AccountRef prepayment{Account::prepayment, Fund::operations};
  for (const char* code : {"4-1-502", "4-2-801", "2-4-201"}) {
    bring_house_forward(clerk, day, prepayment, code, area_fee({5500}, clerk.house(code).area, 3));
  }
}

/// First deposits were 100 yuan per square metre in 2009; of each 3 to 62 are left.
void bring_fund_forward(Clerk& clerk, Day day) {
  const AccountRef card{Account::maintenance_fund, Fund::maintenance};
  Money sum;
  for (const std::string& code : heping_houses().dwellings) {
    const House& house = clerk.house(code);
    const auto building = static_cast<std::size_t>(code.front() - '1');
    if (!clerk.random().chance(buildings.at(building).with_fund)) continue;
    const Money left{house.area.dm2 * clerk.random().between(3, 62)};
    bring_house_forward(clerk, day, card, code, left);
    sum += left;
  }
  bring_forward(clerk, day, {Account::bank, Fund::maintenance}, sum,
                "维修资金专户，与各户分户账相符");
}

void set_tariff(Clerk& clerk, Day day, std::string_view name, HouseUse use, TariffBasis basis,
                Price price, BillingCycle cycle) {
  TariffSet set;
  set.tariff.value = name;
  set.basis = basis;
  set.price = price;
  set.cycle = cycle;
  set.from = cycle == BillingCycle::quarter ? month("2024-10") : month("2024-11");
  set.use = use;
  clerk.post(day, set, "业主大会通过的收费标准");
}

}  // namespace

HouseCodes heping_houses() {
  HouseCodes codes;
  for (const HouseEntry& entry : house_entries()) {
    auto& list = entry.use == HouseUse::dwelling ? codes.dwellings
                 : entry.use == HouseUse::shop   ? codes.shops
                                                 : codes.parking;
    list.push_back(entry.code);
  }
  return codes;
}

void plan_beginning(Clerk& clerk) {
  clerk.put_down(on("2024-11-01"), [&clerk](Day day) {
    register_houses(clerk, day);
    set_tariff(clerk, day, "住宅物业费", HouseUse::dwelling, TariffBasis::area, {5500},
               BillingCycle::quarter);
    set_tariff(clerk, day, "商铺物业费", HouseUse::shop, TariffBasis::area, {12000},
               BillingCycle::month);
    set_tariff(clerk, day, "车位服务费", HouseUse::parking, TariffBasis::household, {500000},
               BillingCycle::month);
    bring_forward(clerk, day, {Account::bank, Fund::operations}, {1'864'235}, "上届物业移交余额");
    bring_forward(clerk, day, {Account::cash, Fund::operations}, {128'600});
    bring_forward(clerk, day, {Account::payable, Fund::operations}, {1'012'000}, "10 月服务费未付");
    bring_forward(clerk, day, {Account::bank, Fund::common_revenue}, {486'000});
    bring_forward(clerk, day, {Account::common_revenue, Fund::common_revenue}, {486'000},
                  "移交的公共收益结余");
    bring_debts_forward(clerk, day);
    bring_fund_forward(clerk, day);
  });
}

}  // namespace mingzhang
