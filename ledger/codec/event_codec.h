#pragma once

// An event as one FlatBuffers buffer (schemas/event.fbs) and back, generic over `fields()`: field i
// of the list is field id i of the table. These bytes are what is hashed, so they are kept exactly
// as first written.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "ledger/event.h"

namespace mingzhang {

/// Deterministic: equal events give equal bytes. Text values are left out, commitments are kept.
std::string encode_event(const Event& event);
/// The same, behind what `bytes` holds.
void append_event(const Event& event, std::string& bytes);

/// None when `bytes` is not a valid event. `bytes` need not be aligned. Texts come back empty
/// (their values live beside the log), house references come back as numbers without codes.
std::optional<Event> decode_event(std::string_view bytes);

/// SHA-256 of (previous hash | event bytes | postings as laid out in posting.h).
Hash32 hash_event(const Hash32& previous, std::string_view event_bytes,
                  std::span<const Posting> postings);

/// SHA-256(salt | text): what the log keeps of a free text (rule 3.11).
Hash32 commit_text(std::string_view salt, std::string_view text);

}  // namespace mingzhang
