#include "api/identity/permissions.h"

#include <array>

namespace mingzhang {
namespace {

using Roles = std::array<bool, role_count>;

// clang-format off
/// Columns: finance_officer, committee, subdistrict, owner, auditor, metrics. An owner sees their
/// own house only; persons are seen by those who keep the directory and by themselves.
constexpr std::array<Roles, action_count> table{{
    {},                                  // nothing
    {true, true, true, true, true, true},  // be_open
    {true, true, true, true, true, true},  // be_signed_in
    {true},                              // record
    {true, true, true, true, true},      // read_communities
    {true, true, true, false, true},     // read_register
    {true, true, true, false, true},     // read_events
    {true, true, true, false, true},     // read_reports
    {true, true, true, true, true},      // read_house
    {true, false, false, true},          // read_person
    {true},                              // change_person
    {false, false, false, false, true},  // read_audit_trail
    {false, false, false, false, false, true},  // read_metrics
}};
// clang-format on

bool covers(std::string_view scope, std::string_view target) {
  return scope.empty() || scope == target;
}

}  // namespace

bool may(Role role, Action action) {
  return table.at(static_cast<std::size_t>(action)).at(static_cast<std::size_t>(role));
}

bool covers(const AccessScope& scope, const Target& target) {
  return covers(scope.subdistrict, target.subdistrict) &&
         covers(scope.community, target.community) && covers(scope.house, target.house);
}

Refused permit(const Principal& principal, Action action, const Target& target) {
  Target asked = target;
  // Whoever sees a house may know which community it is in.
  if (action == Action::read_communities) asked.house = principal.scope.house;
  if (may(principal.role, action) && covers(principal.scope, asked)) return std::nullopt;
  return reject(Code::not_permitted, "", role_name(principal.role));
}

}  // namespace mingzhang
