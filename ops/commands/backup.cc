#include "ops/backup/backup.h"

#include <fmt/core.h>

#include "ops/commands/commands.h"
#include "ops/exit.h"
#include "ops/progress.h"

namespace mingzhang {
namespace {

struct BackupArguments {
  BackupOptions options;
  bool list = false;
};

std::string describe(const Backup& backup) {
  if (backup.is_damaged) return fmt::format("{}  damaged / 已损坏", backup.number);
  return fmt::format("{}  {}  events / 事项 {}  head {}  {} bytes", backup.number,
                     to_string(backup.made_at), backup.head.last.value, to_hex(backup.head.hash),
                     backup.bytes);
}

std::function<void(std::uint64_t)> shown_on(Progress& progress) {
  return [&progress](std::uint64_t events) { progress.at(events); };
}

int backup(BackupArguments arguments) {
  if (arguments.list) {
    for (const Backup& one : list_backups(arguments.options.target)) {
      fmt::print("{}\n", describe(one));
    }
    return exit_done;
  }
  if (arguments.options.data.empty()) {
    throw ExitError(exit_usage, "缺少账本目录 --data / --data is required");
  }
  Progress progress;
  arguments.options.progress = shown_on(progress);
  const Backup made = make_backup(arguments.options);
  fmt::print("backed up and read again / 已备份并核对: {}\n", describe(made));
  if (made.trail_is_whole) return exit_done;
  fmt::print(
      stderr,
      "mingzhang: 审计记录有缺失，因此没有删除旧备份；请运行 mingzhang audit-trail，并从旧备份取回 "
      "identity.sqlite / the audit trail lost something, so no older backup was removed; run "
      "mingzhang audit-trail, and take identity.sqlite from an older backup\n");
  return exit_refused;
}

int restore(RestoreOptions options) {
  Progress progress;
  options.progress = shown_on(progress);
  const Backup restored = restore_backup(options);
  fmt::print("restored and verified / 已恢复并核验: {}\n", describe(restored));
  return exit_done;
}

}  // namespace

void add_backup(CLI::App& app, RunCommand& run) {
  auto arguments = std::make_shared<BackupArguments>();
  CLI::App* command = app.add_subcommand(
      "backup", "back up the books, beside a running serve or without / 备份账本");
  command->add_option("target", arguments->options.target, "a folder of backups / 备份目录")
      ->required();
  command->add_option("--data", arguments->options.data, "the books' directory / 账本目录");
  command
      ->add_option("--keep", arguments->options.keep, "only so many of the newest / 只留最近几份")
      ->check(CLI::Range(1U, 1'000'000U));
  command->add_flag("--list", arguments->list, "show the backups that are there / 列出备份");
  command->callback([arguments, &run] { run = [arguments] { return backup(*arguments); }; });
}

void add_restore(CLI::App& app, RunCommand& run) {
  auto options = std::make_shared<RestoreOptions>();
  CLI::App* command =
      app.add_subcommand("restore", "put the books of a backup into an empty directory / 恢复账本");
  command->add_option("backup", options->target, "a folder of backups / 备份目录")->required();
  add_books_directory(*command, options->data);
  command->add_option("--number", options->number, "which, the newest by default / 第几份");
  command->callback([options, &run] { run = [options] { return restore(*options); }; });
}

}  // namespace mingzhang
