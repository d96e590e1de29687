#pragma once

// Values of the identity database's rows. For this folder's sources only.

#include <SQLiteCpp/SQLiteCpp.h>

#include <optional>
#include <string>

#include "api/identity/principal.h"
#include "ledger/base/dates.h"
#include "ledger/base/ensure.h"
#include "ledger/base/ids.h"

namespace mingzhang {

inline void bind_hash(SQLite::Statement& statement, int place, const Hash32& hash) {
  statement.bind(place, hash.bytes.data(), static_cast<int>(hash.bytes.size()));
}

inline void bind_time(SQLite::Statement& statement, int place, const std::optional<Instant>& time) {
  if (time) {
    statement.bind(place, time->us);
  } else {
    statement.bind(place);
  }
}

inline std::optional<Instant> time_in(const SQLite::Column& column) {
  if (column.isNull()) return std::nullopt;
  return Instant{column.getInt64()};
}

/// From the columns role, subdistrict, community and house, `first` being the role's.
inline Principal principal_in(SQLite::Statement& row, std::string actor, int first) {
  const std::optional<Role> role = parse_role(row.getColumn(first).getString());
  ensure(role.has_value(), "a role in identity.sqlite is one of the list");
  return {std::move(actor),
          *role,
          {row.getColumn(first + 1).getString(), row.getColumn(first + 2).getString(),
           row.getColumn(first + 3).getString()},
          {}};
}

/// Binds the same four columns.
inline void bind_principal(SQLite::Statement& statement, int first, const Principal& principal) {
  statement.bind(first, std::string(role_name(principal.role)));
  statement.bind(first + 1, principal.scope.subdistrict);
  statement.bind(first + 2, principal.scope.community);
  statement.bind(first + 3, principal.scope.house);
}

}  // namespace mingzhang
