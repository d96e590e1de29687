#pragma once

// What folds and reports ask of a noted event, packed: its payload with little of the event's
// header, field after field in the order of `fields()`. A replay reads one for each house there is,
// by a quarter of the instructions that the event's own bytes take (docs/performance.md). A copy in
// the hot part of the log, never the truth: the event's bytes are what is hashed.

#include <optional>
#include <string>
#include <string_view>

#include "ledger/event.h"

namespace mingzhang {

struct EventMeaning {
  Day business_date;
  bool has_voucher = false;  ///< it has postings
  Payload payload;           ///< as of decode_event
};

/// Kind u8, has_voucher u8, business_date i32, then the fields: numbers and words as they are in
/// memory, texts by their commitments, houses by their numbers; before what can be left out 0 or 1
/// (u8), before a string or a list its size u32. All little endian, unaligned. Whatever changes
/// that of a noted kind, a field that is added too, needs another HotHeader::our_version and
/// log_format.
std::string pack_meaning(const Event& event);
/// The same of an event's bytes; empty when they are no event.
std::string pack_meaning(std::string_view event_bytes);

/// None when `bytes` are no meaning.
std::optional<EventMeaning> unpack_meaning(std::string_view bytes);

}  // namespace mingzhang
