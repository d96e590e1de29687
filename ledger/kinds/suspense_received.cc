#include <fmt/format.h>

#include "ledger/rules/allocation.h"
#include "ledger/rules/rules.h"
#include "ledger/rules/words_zh.h"

namespace mingzhang {

Refused decide(const Context& context, SuspenseReceived& payload, Entry& entry) {
  if (payload.amount <= Money{}) return reject(Code::not_positive, "amount", "amount");
  payload.number.value = {context.state.suspense_items + 1};
  debit_money(entry, Fund::operations, payload.channel, payload.amount, {});
  entry.credit(Account::suspense, Fund::operations, payload.amount,
               {Flow::suspense_received, {}, {}, payload.number.value});
  return std::nullopt;
}

Description describe(const SuspenseReceived& payload) {
  return {fmt::format("待查款项（{}）", word_zh(payload.channel)),
          fmt::format("unidentified money by {}", word(payload.channel))};
}

}  // namespace mingzhang
