#include "ledger/rules/words_zh.h"

namespace mingzhang {
namespace {

template <class Enum, std::size_t count>
std::string_view pick(const std::string_view (&words)[count], Enum value) {
  static_assert(count == Words<Enum>::names.size(), "every word has its Chinese");
  return words[static_cast<std::size_t>(value) - Words<Enum>::first];
}

constexpr std::string_view house_uses[] = {"住宅", "商铺", "车位", "其他"};
constexpr std::string_view cycles[] = {"月", "季", "半年", "年"};
constexpr std::string_view matters[] = {"利用共有部分经营", "使用维修资金", "筹集维修资金",
                                        "改建重建", "其他事项"};
constexpr std::string_view allowed_uses[] = {"经营收益", "弥补物业费缺口", "补充维修资金",
                                             "分给业主", "维修"};
constexpr std::string_view outcomes[] = {"通过", "未通过：参与人数不足三分之二",
                                         "未通过：参与面积不足三分之二", "未通过：同意人数不足",
                                         "未通过：同意面积不足"};
constexpr std::string_view channels[] = {"银行", "现金", "微信", "支付宝"};
constexpr std::string_view sources[] = {"电梯广告", "大门广告", "外墙广告", "自动售水机", "快递柜",
                                        "快递驿站", "共有房屋", "停车位",   "商业促销"};
constexpr std::string_view revenue_uses[] = {"弥补物业费缺口", "补充维修资金", "分给业主"};
constexpr std::string_view interest_bases[] = {"余额", "面积"};

}  // namespace

std::string_view word_zh(HouseUse use) { return pick(house_uses, use); }
std::string_view word_zh(BillingCycle cycle) { return pick(cycles, cycle); }
std::string_view word_zh(Matter matter) { return pick(matters, matter); }
std::string_view word_zh(AllowedUse use) { return pick(allowed_uses, use); }
std::string_view word_zh(ResolutionOutcome outcome) { return pick(outcomes, outcome); }
std::string_view word_zh(Channel channel) { return pick(channels, channel); }
std::string_view word_zh(RevenueSource source) { return pick(sources, source); }
std::string_view word_zh(RevenueUse use) { return pick(revenue_uses, use); }
std::string_view word_zh(InterestBasis basis) { return pick(interest_bases, basis); }

}  // namespace mingzhang
