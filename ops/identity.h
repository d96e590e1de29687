#pragma once

// The identity of books (api/identity) as the command line opens it: with the real clock and real
// randomness. Throws ExitError (3) when the directory holds no books.

#include <memory>
#include <string>

#include "api/identity/identity.h"

namespace mingzhang {

IdentityEdge real_identity_edge();

std::unique_ptr<Identity> open_identity(const std::string& directory);

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
