#include "ledger/rules/rules.h"

namespace mingzhang {

Refused decide(const Context& context, CommunityRegistered& payload, Entry&) {
  const std::string& id = context.header.community;
  if (!context.state.id.empty()) return reject(Code::community_exists, "community", id);
  payload.id.value.value = id;
  payload.number.value = context.next_community;
  return std::nullopt;
}

Description describe(const CommunityRegistered& payload) {
  return {"登记小区 " + payload.name.value, "community registered: " + payload.name.value};
}

}  // namespace mingzhang
