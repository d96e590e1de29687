#pragma once

// Invented names for generated books: companies and purposes, never persons.

#include <array>
#include <string_view>

#include "ledger/kinds/words.h"

namespace mingzhang {

inline constexpr auto community_names = std::to_array<std::string_view>(
    {"幸福小区", "和顺小区", "文苑小区", "铁西小区", "春光小区", "向阳小区", "平安小区", "北湖小区",
     "工农小区", "东安小区", "永兴小区", "青年小区", "建设小区", "松江小区", "红旗小区",
     "新生小区"});
inline constexpr auto subdistrict_names = std::to_array<std::string_view>(
    {"团结街道", "胜利街道", "解放街道", "民康街道", "东升街道", "南岭街道"});

struct ServiceLine {
  std::string_view category;
  std::string_view payee;
  std::int64_t in_thousand;  ///< share of a month's service cost
};
inline constexpr auto service_lines = std::to_array<ServiceLine>({
    {"保洁", "洁安保洁服务有限公司", 300},
    {"秩序维护", "安顺保安服务有限公司", 340},
    {"垃圾清运", "绿城环卫服务有限公司", 130},
    {"公共用电", "城区供电公司", 110},
    {"设备维护", "恒通机电维修有限公司", 80},
    {"绿化养护", "春晖园林养护有限公司", 40},
});

struct RevenueLine {
  RevenueSource source;
  std::string_view counterparty;
  std::int64_t typical_yuan;  ///< of one receipt
  std::uint32_t every_months;
};
inline constexpr auto revenue_lines = std::to_array<RevenueLine>({
    {RevenueSource::lift_advertising, "视界楼宇传媒有限公司", 900, 3},
    {RevenueSource::gate_advertising, "新视角广告有限公司", 600, 3},
    {RevenueSource::wall_advertising, "城画广告有限公司", 2400, 12},
    {RevenueSource::water_vending, "净源饮水设备有限公司", 280, 1},
    {RevenueSource::parcel_locker, "蜂格智能柜有限公司", 450, 1},
    {RevenueSource::courier_station, "邻里驿站商贸有限公司", 600, 2},
    {RevenueSource::shared_house, "惠民便利超市", 1200, 1},
    {RevenueSource::parking, "捷停停车管理有限公司", 1500, 1},
    {RevenueSource::promotion, "佳美家电商贸有限公司", 500, 6},
});

}  // namespace mingzhang
