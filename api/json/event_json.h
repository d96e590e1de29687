#pragma once

// Recorded events as JSON. What `record` reads back is what stands at the top: parsing a rendered
// event gives the command that was recorded.

#include <boost/json/object.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/event.h"
#include "ledger/state/community_state.h"
#include "ledger/store/event_store.h"

namespace mingzhang {

/// A free text of the event by payload field id or `memo_text_field`; none when it was erased.
using TextLookup = std::function<std::optional<std::string>(std::uint8_t field)>;

enum class EventShape : std::uint8_t {
  /// As an export carries it: the command's fields and `recorded`. An erased text that the kind
  /// requires is written as `erased_text`, so that the line can be recorded again.
  recordable,
  /// As the API lists it: `recorded` says in a sentence what it is; an erased text is null.
  listed,
  /// As the API shows one: also `decided` and `postings`.
  full,
};
inline constexpr std::string_view erased_text = "已删除";

/// `community` is the event's, folded at least through the event (house codes are its). `recorded`
/// names the fields whose text was erased under `erased`.
boost::json::object render_event(const RecordedEvent& recorded, const CommunityState& community,
                                 const TextLookup& text, EventShape shape);

/// One line of JSON, without a line feed, that parses to the same command (its actor excepted).
std::string render_command(const Command& command);

/// Writes every event in the order of the log, one JSON object a line.
StoreResult<void> export_jsonl(const EventStore& store,
                               const std::function<void(std::string_view)>& sink);

}  // namespace mingzhang
