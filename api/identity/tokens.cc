#include "api/identity/tokens.h"

#include <fmt/format.h>

#include "api/identity/rows.h"
#include "api/identity/secrets.h"

namespace mingzhang {
namespace {

constexpr std::size_t token_bytes = 32;
constexpr std::size_t id_bytes = 6;
/// Makes a token recognisable where it must not be: in a log or a repository.
constexpr std::string_view prefix = "mz_";
/// More different tokens than that in use at once are looked up in the file again.
constexpr std::size_t most_known = 10'000;

}  // namespace

CreatedToken Tokens::create(const NewToken& token) {
  CreatedToken created{base64url(database_.fresh_bytes(id_bytes)),
                       std::string(prefix) + base64url(database_.fresh_bytes(token_bytes))};
  if (created.id.front() == '-') created.id.front() = '_';  // no option of a command line
  const std::string& actor = token.principal.actor;
  const IdentityDatabase::Held held = database_.hold();
  SQLite::Statement insert(held.connection,
                           "INSERT INTO tokens (id, hash, actor, role, subdistrict, community, "
                           "house, created_us, expires_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  insert.bind(1, created.id);
  bind_hash(insert, 2, digest_of(created.token));
  insert.bind(3, actor.empty() ? "token-" + created.id : actor);
  bind_principal(insert, 4, token.principal);
  insert.bind(8, database_.now().us);
  bind_time(insert, 9, token.expires);
  insert.exec();
  return created;
}

std::vector<TokenEntry> Tokens::list() {
  const IdentityDatabase::Held held = database_.hold();
  SQLite::Statement row(held.connection,
                        "SELECT id, actor, created_us, expires_us, revoked_us, role, subdistrict, "
                        "community, house FROM tokens ORDER BY created_us, id");
  std::vector<TokenEntry> entries;
  while (row.executeStep()) {
    entries.push_back({row.getColumn(0).getString(),
                       principal_in(row, row.getColumn(1).getString(), 5),
                       {row.getColumn(2).getInt64()},
                       time_in(row.getColumn(3)),
                       time_in(row.getColumn(4))});
  }
  return entries;
}

bool Tokens::revoke(const std::string& id) {
  const IdentityDatabase::Held held = database_.hold();
  SQLite::Statement update(held.connection,
                           "UPDATE tokens SET revoked_us = ? WHERE id = ? AND revoked_us IS NULL");
  update.bind(1, database_.now().us);
  update.bind(2, id);
  return update.exec() == 1;
}

std::optional<Principal> Tokens::find(std::string_view token) {
  const Hash32 hash = digest_of(token);
  const IdentityDatabase::Held held = lookups_.hold();
  const std::int64_t version = lookups_.version(held);
  if (version != known_version_ || known_.size() > most_known) known_.clear();
  known_version_ = version;
  auto found = known_.find(hash);
  if (found == known_.end()) {
    SQLite::Statement row(held.connection,
                          "SELECT actor, expires_us, role, subdistrict, community, house FROM "
                          "tokens WHERE hash = ? AND revoked_us IS NULL");
    bind_hash(row, 1, hash);
    if (!row.executeStep()) return std::nullopt;
    const Known known{principal_in(row, row.getColumn(0).getString(), 2),
                      time_in(row.getColumn(1))};
    found = known_.emplace(hash, known).first;
  }
  const Known& known = found->second;
  if (known.expires && *known.expires <= lookups_.now()) return std::nullopt;
  return known.principal;
}

}  // namespace mingzhang
