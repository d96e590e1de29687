#include <fmt/format.h>

#include <algorithm>

#include "ledger/rules/allocation.h"
#include "ledger/rules/rules.h"
#include "ledger/rules/words_zh.h"

namespace mingzhang {
namespace {

/// What a fund has in a channel that has not reached the bank yet.
Money waiting(const CommunityState& state, Channel channel, Fund fund) {
  const Money amount = channel == Channel::cash
                           ? state.balance(Account::cash, fund)
                           : state.total(Flow::in_transit, {}, transit_subject(channel, fund));
  return std::max(amount, Money{});
}

}  // namespace

Refused decide(const Context& context, ChannelSettled& payload, Entry& entry) {
  const Channel channel = payload.channel;
  if (channel == Channel::bank) return reject(Code::bank_needs_no_settlement, "channel");
  if (payload.amount <= Money{}) return reject(Code::not_positive, "amount", "amount");

  Money rest = payload.amount;
  for (std::size_t index = 0; index < fund_count && rest > Money{}; ++index) {
    const auto fund = static_cast<Fund>(index);
    const Money part = std::min(rest, waiting(context.state, channel, fund));
    entry.debit(Account::bank, fund, part);
    credit_channel(entry, fund, channel, part);
    rest -= part;
  }
  if (rest > Money{}) {
    return reject(Code::more_than_in_transit, "amount", to_string(payload.amount),
                  to_string(payload.amount - rest));
  }
  return std::nullopt;
}

Description describe(const ChannelSettled& payload) {
  return {fmt::format("{}款项存入银行", word_zh(payload.channel)),
          fmt::format("{} paid into the bank", word(payload.channel))};
}

}  // namespace mingzhang
