#include <fmt/core.h>

#include <boost/json.hpp>

#include "ops/commands/commands.h"
#include "ops/exit.h"
#include "ops/identity.h"

namespace mingzhang {
namespace {

constexpr std::int64_t us_per_day = 24LL * 3600 * 1'000'000;

struct Options {
  std::string data;
  RoleOptions role;
  std::string actor;
  std::uint32_t valid_days = 0;
  std::string id;
  bool json = false;
};

int create(const Options& options) {
  NewToken token{principal_of(options.role, options.actor), {}};
  const std::unique_ptr<Identity> identity = open_identity(options.data);
  if (options.valid_days != 0) {
    token.expires = Instant{identity->database.now().us + options.valid_days * us_per_day};
  }
  say_what_is_unknown(options.role.scope, options.data);
  const CreatedToken created = identity->tokens.create(token);
  identity->trail.keep({.actor = "local", .what = "token_created", .place = created.id});
  fmt::print(
      "令牌 {0} 已创建，只显示这一次，请妥善保存 / token {0}, shown this once, keep it "
      "safe:\n{1}\n",
      created.id, created.token);
  say_if_boundless(token.principal);
  return exit_done;
}

boost::json::value time_or_null(const std::optional<Instant>& time) {
  return time ? boost::json::value(to_string(*time)) : boost::json::value(nullptr);
}

int list(const Options& options) {
  const std::unique_ptr<Identity> identity = find_identity(options.data);
  boost::json::array tokens;
  for (const TokenEntry& entry : identity ? identity->tokens.list() : std::vector<TokenEntry>()) {
    const Principal& principal = entry.principal;
    if (options.json) {
      tokens.push_back({{"id", entry.id},
                        {"actor", principal.actor},
                        {"role", role_name(principal.role)},
                        {"subdistrict", principal.scope.subdistrict},
                        {"community", principal.scope.community},
                        {"house", principal.scope.house},
                        {"created_at", to_string(entry.created)},
                        {"expires_at", time_or_null(entry.expires)},
                        {"revoked_at", time_or_null(entry.revoked)}});
      continue;
    }
    fmt::print("{}  {:<15}  {:<20}  {}{}{}  {}\n", entry.id, role_name(principal.role),
               principal.actor, principal.scope.subdistrict, principal.scope.community,
               principal.scope.house.empty() ? "" : "/" + principal.scope.house,
               entry.revoked   ? "已吊销 / revoked " + to_string(*entry.revoked)
               : entry.expires ? "有效期至 / until " + to_string(*entry.expires)
                               : "长期有效 / until revoked");
  }
  if (options.json) {
    fmt::print("{}\n", boost::json::serialize(boost::json::object{{"tokens", std::move(tokens)}}));
  }
  return exit_done;
}

int revoke(const Options& options) {
  const std::unique_ptr<Identity> identity = find_identity(options.data);
  if (!identity || !identity->tokens.revoke(options.id)) {
    fmt::print(stderr,
               "mingzhang: 没有可吊销的令牌 {0}；请用 token list 查看 / there is no token {0} to "
               "revoke; see token list\n",
               options.id);
    return exit_refused;
  }
  identity->trail.keep({.actor = "local", .what = "token_revoked", .place = options.id});
  fmt::print("令牌 {0} 已吊销，立即生效 / token {0} is revoked at once\n", options.id);
  return exit_done;
}

}  // namespace

void add_role_options(CLI::App& command, RoleOptions& options) {
  command
      .add_option("--role", options.role,
                  "finance_officer, committee, subdistrict, owner, auditor or metrics / 角色")
      ->required();
  command.add_option("--community", options.scope.community,
                     "only this community; none = all / 只限此小区，不填即全部");
  command.add_option("--house", options.scope.house, "only this house / 只限此房屋");
  command.add_option("--subdistrict", options.scope.subdistrict,
                     "only communities of this subdistrict / 只限此街道的小区");
}

void add_token(CLI::App& app, RunCommand& run) {
  auto options = std::make_shared<Options>();
  CLI::App* token = app.add_subcommand("token", "access tokens of programs / 访问令牌");
  token->require_subcommand(1);
  CLI::App* made = token->add_subcommand("create", "make one; the last word printed is it / 创建");
  CLI::App* listed = token->add_subcommand("list", "all of them, without their secrets / 列出");
  CLI::App* revoked = token->add_subcommand("revoke", "end one at once / 吊销");
  for (CLI::App* command : {made, listed, revoked}) {
    add_books_directory(*command, options->data);
  }
  add_role_options(*made, options->role);
  made->add_option("--actor", options->actor, "the name that recorded events carry / 记账人");
  made->add_option("--valid-days", options->valid_days, "ends after so many days / 有效天数")
      ->check(CLI::Range(1U, 36'500U));
  listed->add_flag("--json", options->json, "one JSON object on standard output");
  revoked->add_option("id", options->id, "as token list shows it / 令牌编号")->required();
  made->callback([options, &run] { run = [options] { return create(*options); }; });
  listed->callback([options, &run] { run = [options] { return list(*options); }; });
  revoked->callback([options, &run] { run = [options] { return revoke(*options); }; });
}

}  // namespace mingzhang
