#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "ledger/laws/laws.h"

namespace mingzhang {
namespace {

using FundSums = std::array<__int128, fund_count>;

std::string to_text(__int128 fen) { return to_string(Money{static_cast<std::int64_t>(fen)}); }

Breach event_balances(const CommunityState&, const RecordedEvent& recorded, const RecordedEvent*) {
  FundSums sums{};
  for (const Posting& posting : recorded.postings) {
    sums.at(static_cast<std::size_t>(posting.fund)) += posting.amount_fen;
  }
  for (std::size_t fund = 0; fund < fund_count; ++fund) {
    if (sums[fund] != 0) {
      return fmt::format("{} {}", fund_code(static_cast<Fund>(fund)), to_text(sums[fund]));
    }
  }
  return std::nullopt;
}

Breach postings_are_complete(const CommunityState&, const RecordedEvent& recorded,
                             const RecordedEvent*) {
  const EventHeader& header = recorded.event.header;
  const auto kind = static_cast<std::uint8_t>(kind_of(recorded.event.payload));
  for (std::size_t line = 0; line < recorded.postings.size(); ++line) {
    const Posting& posting = recorded.postings[line];
    const bool complete = posting.line == line && posting.kind == kind && posting.amount_fen != 0 &&
                          posting.community == header.community &&
                          posting.business_date() == header.business_date &&
                          posting.account != Account::none;
    if (!complete) return fmt::format("posting {}", line);
  }
  return std::nullopt;
}

Breach vouchers_are_contiguous(const CommunityState& before, const RecordedEvent& recorded,
                               const RecordedEvent*) {
  const Voucher voucher = recorded.event.header.voucher;
  if (recorded.postings.empty()) {
    if (voucher == Voucher{}) return std::nullopt;
    return fmt::format("{} without postings", to_string(voucher));
  }
  const Period month = period_of(recorded.event.header.business_date);
  const std::uint32_t* last = before.vouchers.find(month);
  const Voucher expected{month, last == nullptr ? 1 : *last + 1};
  if (voucher == expected) return std::nullopt;
  return fmt::format("\"{}\", not {}", to_string(voucher), to_string(expected));
}

Breach month_is_open(const CommunityState& before, const RecordedEvent& recorded,
                     const RecordedEvent*) {
  const Period month = period_of(recorded.event.header.business_date);
  if (recorded.postings.empty() || !before.is_closed(month)) return std::nullopt;
  return to_string(month);
}

bool is_money(Account account) {
  return account == Account::cash || account == Account::bank ||
         account == Account::channel_transit;
}

/// The kinds that may take money out of one fund and put it into another (rule 3.2): each names
/// its resolution, its programme or the event that it undoes.
bool may_cross_funds(EventKind kind) {
  return kind == EventKind::common_revenue_applied || kind == EventKind::subsidy_applied ||
         kind == EventKind::event_reversed;
}

Breach money_crosses_by_authority(const CommunityState&, const RecordedEvent& recorded,
                                  const RecordedEvent*) {
  FundSums money{};
  for (const Posting& posting : recorded.postings) {
    if (is_money(posting.account)) {
      money.at(static_cast<std::size_t>(posting.fund)) += posting.amount_fen;
    }
  }
  const auto least = std::ranges::min_element(money);
  const auto most = std::ranges::max_element(money);
  const EventKind kind = kind_of(recorded.event.payload);
  if (*least >= 0 || *most <= 0 || may_cross_funds(kind)) return std::nullopt;
  return fmt::format("{}: {} {}, {} {}", kind_name(kind),
                     fund_code(static_cast<Fund>(least - money.begin())), to_text(*least),
                     fund_code(static_cast<Fund>(most - money.begin())), to_text(*most));
}

bool negates(const Posting& left, const Posting& right) {
  return left.amount_fen == -right.amount_fen && left.account == right.account &&
         left.fund == right.fund && left.flow == right.flow && left.house == right.house &&
         left.subject == right.subject && left.period == right.period;
}

Breach reversal_negates_once(const CommunityState& before, const RecordedEvent& recorded,
                             const RecordedEvent* referenced) {
  const auto* reversed = std::get_if<EventReversed>(&recorded.event.payload);
  if (reversed == nullptr) return std::nullopt;
  if (before.reversed.contains(reversed->sequence.value)) {
    return fmt::format("event {} twice", reversed->sequence.value);
  }
  if (referenced == nullptr) return std::nullopt;
  if (std::ranges::equal(recorded.postings, referenced->postings, negates)) return std::nullopt;
  return fmt::format("event {}", reversed->sequence.value);
}

// clang-format off
constexpr EventLaw laws[] = {
    {"event_balances", "每个事项在每个资金内借贷相等", "an event balances in each fund",
     event_balances},
    {"postings_are_complete", "分录完整并依次编号", "postings are complete and numbered in order",
     postings_are_complete},
    {"vouchers_are_contiguous", "凭证按月连续编号", "vouchers are numbered without holes by month",
     vouchers_are_contiguous},
    {"month_is_open", "已结账的账期不再入账", "nothing is posted in a closed month",
     month_is_open},
    {"money_crosses_by_authority", "资金之间划转须有依据", "money crosses funds by authority only",
     money_crosses_by_authority},
    {"reversal_negates_once", "冲销与原事项金额相反且只有一次",
     "a reversal negates its original, once", reversal_negates_once},
};
// clang-format on

}  // namespace

std::span<const EventLaw> event_laws() { return laws; }

std::vector<Violation> broken_laws(const CommunityState& before, const RecordedEvent& recorded,
                                   const RecordedEvent* referenced) {
  std::vector<Violation> violations;
  for (const EventLaw& law : laws) {
    if (const Breach breach = law.check(before, recorded, referenced)) {
      violations.push_back({law.name, fmt::format("{} / {}: {}", law.zh, law.en, *breach)});
    }
  }
  return violations;
}

}  // namespace mingzhang
