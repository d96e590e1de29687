#pragma once

// Forms and limits of a command, without looking at the books (rule 3.8, interface.md Events).

#include "ledger/event.h"
#include "ledger/rejection.h"

namespace mingzhang {

inline constexpr std::size_t max_name_characters = 64;
inline constexpr std::size_t max_text_characters = 200;

/// First fault in field order, or nothing.
Refused preflight(const Command& command, Day today);

/// The same in two parts: what can be said before anybody knows on which day it is decided, and
/// what then is left. Both true is what preflight lets pass.
bool is_formed(const Command& command);
bool is_past(const CommandHeader& header, Day today);

/// Nothing in it is a control character or a mark that cannot be seen. REQUIRES: valid UTF-8.
bool is_visible(std::string_view text);

/// Number of code points; none when `text` is not UTF-8.
std::optional<std::size_t> utf8_length(std::string_view text);

}  // namespace mingzhang
