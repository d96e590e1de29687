#include <fmt/core.h>
#include <termios.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <iostream>

#include "ops/commands/commands.h"
#include "ops/exit.h"
#include "ops/identity.h"
#include "ops/surroundings.h"

namespace mingzhang {
namespace {

struct Options {
  std::string data;
  RoleOptions role;
  std::string name;
  bool json = false;
};

/// The first line of standard input; typed blindly at a terminal.
std::string read_password() {
  termios shown{};
  const bool typed = ::isatty(STDIN_FILENO) != 0 && ::tcgetattr(STDIN_FILENO, &shown) == 0;
  if (typed) {
    fmt::print(stderr, "密码 / password: ");
    termios hidden = shown;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
  }
  std::string password;
  std::getline(std::cin, password);
  if (typed) {
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    fmt::print(stderr, "\n");
  }
  if (password.size() < least_password || password.size() > most_password_bytes) {
    throw ExitError(
        exit_usage,
        fmt::format("密码应有 {0} 至 {1} 个字节，从标准输入的第一行读取 / a password has "
                    "{0} to {1} bytes and is read from the first line of standard input",
                    least_password, most_password_bytes));
  }
  return password;
}

int refuse(const char* sentence_zh, const char* sentence_en, const std::string& name) {
  fmt::print(stderr, "mingzhang: {} / {}: {}\n", sentence_zh, sentence_en, name);
  return exit_refused;
}

int create(const Options& options) {
  const Principal principal = principal_of(options.role, options.name);
  const std::string password = read_password();
  const std::unique_ptr<Identity> identity = open_identity(options.data);
  say_what_is_unknown(options.role.scope, options.data);
  if (!identity->users.create(principal, password)) {
    return refuse("用户名已存在，请换一个", "the name is taken, choose another", options.name);
  }
  identity->trail.keep({.actor = "local", .what = "user_created", .place = options.name});
  fmt::print("用户 {0} 已创建 / user {0} created\n", options.name);
  say_if_boundless(principal);
  return exit_done;
}

int set_password(const Options& options) {
  const std::string password = read_password();
  const std::unique_ptr<Identity> identity = find_identity(options.data);
  if (!identity || !identity->users.set_password(options.name, password)) {
    return refuse("没有这个用户，请用 user list 查看", "there is no such user, see user list",
                  options.name);
  }
  identity->trail.keep({.actor = "local", .what = "password_set", .place = options.name});
  fmt::print(
      "密码已更改，已登录的页面须重新登录 / the password is changed and open sessions are "
      "ended: {}\n",
      options.name);
  return exit_done;
}

int remove(const Options& options) {
  const std::unique_ptr<Identity> identity = find_identity(options.data);
  if (!identity || !identity->users.remove(options.name)) {
    return refuse("没有这个用户，请用 user list 查看", "there is no such user, see user list",
                  options.name);
  }
  identity->trail.keep({.actor = "local", .what = "user_removed", .place = options.name});
  fmt::print("用户 {0} 已删除 / user {0} removed\n", options.name);
  return exit_done;
}

int list(const Options& options) {
  const std::unique_ptr<Identity> identity = find_identity(options.data);
  const Instant now = wall_clock();
  boost::json::array users;
  for (const UserEntry& entry : identity ? identity->users.list() : std::vector<UserEntry>()) {
    const Principal& principal = entry.principal;
    const bool is_locked = entry.locked_until > now;
    if (options.json) {
      users.push_back({{"name", principal.actor},
                       {"role", role_name(principal.role)},
                       {"subdistrict", principal.scope.subdistrict},
                       {"community", principal.scope.community},
                       {"house", principal.scope.house},
                       {"created_at", to_string(entry.created)},
                       {"is_locked", is_locked}});
      continue;
    }
    fmt::print("{:<20}  {:<15}  {}{}{}{}\n", principal.actor, role_name(principal.role),
               principal.scope.subdistrict, principal.scope.community,
               principal.scope.house.empty() ? "" : "/" + principal.scope.house,
               is_locked ? "  已锁定至 / locked until " + to_string(entry.locked_until) : "");
  }
  if (options.json) {
    fmt::print("{}\n", boost::json::serialize(boost::json::object{{"users", std::move(users)}}));
  }
  return exit_done;
}

}  // namespace

void add_user(CLI::App& app, RunCommand& run) {
  auto options = std::make_shared<Options>();
  CLI::App* user =
      app.add_subcommand("user", "people who sign in with a password / 用密码登录的用户");
  user->require_subcommand(1);
  CLI::App* made =
      user->add_subcommand("create", "the password is read from standard input / 创建");
  CLI::App* changed = user->add_subcommand("set-password", "and end their sessions / 改密码");
  CLI::App* removed = user->add_subcommand("remove", "and end their sessions / 删除");
  CLI::App* listed = user->add_subcommand("list", "all of them / 列出");
  for (CLI::App* command : {made, changed, removed, listed}) {
    add_books_directory(*command, options->data);
    if (command == listed) continue;
    command->add_option("name", options->name, "the name that recorded events carry / 用户名")
        ->required()
        ->check([](const std::string& name) {
          return name.empty() || name.size() > 64 ? "a name has 1 to 64 bytes" : "";
        });
  }
  add_role_options(*made, options->role);
  listed->add_flag("--json", options->json, "one JSON object on standard output");
  made->callback([options, &run] { run = [options] { return create(*options); }; });
  changed->callback([options, &run] { run = [options] { return set_password(*options); }; });
  removed->callback([options, &run] { run = [options] { return remove(*options); }; });
  listed->callback([options, &run] { run = [options] { return list(*options); }; });
}

}  // namespace mingzhang
