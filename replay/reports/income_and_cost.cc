// The table that names what comes in and goes out of each fund.

#include <fmt/format.h>

#include <array>
#include <map>
#include <utility>

#include "ledger/rules/words_zh.h"
#include "replay/reports/community_statement.h"
#include "replay/reports/names.h"

namespace mingzhang {
namespace {

/// What the subject of a posting adds to the name.
enum class SubjectNames : std::uint8_t { nothing, revenue_source, programme };

/// Postings of the account in the fund, and of the flow if one is given, add up under this name.
/// The first entry that fits a posting takes it. Income is credited, cost is debited.
struct SummaryEntry {
  Fund fund;
  SummarySide side;
  Account account;
  std::optional<Flow> flow;
  SubjectNames subjects;
  std::string_view zh;
  std::string_view en;
};

using enum SummarySide;
using enum SubjectNames;

constexpr Fund ops = Fund::operations;
constexpr Fund com = Fund::common_revenue;
constexpr Fund sub = Fund::subsidy;
constexpr Fund mf = Fund::maintenance;
constexpr Fund trust = Fund::trust;

// clang-format off
constexpr SummaryEntry entries[] = {
    {ops, income, Account::fee_income, {}, nothing,
     "物业费收入（应收）", "fees charged"},
    {ops, income, Account::gap_filled, {}, nothing,
     "公共收益弥补物业费缺口", "common revenue filling the shortfall"},
    {ops, income, Account::subsidy_income, {}, nothing,
     "补助收入", "subsidies applied"},
    {ops, cost, Account::service_cost, Flow::cost_of_offset_labour, nothing,
     "以工抵费的劳务", "labour of work offsets"},
    {ops, cost, Account::service_cost, {}, nothing,
     "服务成本", "cost of service"},
    {ops, cost, Account::bad_debt, {}, nothing,
     "坏账与追讨费用", "bad debt and court costs"},
    {ops, cost, Account::channel_fee, {}, nothing,
     "支付渠道手续费", "channel fees"},
    {com, income, Account::common_revenue, Flow::revenue_received, revenue_source,
     "收入", "received"},
    {com, income, Account::common_revenue, Flow::plain, nothing,
     "期初结余转入", "brought forward"},
    {com, cost, Account::common_revenue, Flow::revenue_cost, revenue_source,
     "合理成本", "reasonable cost"},
    {com, cost, Account::common_revenue, Flow::revenue_to_shortfall, nothing,
     "用于弥补物业费缺口", "used to fill the shortfall"},
    {com, cost, Account::common_revenue, Flow::revenue_to_fund, nothing,
     "用于补充维修资金", "used to top up the maintenance fund"},
    {com, cost, Account::common_revenue, Flow::revenue_to_owners, nothing,
     "分给业主", "credited to owners"},
    {sub, income, Account::deferred_subsidy, Flow::subsidy_received, programme,
     "收到", "received"},
    {sub, cost, Account::deferred_subsidy, Flow::subsidy_applied, programme,
     "使用", "applied"},
    {sub, cost, Account::deferred_subsidy, Flow::subsidy_returned, programme,
     "退回", "returned"},
    {mf, income, Account::maintenance_fund, Flow::fund_brought_forward, nothing,
     "期初余额转入", "brought forward"},
    {mf, income, Account::maintenance_fund, Flow::fund_deposited, nothing,
     "业主交存", "owners' deposits"},
    {mf, income, Account::maintenance_fund, Flow::fund_interest, nothing,
     "利息", "interest"},
    {mf, income, Account::maintenance_fund, Flow::fund_top_up, nothing,
     "公共收益补充", "topped up from common revenue"},
    {mf, cost, Account::maintenance_fund, Flow::repair_drawn, nothing,
     "维修支取", "drawn for repairs"},
    {trust, income, Account::other_receivable, Flow::repair_collected, nothing,
     "收到维修分摊款", "repair shares collected"},
    {trust, cost, Account::payable, Flow::repair_paid, nothing,
     "支付维修工程款", "contractors paid for repairs"},
    {trust, cost, Account::channel_fee, {}, nothing,
     "支付渠道手续费", "channel fees"},
};
// clang-format on

bool fits(const SummaryEntry& entry, const Posting& posting) {
  return entry.fund == posting.fund && entry.account == posting.account &&
         (!entry.flow || *entry.flow == posting.flow);
}

Description named(const SummaryEntry& entry, const Books& books, Subject subject) {
  switch (entry.subjects) {
    case nothing:
      return {std::string(entry.zh), std::string(entry.en)};
    case revenue_source: {
      const auto source = static_cast<RevenueSource>(subject.value);
      return {fmt::format("{}{}", word_zh(source), entry.zh),
              fmt::format("{} {}", plain_words(source), entry.en)};
    }
    case programme:
      break;
  }
  const std::string name = programme_name(books, subject);
  return {fmt::format("{}补助：{}", entry.zh, name), fmt::format("subsidy {}: {}", entry.en, name)};
}

using Sums = std::map<std::pair<std::size_t, Subject>, Money>;  // by entry and what it names

void add_row(Sums& sums, const Posting& posting) {
  for (std::size_t index = 0; index < std::size(entries); ++index) {
    const SummaryEntry& entry = entries[index];
    if (!fits(entry, posting)) continue;
    const Subject subject = entry.subjects == nothing ? Subject{} : posting.subject;
    sums[{index, subject}] += entry.side == income ? -posting.amount() : posting.amount();
    return;
  }
}

}  // namespace

std::vector<SummaryLine> summary_of(const Books& books, const PeriodRange& range) {
  Sums sums;
  books.each_event_in(days_of(range), [&](const BookedEvent&, std::span<const Row> rows) {
    for (const Row& row : rows) add_row(sums, row.posting);
  });
  std::vector<SummaryLine> lines;
  for (const auto& [key, amount] : sums) {
    const SummaryEntry& entry = entries[key.first];
    lines.push_back({entry.fund, entry.side, named(entry, books, key.second), amount});
  }
  return lines;
}

}  // namespace mingzhang
