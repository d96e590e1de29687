#pragma once

// The identity of books (api/identity) as the command line opens it: with the real clock and real
// randomness. Throws ExitError (3) when there is no such directory.

#include <memory>
#include <string>

#include "api/identity/identity.h"

namespace mingzhang {

IdentityEdge real_identity_edge();

/// Begins one where there is none. Throws ExitError (3) when the log says that there was one: a new
/// one would hide that its audit trail is lost.
std::unique_ptr<Identity> open_identity(const std::string& directory);

/// For whoever only reads or takes away: nullptr when there is none, which is said on standard
/// error; none is begun.
std::unique_ptr<Identity> find_identity(const std::string& directory);

/// The options --role, --subdistrict, --community and --house, checked together.
struct RoleOptions {
  std::string role;
  AccessScope scope;
};

/// Throws ExitError (2) where the role is unknown or its scope is not whole.
Principal principal_of(const RoleOptions& options, std::string actor);

/// Says on standard error what of a scope the books in `directory` do not have (yet): it may be
/// mistyped.
void say_what_is_unknown(const AccessScope& scope, const std::string& directory);

/// Says on standard error that a role which is made for a part of the books sees all of them.
void say_if_boundless(const Principal& principal);

}  // namespace mingzhang
