#pragma once

// Whether a command under a used idempotency key asks for what was recorded under it. Same request:
// the first answer is given again. Another request: it is refused, naming the field that differs.

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "ledger/event.h"
#include "ledger/state/community_state.h"
#include "ledger/store/event_store.h"

namespace mingzhang {

/// The salted text of a field of the stored event, by payload field id or `memo_text_field`; none
/// when it was erased.
using StoredText = std::function<std::optional<SaltedText>(std::uint8_t field)>;

/// Name of the first field in which the two differ: "kind", then the header's fields, then the
/// payload's in schema order; nothing when they are the same request. The actor and what the rule
/// decided are no part of a request. An erased text counts as the same. Pure but for `text`.
/// REQUIRES: both are of the community whose `state` is given.
std::optional<std::string_view> first_difference(const Event& stored, const Command& asked,
                                                 const CommunityState& state,
                                                 const StoredText& text);

}  // namespace mingzhang
