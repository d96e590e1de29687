#include "api/identity/principal.h"

#include <algorithm>
#include <array>

namespace mingzhang {
namespace {

constexpr std::array<std::string_view, role_count> names{
    "finance_officer", "committee", "subdistrict", "owner", "auditor", "metrics"};

}  // namespace

std::string_view role_name(Role role) { return names.at(static_cast<std::size_t>(role)); }

std::optional<Role> parse_role(std::string_view name) {
  std::string plain(name);
  std::ranges::replace(plain, '-', '_');
  std::ranges::replace(plain, ' ', '_');
  const auto found = std::ranges::find(names, plain);
  if (found == names.end()) return std::nullopt;
  return static_cast<Role>(found - names.begin());
}

}  // namespace mingzhang
