#include <fmt/compile.h>

#include "ledger/rules/allocation.h"
#include "ledger/rules/rules.h"
#include "ledger/rules/words_zh.h"

namespace mingzhang {

Refused decide(const Context& context, PaymentReceived& payload, Entry& entry) {
  const Money channel_fee = payload.channel_fee.value_or(Money{});
  if (payload.amount <= Money{}) return reject(Code::not_positive, "amount", "amount");
  if (channel_fee < Money{} || channel_fee >= payload.amount) {
    return reject(Code::channel_fee_out_of_range, "channel_fee", to_string(channel_fee));
  }
  debit_money(entry, Fund::operations, payload.channel, payload.amount, channel_fee);
  credit_house(entry, context.state, payload.house.number, payload.amount, payload.for_period);
  return std::nullopt;
}

Description describe(const PaymentReceived& payload) {
  return {fmt::format(FMT_COMPILE("缴费（{}）"), word_zh(payload.channel)),
          fmt::format(FMT_COMPILE("payment by {}"), word(payload.channel))};
}

}  // namespace mingzhang
