#include "api/identity/users.h"

#include <fmt/format.h>

#include "api/identity/rows.h"
#include "api/identity/secrets.h"

namespace mingzhang {
namespace {

constexpr std::size_t salt_bytes = 16;
constexpr std::size_t secret_bytes = 32;

}  // namespace

struct Users::User {
  Principal principal;
  std::string password;
  Instant locked_until;
};

bool Users::create(const Principal& principal, std::string_view password) {
  const std::string hash = hash_password(password, database_.fresh_bytes(salt_bytes));
  const IdentityDatabase::Held held = database_.hold();
  SQLite::Statement insert(
      held.connection,
      "INSERT INTO users (name, password, role, subdistrict, community, "
      "house, created_us) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
  insert.bind(1, principal.actor);
  insert.bind(2, hash);
  bind_principal(insert, 3, principal);
  insert.bind(7, database_.now().us);
  return insert.exec() == 1;
}

bool Users::set_password(const std::string& name, std::string_view password) {
  const std::string hash = hash_password(password, database_.fresh_bytes(salt_bytes));
  const IdentityDatabase::Held held = database_.hold();
  SQLite::Transaction transaction(held.connection);
  SQLite::Statement update(
      held.connection,
      "UPDATE users SET password = ?, failures = 0, locked_until_us = 0 WHERE name = ?");
  update.bind(1, hash);
  update.bind(2, name);
  const bool changed = update.exec() == 1;
  SQLite::Statement end(held.connection, "DELETE FROM sessions WHERE user = ?");
  end.bind(1, name);
  end.exec();
  transaction.commit();
  return changed;
}

bool Users::remove(const std::string& name) {
  const IdentityDatabase::Held held = database_.hold();
  SQLite::Statement erase(held.connection, "DELETE FROM users WHERE name = ?");
  erase.bind(1, name);
  return erase.exec() == 1;
}

std::vector<UserEntry> Users::list() {
  const IdentityDatabase::Held held = database_.hold();
  SQLite::Statement row(held.connection,
                        "SELECT name, created_us, locked_until_us, role, subdistrict, community, "
                        "house FROM users ORDER BY name");
  std::vector<UserEntry> entries;
  while (row.executeStep()) {
    entries.push_back({principal_in(row, row.getColumn(0).getString(), 3),
                       {row.getColumn(1).getInt64()},
                       {row.getColumn(2).getInt64()}});
  }
  return entries;
}

bool Users::has(const std::string& name) { return find(name).has_value(); }

std::optional<Users::User> Users::find(const std::string& name) {
  const IdentityDatabase::Held held = database_.hold();
  SQLite::Statement row(held.connection,
                        "SELECT password, locked_until_us, role, subdistrict, community, house "
                        "FROM users WHERE name = ?");
  row.bind(1, name);
  if (!row.executeStep()) return std::nullopt;
  return User{principal_in(row, name, 2), row.getColumn(0).getString(),
              Instant{row.getColumn(1).getInt64()}};
}

boost::system::result<PageSession, Rejection> Users::sign_in(const std::string& name,
                                                             std::string_view password) {
  const std::unique_lock checking(checking_, std::try_to_lock);
  if (!checking) return reject(Code::overloaded, "");
  const std::optional<User> user = find(name);
  const Instant now = database_.now();
  const Instant locked_until = user ? user->locked_until : strangers_[name].locked_until;
  if (locked_until > now) {
    const std::int64_t left_us = locked_until.us - now.us;
    return reject(Code::locked_out, "", fmt::to_string((left_us + 999'999) / 1'000'000));
  }
  if (!user) {
    // Takes as long as checking one: nobody learns by the time which names there are.
    static_cast<void>(hash_password(password, database_.fresh_bytes(salt_bytes)));
    count_stranger(name);
    return reject(Code::wrong_password, "");
  }
  if (is_password(password, user->password)) return open_session(*user);
  count_failure(name);
  return reject(Code::wrong_password, "");
}

void Users::count_failure(const std::string& name) {
  const IdentityDatabase::Held held = database_.hold();
  SQLite::Statement update(held.connection,
                           "UPDATE users SET "
                           "locked_until_us = CASE WHEN failures + 1 >= ?2 THEN ?3 ELSE 0 END, "
                           "failures = CASE WHEN failures + 1 >= ?2 THEN 0 ELSE failures + 1 END "
                           "WHERE name = ?1");
  update.bind(1, name);
  update.bind(2, most_failures);
  update.bind(3, database_.now().us + lockout_us);
  update.exec();
}

void Users::count_stranger(const std::string& name) {
  constexpr std::size_t most_strangers = 10'000;
  if (strangers_.size() > most_strangers) strangers_.clear();
  Failures& failures = strangers_[name];
  if (++failures.count < most_failures) return;
  failures = {0, Instant{database_.now().us + lockout_us}};
}

PageSession Users::open_session(const User& user) {
  const Instant now = database_.now();
  PageSession session{base64url(database_.fresh_bytes(secret_bytes)), user.principal,
                      Instant{now.us + session_us}};
  session.principal.csrf_token = base64url(database_.fresh_bytes(secret_bytes));
  const IdentityDatabase::Held held = database_.hold();
  SQLite::Transaction transaction(held.connection);
  SQLite::Statement old(held.connection, "DELETE FROM sessions WHERE expires_us <= ?");
  old.bind(1, now.us);
  old.exec();
  SQLite::Statement forgive(held.connection, "UPDATE users SET failures = 0 WHERE name = ?");
  forgive.bind(1, user.principal.actor);
  forgive.exec();
  SQLite::Statement insert(held.connection,
                           "INSERT INTO sessions (hash, user, csrf_token, expires_us) VALUES "
                           "(?, ?, ?, ?)");
  bind_hash(insert, 1, digest_of(session.secret));
  insert.bind(2, user.principal.actor);
  insert.bind(3, session.principal.csrf_token);
  insert.bind(4, session.expires.us);
  insert.exec();
  transaction.commit();
  return session;
}

std::optional<Principal> Users::find_session(std::string_view secret) {
  const IdentityDatabase::Held held = lookups_.hold();
  SQLite::Statement row(held.connection,
                        "SELECT name, csrf_token, role, subdistrict, community, house FROM "
                        "sessions JOIN users ON name = user WHERE hash = ? AND "
                        "expires_us > ?");
  bind_hash(row, 1, digest_of(secret));
  row.bind(2, lookups_.now().us);
  if (!row.executeStep()) return std::nullopt;
  Principal principal = principal_in(row, row.getColumn(0).getString(), 2);
  principal.csrf_token = row.getColumn(1).getString();
  return principal;
}

void Users::sign_out(std::string_view secret) {
  const IdentityDatabase::Held held = database_.hold();
  SQLite::Statement erase(held.connection, "DELETE FROM sessions WHERE hash = ?");
  bind_hash(erase, 1, digest_of(secret));
  erase.exec();
}

}  // namespace mingzhang
