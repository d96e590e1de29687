#pragma once

// People who sign in to the pages: users with passwords, and the sessions that they open.
// Threads: any. Errors: as the database's.

#include <boost/system/result.hpp>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "api/identity/database.h"
#include "api/identity/principal.h"
#include "ledger/rejection.h"

namespace mingzhang {

/// Passwords have at least so many characters (NIST SP 800-63B-4, 3.1.1.2, asks for no other rule).
inline constexpr std::size_t least_password = 8;
inline constexpr std::size_t most_password_bytes = 512;
/// So many wrong passwords in a row lock a user out for a while.
inline constexpr int most_failures = 5;
inline constexpr std::int64_t lockout_us = 15LL * 60 * 1'000'000;
/// A session ends so long after it was opened, whatever happens.
inline constexpr std::int64_t session_us = 12LL * 3600 * 1'000'000;

struct UserEntry {
  Principal principal;  ///< its actor is the user's name
  Instant created;
  Instant locked_until;
};

struct PageSession {
  std::string secret;  ///< the cookie's value; what is kept is its hash
  Principal principal;
  Instant expires;
};

class Users {
 public:
  /// Writes by one connection and looks up by the other; both outlive it.
  Users(IdentityDatabase& database, IdentityDatabase& lookups)
      : database_(database), lookups_(lookups) {}

  /// False when the name is taken. REQUIRES: the password is at least least_password long.
  bool create(const Principal& principal, std::string_view password);
  /// Ends its sessions too. False when there is no such user.
  bool set_password(const std::string& name, std::string_view password);
  bool remove(const std::string& name);
  std::vector<UserEntry> list();
  bool has(const std::string& name);

  /// wrong_password, locked_out, or overloaded: passwords are costly to check, so one at a time is.
  boost::system::result<PageSession, Rejection> sign_in(const std::string& name,
                                                        std::string_view password);
  /// None when there is no such session, or it has ended.
  std::optional<Principal> find_session(std::string_view secret);
  void sign_out(std::string_view secret);

 private:
  struct User;
  std::optional<User> find(const std::string& name);
  void count_failure(const std::string& name);
  void count_stranger(const std::string& name);
  PageSession open_session(const User& user);

  IdentityDatabase& database_;
  IdentityDatabase& lookups_;
  std::mutex checking_;
  /// Names that nobody has are locked out as users are: lockouts would tell which names there are.
  /// By checking_; forgotten when there are too many, and by a restart.
  struct Failures {
    int count = 0;
    Instant locked_until;
  };
  std::unordered_map<std::string, Failures> strangers_;
};

}  // namespace mingzhang
