#pragma once

// What a role may do, and where: the one table. Everything that is not in it is denied. Pure.

#include <cstdint>
#include <optional>
#include <string_view>

#include "api/identity/principal.h"
#include "ledger/rejection.h"

namespace mingzhang {

/// What a route does. The first is what a route has that says nothing: nobody may.
enum class Action : std::uint8_t {
  nothing,
  be_open,           ///< needs nobody: liveness, the contract, signing in
  be_signed_in,      ///< what concerns the caller alone
  record,            ///< events
  read_communities,  ///< that there are communities, and their names
  read_register,     ///< houses and their areas
  read_events,       ///< the journal and the stream
  read_reports,      ///< of a community
  read_house,        ///< one house's statement
  read_person,       ///< the directory of owners (personal data)
  change_person,
  read_audit_trail,
  read_metrics,
};
inline constexpr int action_count = 13;

/// May the role do it at all, somewhere?
bool may(Role role, Action action);

/// What a request is about; what is empty is not asked for by name.
struct Target {
  std::string_view subdistrict;  ///< of the community
  std::string_view community;
  std::string_view house;
};

/// Is the target inside the scope? What a scope names has to be named by the target too.
bool covers(const AccessScope& scope, const Target& target);

/// not_permitted where the role may not, or not there.
Refused permit(const Principal& principal, Action action, const Target& target);

}  // namespace mingzhang
