#pragma once

// Commands that are fine but for one thing.

#include <optional>
#include <span>
#include <string_view>

#include "ledger/event.h"
#include "ledger/rejection.h"
#include "ledger/state/community_state.h"
#include "tests/properties/script.h"

namespace mingzhang::test {

/// Where the command stands that a fault is put into.
struct Place {
  const Script& script;
  std::size_t index;            ///< in the script: everything before it is recorded
  const CommunityState& state;  ///< of the command's community
  bool posts;                   ///< whether the command moves money when it has no fault
};

struct Fault {
  std::string_view name;
  std::optional<Code> code;             ///< none = several rules can meet it, whichever comes first
  bool (*put)(Command&, const Place&);  ///< false when the command has no place for it
};

/// Refused in any books.
std::span<const Fault> faults_of_form();

/// Refused because of what was recorded before.
std::span<const Fault> faults_of_books();

}  // namespace mingzhang::test
