#pragma once

// All that is kept of who may use the service.

#include <string>

#include "api/identity/audit_trail.h"
#include "api/identity/database.h"
#include "api/identity/tokens.h"
#include "api/identity/users.h"

namespace mingzhang {

struct Identity {
  /// Of the books in `directory`.
  Identity(const std::string& directory, IdentityEdge edge)
      : database(directory, edge), lookups(directory, std::move(edge)) {}

  IdentityDatabase database;
  /// The same, for what every request asks: it does not wait while something is written.
  IdentityDatabase lookups;
  Tokens tokens{database, lookups};
  Users users{database, lookups};
  AuditTrail trail{database};
};

}  // namespace mingzhang
