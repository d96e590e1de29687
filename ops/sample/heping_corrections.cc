// What goes otherwise than planned: work in place of fees, discounts, refunds, bounced and
// misplaced payments, unidentified money, late fees, a bad debt.

#include <algorithm>

#include "ledger/rules/allocation.h"
#include "ops/sample/heping_parts.h"

namespace mingzhang {
namespace {

template <class Kind>
Kind fee_entry(const std::string& house, std::string_view period, Money amount,
               std::string_view reason) {
  Kind entry;
  entry.house = house_ref(house);
  entry.period = month(period);
  entry.amount = amount;
  entry.reason.value = reason;
  return entry;
}

/// 三(四): a household in need cleans the stairs of building 3 in place of its fee.
void plan_work_offsets(Clerk& clerk) {
  for (Period quarter = month("2024-10"); quarter <= month("2026-07");
       quarter = add_months(quarter, 3)) {
    clerk.put_down(day_of(add_months(quarter, 2), 24), [&clerk, quarter](Day day) {
      constexpr std::int64_t rate_fen = 1500;
      const std::string code = "3-2-502";
      const Money open = open_fee(clerk.books(), clerk.number_of(code), quarter);
      if (open <= Money{}) return;
      WorkOffsetGranted offset;
      offset.house = house_ref(code);
      offset.worker.value = "公益岗 03 号";
      offset.hours = {(open.fen * 2 + rate_fen - 1) / rate_fen * 50};  // in half hours
      offset.rate = {rate_fen};
      offset.amount = open;
      offset.period = quarter;
      clerk.post_as("committee", day, offset, "3 号楼楼道保洁，工时经楼栋长确认");
    });
  }
}

/// An owner without a home there for the quarter, and one who had paid it already.
void plan_discounts(Clerk& clerk) {
  const auto discount = [&clerk](std::string_view date, const char* house, const char* period) {
    clerk.put_down(on(date), [&clerk, house, period](Day day) {
      const Money fee = area_fee({5500}, clerk.house(house).area, 3);
      clerk.post_as("committee", day,
                    fee_entry<DiscountGranted>(house, period, {fee.fen * 3 / 10},
                                               "房屋空置满一季度，按约定减免 30%"));
    });
  };
  discount("2025-04-01", "4-1-302", "2025-04");
  discount("2026-03-20", "4-2-901", "2026-01");
}

void plan_bounced_payment(Clerk& clerk) {
  clerk.put_down(on("2025-07-15"), [&clerk](Day day) {
    const std::string house = "2-1-301";
    const Money amount = clerk.open(house);
    const Sequence paid = pay(clerk, day, house, amount, Channel::bank);
    clerk.put_down(on("2025-07-18"), [&clerk, paid](Day then) {
      EventReversed reversed;
      reversed.sequence = paid;
      reversed.reason.value = "银行代扣退票：账户余额不足";
      clerk.post_as("committee", then, reversed);
    });
    clerk.put_down(on("2025-07-30"), [&clerk, house](Day then) {
      pay(clerk, then, house, clerk.open(house), Channel::wechat);
    });
  });
}

/// Cash of one house was written to its neighbour, and found after the month was closed.
void plan_misplaced_payment(Clerk& clerk) {
  clerk.put_down(on("2026-01-16"), [&clerk](Day day) {
    const Money amount = clerk.open("2-2-402");
    const Sequence paid = pay(clerk, day, "2-2-401", amount, Channel::cash);
    clerk.put_down(on("2026-02-11"), [&clerk, paid, amount, day](Day then) {
      EventReversed reversed;
      reversed.sequence = paid;
      reversed.reason.value = "错记房号：应为 2-2-402";
      clerk.post_as("committee", then, reversed);
      PaymentReceived again;
      again.house = house_ref("2-2-402");
      again.amount = amount;
      again.channel = Channel::cash;
      clerk.post_belated(then, day, again, "更正 2026-01-16 错记的现金收款，该月已结账");
    });
  });
}

void plan_suspense(Clerk& clerk) {
  const auto receive = [&clerk](Day day, Money amount, Channel channel, std::string_view memo) {
    SuspenseReceived received;
    received.amount = amount;
    received.channel = channel;
    received.trade_number = trade_number(clerk, day, channel);
    return clerk.post(day, received, memo);
  };
  const auto match = [&clerk](std::string_view date, Sequence of, const char* house,
                              const char* memo) {
    clerk.put_down(on(date), [&clerk, of, house, memo](Day day) {
      SuspenseMatched matched;
      matched.sequence = of;
      matched.house = house_ref(house);
      clerk.post(day, matched, memo);
    });
  };
  clerk.put_down(on("2025-04-09"), [&clerk, receive, match](Day day) {
    const Sequence received =
        receive(day, clerk.open("1-3-202"), Channel::bank, "转账附言只写“物业费”");
    match("2025-04-23", received, "1-3-202", "业主持回单确认");
  });
  clerk.put_down(on("2025-10-19"), [&clerk, receive, match](Day day) {
    const Sequence received =
        receive(day, clerk.open("3-4-601"), Channel::wechat, "收款方备注：三栋四单元");
    match("2025-11-05", received, "3-4-601", "按金额与楼栋长核对");
  });
  clerk.put_down(on("2026-09-22"), [receive](Day day) {
    receive(day, yuan(300), Channel::bank, "个人转账，无附言，正在查找付款人");
  });
}

void plan_single_entries(Clerk& clerk) {
  clerk.put_down(on("2025-06-20"), [&clerk](Day day) {
    HouseCorrected corrected;
    corrected.house = house_ref("3-1-401");
    corrected.area = Area{6792};
    clerk.post(day, corrected, "按不动产权证更正面积");
  });
  clerk.put_down(on("2025-08-06"), [&clerk](Day day) {
    clerk.post(day, fee_entry<FeeAssessed>("1-0-商铺2", "2025-08", yuan(260), "装修垃圾清运费"));
  });
  clerk.put_down(on("2025-05-20"), [&clerk](Day day) {
    clerk.post(day, fee_entry<LateFeeCharged>("2-0-商铺5", "2025-04", {1'320},
                                              "逾期一个月，按合同约定收取滞纳金"));
  });
  clerk.put_down(on("2025-09-16"), [&clerk](Day day) {
    const std::string space = "车位-0-17";
    const Money prepaid = clerk.house(space).prepaid;
    if (prepaid <= Money{}) return;
    clerk.post_as("committee", day,
                  fee_entry<FeeRefunded>(space, "2025-09", prepaid, "车位退租，退还预缴费用"));
  });
  clerk.put_down(on("2026-06-18"), [&clerk](Day day) {
    const std::string house = "1-1-602";
    const Money open = open_fee(clerk.books(), clerk.number_of(house), month("2024-04"));
    clerk.post_as(
        "committee", day,
        fee_entry<FeeWrittenOff>(house, "2024-04", open, "法院裁定终结执行，经业主大会同意核销"));
  });
}

}  // namespace

void plan_corrections(Clerk& clerk) {
  plan_work_offsets(clerk);
  plan_discounts(clerk);
  plan_bounced_payment(clerk);
  plan_misplaced_payment(clerk);
  plan_suspense(clerk);
  plan_single_entries(clerk);
}

}  // namespace mingzhang
