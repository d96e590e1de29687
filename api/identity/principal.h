#pragma once

// Who asks, and for which part of the books: what a token or a page session stands for.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mingzhang {

enum class Role : std::uint8_t {
  finance_officer,  ///< records, reconciles, closes; keeps the directory of owners
  committee,        ///< reads what concerns its community
  subdistrict,      ///< reads and compares the communities of its area
  owner,            ///< reads what concerns their own house
  auditor,          ///< reads all books and the audit trail
  metrics,          ///< scrapes
};
inline constexpr int role_count = 6;

std::string_view role_name(Role role);  ///< "finance_officer"
/// Also with hyphens or blanks instead of underscores.
std::optional<Role> parse_role(std::string_view name);

/// The part of the books that a role is for. What is empty does not narrow it.
struct AccessScope {
  std::string subdistrict;
  std::string community;  ///< its id
  std::string house;      ///< its code
  bool operator==(const AccessScope&) const = default;
};

struct Principal {
  std::string actor;  ///< the name that recorded events carry
  Role role = Role::metrics;
  AccessScope scope;
  std::string csrf_token;  ///< of a page session; empty for a token
  bool operator==(const Principal&) const = default;
};

}  // namespace mingzhang
