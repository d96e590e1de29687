// 四(五): what 和平小区 charges, and how its houses pay.

#include <fmt/format.h>

#include <array>

#include "ledger/rules/allocation.h"
#include "ops/sample/heping_parts.h"

namespace mingzhang {
namespace {

enum class Payer : std::uint8_t { punctual, slow, half_yearly, yearly, partly, never };

Payer pick_payer(Random& random) {
  const std::uint32_t chance = random.below(1000);
  if (chance < 560) return Payer::punctual;
  if (chance < 740) return Payer::slow;
  if (chance < 830) return Payer::half_yearly;
  if (chance < 890) return Payer::yearly;
  return chance < 950 ? Payer::partly : Payer::never;
}

Channel pick_channel(Random& random) {
  const std::uint32_t chance = random.below(100);
  if (chance < 52) return Channel::wechat;
  if (chance < 70) return Channel::alipay;
  return chance < 88 ? Channel::bank : Channel::cash;
}

void pay_open(Clerk& clerk, Day day, const std::string& house, Channel channel, Money ahead = {}) {
  const Money amount = clerk.open(house) + ahead;
  if (amount > Money{}) pay(clerk, day, house, amount, channel);
}

/// Houses whose payments are told elsewhere (heping_corrections.cc), or that never pay.
bool is_told_elsewhere(const std::string& house, Period quarter) {
  const auto is = [&](const char* code, const char* period) {
    return house == code && quarter == month(period);
  };
  return house == "1-1-602" || house == "3-2-502" || is("2-1-301", "2025-07") ||
         is("1-3-202", "2025-04") || is("3-4-601", "2025-10") || is("2-2-402", "2026-01");
}

/// How one dwelling settles a quarter that begins on `day`.
void plan_dwelling(Clerk& clerk, Day day, const std::string& house, Payer payer, Channel channel) {
  Random& random = clerk.random();
  const int quarter = (period_of(day).months % 12) / 3;
  const auto pay_after = [&](std::int64_t least, std::int64_t most, Money ahead) {
    clerk.put_down(days_after(day, random.between(least, most)),
                   [=, &clerk](Day then) { pay_open(clerk, then, house, channel, ahead); });
  };
  switch (payer) {
    case Payer::punctual:
      return pay_after(2, 40, {});
    case Payer::slow:
      return pay_after(50, 130, {});
    case Payer::half_yearly:
      if (quarter % 2 == 1) pay_after(4, 45, {});
      return;
    case Payer::yearly: {
      // Some in January, some in October.
      const Area area = clerk.house(house).area;
      const int first_quarter = area.dm2 % 4 == 0 ? 0 : 3;
      const Money ahead{area_fee({5500}, area, 3).fen * 3};
      return pay_after(3, 25, quarter == first_quarter ? ahead : Money{});
    }
    case Payer::partly:
      if (random.chance(550)) {
        clerk.put_down(days_after(day, random.between(20, 85)), [=, &clerk](Day then) {
          if (clerk.open(house) > yuan(100)) pay(clerk, then, house, yuan(100), Channel::cash);
        });
      }
      return;
    case Payer::never:
      return;
  }
}

void plan_dwellings(Clerk& clerk) {
  for (const std::string& house : heping_houses().dwellings) {
    const bool pays_always = house == "2-1-301" || house == "1-3-202" || house == "3-4-601" ||
                             house == "2-2-402" || house == "4-1-302" || house == "4-2-901";
    const Payer payer = pays_always ? Payer::punctual : pick_payer(clerk.random());
    const Channel channel = pick_channel(clerk.random());
    // The quarter brought forward is paid from November on, later ones from their first day.
    clerk.put_down(on("2024-11-01"), [=, &clerk](Day day) {
      if (!is_told_elsewhere(house, month("2024-10"))) {
        plan_dwelling(clerk, day, house, payer, channel);
      }
    });
    for (Period quarter = month("2025-01"); quarter <= month("2026-10");
         quarter = add_months(quarter, 3)) {
      if (is_told_elsewhere(house, quarter)) continue;
      clerk.put_down(first_day_of(quarter),
                     [=, &clerk](Day day) { plan_dwelling(clerk, day, house, payer, channel); });
    }
  }
}

/// Shops pay every month, two of them only now and then.
void plan_shop(Clerk& clerk, const std::string& house) {
  const bool slow = house == "2-0-商铺5" || house == "1-0-商铺3";
  const Channel channel = clerk.random().chance(400) ? Channel::bank : Channel::wechat;
  every_month([&](Period period) {
    if (slow && period.months % 3 != 0) return;
    const Day day = day_of(period, static_cast<int>(clerk.random().between(3, 22)));
    clerk.put_down(day, [=, &clerk](Day then) { pay_open(clerk, then, house, channel); });
  });
}

/// Of the parking spaces some pay by the month, most a quarter ahead, a few late.
void plan_parking(Clerk& clerk, const std::string& house) {
  Random& random = clerk.random();
  const bool is_let_later = house == "车位-0-17";  // and gets its prepayment back
  const std::uint32_t chance = is_let_later ? 500 : random.below(1000);
  const Channel channel = random.chance(800) ? Channel::wechat : Channel::alipay;
  every_month([&](Period period) {
    const bool quarter_begins = period.months % 3 == 1;
    const Day day = day_of(period, static_cast<int>(random.between(2, 24)));
    const bool by_month = chance < 200;
    const bool late = chance >= 920;
    if (!by_month && !quarter_begins) return;
    if (late && random.chance(500)) return;
    const Money ahead = by_month || late ? Money{} : yuan(100);
    clerk.put_down(day, [=, &clerk](Day then) { pay_open(clerk, then, house, channel, ahead); });
  });
}

void assess(Clerk& clerk, Day day, std::string_view tariff) {
  FeesAssessed run;
  run.period = period_of(day);
  run.tariff.value = tariff;
  clerk.post(day, run);
}

void settle(Clerk& clerk, Day day, Channel channel) {
  const CommunityState& books = clerk.books();
  Money waiting;
  for (std::size_t fund = 0; fund < fund_count; ++fund) {
    waiting +=
        channel == Channel::cash
            ? books.balance(Account::cash, static_cast<Fund>(fund))
            : books.total(Flow::in_transit, {}, transit_subject(channel, static_cast<Fund>(fund)));
  }
  if (waiting <= Money{}) return;
  ChannelSettled settled;
  settled.channel = channel;
  settled.amount = waiting;
  if (channel != Channel::cash) settled.trade_number = trade_number(clerk, day, channel);
  clerk.post(day, settled, channel == Channel::cash ? "现金缴存银行" : "");
}

}  // namespace

Name trade_number(Clerk& clerk, Day day, Channel channel) {
  std::string date = to_string(day);
  std::erase(date, '-');
  const std::uint64_t tail = clerk.random().next() % 10'000'000'000U;
  switch (channel) {
    case Channel::wechat:
      return {fmt::format("4200002{}{}{:010}", 100 + tail % 900, date, tail)};
    case Channel::alipay:
      return {fmt::format("{}2200114{}{:010}", date, 100 + tail % 900, tail)};
    case Channel::bank:
    case Channel::cash:
      break;
  }
  return {fmt::format("{}{:08}", date, tail % 100'000'000U)};
}

Sequence pay(Clerk& clerk, Day day, const std::string& house, Money amount, Channel channel) {
  PaymentReceived paid;
  paid.house = house_ref(house);
  paid.amount = amount;
  paid.channel = channel;
  if (channel == Channel::wechat || channel == Channel::alipay) {
    paid.channel_fee = Money{divide_half_up(__int128{amount.fen} * 6, 1000)};  // 0.60%
    paid.trade_number = trade_number(clerk, day, channel);
  }
  return clerk.post(day, paid);
}

void plan_fees(Clerk& clerk) {
  every_month([&](Period period) {
    clerk.put_down(first_day_of(period), [&clerk, period](Day day) {
      if (period.months % 3 == 0) assess(clerk, day, "住宅物业费");
      assess(clerk, day, "商铺物业费");
      assess(clerk, day, "车位服务费");
    });
    for (const Day day : {day_of(period, 10), day_of(period, 20), last_day_of(period)}) {
      clerk.put_down(day, [&clerk](Day then) {
        settle(clerk, then, Channel::wechat);
        settle(clerk, then, Channel::alipay);
      });
    }
    clerk.put_down(day_of(period, 28), [&clerk](Day day) { settle(clerk, day, Channel::cash); });
  });
  plan_dwellings(clerk);
  for (const std::string& house : heping_houses().shops) plan_shop(clerk, house);
  for (const std::string& house : heping_houses().parking) plan_parking(clerk, house);
}

}  // namespace mingzhang
