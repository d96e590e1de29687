#include <fmt/format.h>

#include <algorithm>

#include "ledger/rules/apportionment.h"
#include "ledger/rules/consent.h"
#include "ledger/rules/funds.h"
#include "ledger/rules/rules.h"
#include "ledger/rules/shortfall.h"
#include "ledger/rules/words_zh.h"

namespace mingzhang {
namespace {

AllowedUse use_for(RevenueUse to) {
  switch (to) {
    case RevenueUse::shortfall:
      return AllowedUse::fill_shortfall;
    case RevenueUse::maintenance_fund:
      return AllowedUse::top_up_fund;
    case RevenueUse::owners:
      break;
  }
  return AllowedUse::credit_owners;
}

/// The other end of the bank transfer, and the tag of the revenue's own leg.
struct Use {
  Flow leaves;
  Fund fund;
};

void transfer(Entry& entry, const CommonRevenueApplied& payload, const Use& use) {
  entry.debit(Account::common_revenue, Fund::common_revenue, payload.amount,
              {use.leaves, {}, payload.period, {}});
  entry.credit(Account::bank, Fund::common_revenue, payload.amount);
  entry.debit(Account::bank, use.fund, payload.amount);
}

Refused fill_shortfall(const Context& context, const CommonRevenueApplied& payload, Entry& entry) {
  const Money residual = shortfall_of(context.state, payload.period).residual();
  if (payload.amount > residual) {
    return reject(Code::shortfall_exceeded, "amount", to_string(payload.amount),
                  to_string(payload.period), to_string(std::max(residual, Money{})));
  }
  transfer(entry, payload, {Flow::revenue_to_shortfall, Fund::operations});
  entry.credit(Account::gap_filled, Fund::operations, payload.amount,
               {Flow::plain, {}, payload.period, {}});
  return std::nullopt;
}

/// Shares by exclusive area, absent another agreement (Civil Code 283).
Refused share_out(const Context& context, CommonRevenueApplied& payload) {
  const std::vector<HouseWeight> weights = weights_by_area(context.state);
  if (weights.empty()) return reject(Code::nobody_to_share, "to", "面积", "area");
  payload.lines.value =
      share_lines(context.state, payload.amount, weights,
                  apportionment_seed(context.header.community, context.header.idempotency_key));
  return std::nullopt;
}

Refused top_up_fund(const Context& context, CommonRevenueApplied& payload, Entry& entry) {
  if (Refused refused = share_out(context, payload)) return refused;
  transfer(entry, payload, {Flow::revenue_to_fund, Fund::maintenance});
  for (const ShareLine& line : payload.lines.value) {
    entry.credit(Account::maintenance_fund, Fund::maintenance, line.amount,
                 {Flow::fund_top_up, line.house, {}, {}});
  }
  return std::nullopt;
}

Refused credit_owners(const Context& context, CommonRevenueApplied& payload, Entry& entry) {
  if (Refused refused = share_out(context, payload)) return refused;
  transfer(entry, payload, {Flow::revenue_to_owners, Fund::operations});
  for (const ShareLine& line : payload.lines.value) {
    entry.credit(Account::prepayment, Fund::operations, line.amount,
                 {Flow::plain, line.house, {}, {}});
  }
  return std::nullopt;
}

}  // namespace

Refused decide(const Context& context, CommonRevenueApplied& payload, Entry& entry) {
  if (payload.amount <= Money{}) return reject(Code::not_positive, "amount", "amount");
  if (Refused refused =
          check_consent(context.state, payload.resolution.value, context.header.business_date,
                        {use_for(payload.to), std::nullopt})) {
    return refused;
  }
  if (Refused refused = check_common_revenue(context.state, payload.amount)) return refused;
  switch (payload.to) {
    case RevenueUse::shortfall:
      return fill_shortfall(context, payload, entry);
    case RevenueUse::maintenance_fund:
      return top_up_fund(context, payload, entry);
    case RevenueUse::owners:
      break;
  }
  return credit_owners(context, payload, entry);
}

Description describe(const CommonRevenueApplied& payload) {
  const std::string period = to_string(payload.period);
  return {fmt::format("公共收益用于{}（{}）", word_zh(payload.to), period),
          fmt::format("common revenue applied to the {} ({})", plain_words(payload.to), period)};
}

}  // namespace mingzhang
