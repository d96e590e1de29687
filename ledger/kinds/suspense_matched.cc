#include <fmt/format.h>

#include "ledger/rules/allocation.h"
#include "ledger/rules/rules.h"

namespace mingzhang {

Refused decide(const Context& context, SuspenseMatched& payload, Entry& entry) {
  const RecordedEvent* referenced = context.referenced;
  const std::string sequence = fmt::to_string(payload.sequence.value);
  if (referenced == nullptr) return reject(Code::unknown_sequence, "sequence", sequence);
  const auto* item = std::get_if<SuspenseReceived>(&referenced->event.payload);
  if (item == nullptr) return reject(Code::not_suspense, "sequence", sequence);
  const Subject number = item->number.value;
  // Credit minus debit: nothing is left when it was matched or its receipt was reversed.
  const Money open = -context.state.total(Flow::suspense_received, {}, number) -
                     context.state.total(Flow::suspense_matched, {}, number);
  if (open <= Money{}) return reject(Code::suspense_not_open, "sequence", sequence);
  const Day received = referenced->event.header.business_date;
  if (context.header.business_date < received) {
    return reject(Code::before_original, "business_date", to_string(received), sequence);
  }
  entry.debit(Account::suspense, Fund::operations, open, {Flow::suspense_matched, {}, {}, number});
  credit_house(entry, context.state, payload.house.number, open, std::nullopt);
  return std::nullopt;
}

Description describe(const SuspenseMatched& payload) {
  return {fmt::format("缴费（第 {} 号待查款项）", payload.sequence.value),
          fmt::format("payment identified (event {})", payload.sequence.value)};
}

}  // namespace mingzhang
