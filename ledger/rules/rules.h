#pragma once

// The rules of every kind: `decide` walks the guards in a fixed order, each one line returning a
// named rejection, then writes the entry and fills the payload's Decided fields. One file per kind
// in ledger/kinds. `decide` runs after `preflight` (forms and limits) and after houses have been
// looked up, so it never sees a malformed value or an unknown house.

#include "ledger/kinds/payload.h"
#include "ledger/rules/context.h"

namespace mingzhang {

#define MINGZHANG_RULES(number, name, Type, family)                                  \
  [[nodiscard]] Refused decide(const Context& context, Type& payload, Entry& entry); \
  [[nodiscard]] Description describe(const Type& payload);
MINGZHANG_EVENT_KINDS(MINGZHANG_RULES)
#undef MINGZHANG_RULES

inline Description describe(const Payload& payload) {
  return std::visit([](const auto& typed) { return describe(typed); }, payload);
}

}  // namespace mingzhang
