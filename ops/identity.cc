#include "ops/identity.h"

#include <fmt/format.h>

#include <filesystem>

#include "api/identity/audit_anchors.h"
#include "ops/books.h"
#include "ops/configuration/option.h"
#include "ops/exit.h"
#include "ops/surroundings.h"
#include "replay/books.h"

namespace mingzhang {

IdentityEdge real_identity_edge() { return {wall_clock, random_bytes}; }

namespace {

void require_directory(const std::string& directory) {
  if (std::filesystem::is_directory(directory)) return;
  throw ExitError(
      exit_unopenable,
      fmt::format("目录 {0} 不存在；请检查 --data / there is no directory {0}; check --data",
                  directory));
}

}  // namespace

std::unique_ptr<Identity> find_identity(const std::string& directory) {
  require_directory(directory);
  if (!std::filesystem::exists(identity_file(directory))) {
    fmt::print(stderr, "注意：没有 {0} / note: there is no {0}\n", identity_file(directory));
    return nullptr;
  }
  return std::make_unique<Identity>(directory, real_identity_edge());
}

std::unique_ptr<Identity> open_identity(const std::string& directory) {
  if (std::filesystem::exists(identity_file(directory))) return find_identity(directory);
  require_directory(directory);
  // Only who makes the file owns it: SQLite gives what it puts beside it to the file's owner.
  check_user(directory);
  if (has_books(directory)) {
    const auto lost = value_or_exit(first_lost_anchor(*open_to_read(directory), nullptr));
    if (lost) {
      throw ExitError(
          exit_unopenable,
          fmt::format(
              "{0} 不在了，而账本第 {1} 号事项记下了其中的审计记录；请从备份取回，取不回时先启动 "
              "mingzhang serve，它会新建一份 / {0} is gone, and event {1} of the log stands on its "
              "audit trail; take it from a backup, or start mingzhang serve, which begins another",
              identity_file(directory), lost->sequence.value));
    }
  }
  return std::make_unique<Identity>(directory, real_identity_edge());
}

Principal principal_of(const RoleOptions& options, std::string actor) {
  const std::optional<Role> role = parse_role(options.role);
  if (!role) {
    throw ExitError(exit_usage,
                    fmt::format("没有角色“{0}”；可选 / there is no role {0}; choose one of: "
                                "finance_officer, committee, subdistrict, owner, auditor, metrics",
                                options.role));
  }
  const AccessScope& scope = options.scope;
  if (!scope.house.empty() && scope.community.empty()) {
    throw ExitError(exit_usage, "--house 要与 --community 一起用 / --house needs --community");
  }
  if (*role == Role::owner && scope.house.empty()) {
    throw ExitError(
        exit_usage,
        "业主只看自己的房屋，请加 --community 和 --house / an owner sees one house: give "
        "--community and --house");
  }
  return {std::move(actor), *role, scope, {}};
}

void say_what_is_unknown(const AccessScope& scope, const std::string& directory) {
  if (scope.community.empty() || !has_books(directory)) return;
  const std::unique_ptr<EventStore> store = open_to_read(directory);
  const auto unknown = [](const std::string& name) {
    fmt::print(stderr,
               "注意：账本里还没有 {0}，登记以后才看得到 / note: the books do not have {0} (yet); "
               "nothing is seen until it is registered\n",
               name);
  };
  const CommunityNumber community = value_or_exit(find_community(*store, scope.community));
  if (!community) return unknown(scope.community);
  const Books books = value_or_exit(load_books(*store, community, {}));
  if (scope.house.empty() || books.registry().house_number(scope.house)) return;
  unknown(scope.community + "/" + scope.house);
}

void say_if_boundless(const Principal& principal) {
  const bool is_narrow = principal.role == Role::committee || principal.role == Role::subdistrict;
  if (!is_narrow || principal.scope != AccessScope{}) return;
  fmt::print(
      stderr,
      "注意：没有给范围，可见所有小区；用 --community 或 --subdistrict 限定 / note: without a "
      "scope every community is seen; --community or --subdistrict narrows it\n");
}

}  // namespace mingzhang
