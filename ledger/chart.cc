#include "ledger/chart.h"

#include <fmt/format.h>

#include "ledger/base/ensure.h"

namespace mingzhang {
namespace {

using enum NormalSide;

// clang-format off
constexpr std::array<AccountEntry, account_count> chart{{
    {Account::none,             0,    "",           "",                         debit},
    {Account::cash,             1001, "库存现金",   "cash",                     debit},
    {Account::bank,             1002, "银行存款",   "bank",                     debit},
    {Account::channel_transit,  1012, "在途支付款", "channel in transit",       debit},
    {Account::fee_receivable,   1122, "应收物业费", "fee receivable",           debit},
    {Account::other_receivable, 1221, "其他应收款", "other receivable",         debit},
    {Account::payable,          2202, "应付账款",   "payable",                  credit},
    {Account::prepayment,       2203, "预收款",     "prepayment",               credit},
    {Account::suspense,         2241, "待查款项",   "suspense",                 credit},
    {Account::deferred_subsidy, 2401, "递延补助",   "deferred subsidy",         credit},
    {Account::common_revenue,   2711, "公共收益结余", "common revenue balance", credit},
    {Account::maintenance_fund, 2712, "专项维修资金", "maintenance fund",       credit},
    {Account::repair_clearing,  2299, "维修清算",   "repair clearing",          credit},
    {Account::opening_balance,  4999, "期初余额",   "opening balance",          credit},
    {Account::fee_income,       6001, "物业费收入", "fee income",               credit},
    {Account::gap_filled,       6051, "公共收益弥补", "gap filled",             credit},
    {Account::subsidy_income,   6117, "补助收入",   "subsidy income",           credit},
    {Account::service_cost,     6401, "服务成本",   "service cost",             debit},
    {Account::bad_debt,         6602, "坏账与追讨费用", "bad debt and court costs", debit},
    {Account::channel_fee,      6603, "支付渠道手续费", "channel fee",          debit},
}};
// clang-format on

constexpr std::array<std::string_view, fund_count> fund_codes{"OPS", "COM", "SUB", "MF", "TRUST"};
constexpr std::array<std::string_view, fund_count> fund_names{"物业经费", "公共收益", "财政补助",
                                                              "专项维修资金", "代收代付"};

}  // namespace

const AccountEntry& chart_entry(Account account) {
  const auto index = static_cast<std::size_t>(account);
  ensure(index < account_count && chart[index].account == account, "account is in the chart");
  return chart[index];
}

std::string_view fund_code(Fund fund) { return fund_codes.at(static_cast<std::size_t>(fund)); }
std::string_view fund_name_zh(Fund fund) { return fund_names.at(static_cast<std::size_t>(fund)); }

std::string to_string(AccountRef ref) {
  return fmt::format("{}.{}", chart_entry(ref.account).code, fund_code(ref.fund));
}

std::optional<AccountRef> parse_account(std::string_view text) {
  for (std::size_t index = fund_count; index < account_slots; ++index) {
    const AccountRef ref = account_in_slot(index);
    if (to_string(ref) == text) return ref;
  }
  return std::nullopt;
}

}  // namespace mingzhang
