#include <fmt/format.h>

#include "ledger/rules/rules.h"

namespace mingzhang {
namespace {

/// How a record that moved no money is corrected.
Description instead_of(EventKind kind) {
  switch (kind) {
    case EventKind::house_registered:
    case EventKind::house_corrected:
      return {"用 house_corrected 更正", "use house_corrected"};
    case EventKind::tariff_set:
      return {"用 tariff_set 从同一账期起重新设定",
              "set it again from the same period (tariff_set)"};
    case EventKind::resolution_tallied:
      return {"以新的编号重新登记决定", "tally it again under another resolution number"};
    case EventKind::period_closed:
      return {"用 period_reopened 重新打开", "use period_reopened"};
    case EventKind::period_reopened:
      return {"用 period_closed 再次结账", "use period_closed"};
    default:
      return {"登记一条新的事项更正", "record a new event that corrects it"};
  }
}

}  // namespace

Refused decide(const Context& context, EventReversed& payload, Entry& entry) {
  const RecordedEvent* original = context.referenced;
  const std::string sequence = fmt::to_string(payload.sequence.value);
  if (original == nullptr) return reject(Code::unknown_sequence, "sequence", sequence);
  const EventKind kind = kind_of(original->event.payload);
  if (kind == EventKind::event_reversed) {
    return reject(Code::reversal_of_reversal, "sequence", sequence);
  }
  if (original->postings.empty()) {
    const Description instead = instead_of(kind);
    return reject(Code::nothing_to_reverse, "sequence", sequence, instead.zh, instead.en);
  }
  if (context.state.reversed.contains(payload.sequence.value)) {
    return reject(Code::already_reversed, "sequence", sequence);
  }
  const Day recorded = original->event.header.business_date;
  if (context.header.business_date < recorded) {
    return reject(Code::before_original, "business_date", to_string(recorded), sequence);
  }
  for (const Posting& posting : original->postings) {
    entry.credit(posting.account, posting.fund, posting.amount(),
                 {posting.flow, posting.house, posting.period, posting.subject});
  }
  return std::nullopt;
}

Description describe(const EventReversed& payload) {
  return {fmt::format("红字冲销第 {} 号事项", payload.sequence.value),
          fmt::format("reversal of event {}", payload.sequence.value)};
}

}  // namespace mingzhang
