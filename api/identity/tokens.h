#pragma once

// Access tokens of programs. A token is shown once, when it is made; what is kept is its hash.
// Threads: any. Errors: as the database's.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/identity/database.h"
#include "api/identity/principal.h"
#include "ledger/base/ids.h"

namespace mingzhang {

struct NewToken {
  Principal principal;             ///< an empty actor = the token's id
  std::optional<Instant> expires;  ///< none = when it is revoked
};

struct TokenEntry {
  std::string id;
  Principal principal;
  Instant created;
  std::optional<Instant> expires;
  std::optional<Instant> revoked;
};

struct CreatedToken {
  std::string id;
  std::string token;
};

class Tokens {
 public:
  /// Writes by one connection and looks up by the other; both outlive it.
  Tokens(IdentityDatabase& database, IdentityDatabase& lookups)
      : database_(database), lookups_(lookups) {}

  CreatedToken create(const NewToken& token);
  std::vector<TokenEntry> list();
  /// False when there is no such token, or it is revoked already.
  bool revoke(const std::string& id);

  /// None when it is unknown, expired or revoked. Asked for every request: what is known stays in
  /// memory until the file changes.
  std::optional<Principal> find(std::string_view token);

 private:
  struct Known {
    Principal principal;
    std::optional<Instant> expires;
  };

  IdentityDatabase& database_;
  IdentityDatabase& lookups_;
  // Guarded by the lock of lookups_.
  std::map<Hash32, Known> known_;
  std::int64_t known_version_ = -1;
};

}  // namespace mingzhang
