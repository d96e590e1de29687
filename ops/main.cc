#include <SQLiteCpp/Exception.h>
#include <fmt/core.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <exception>
#include <system_error>

#include "ops/commands/commands.h"
#include "ops/exit.h"

namespace {

constexpr const char* about =
    "明账 Mingzhang: books of a residential community that anyone can check\n"
    "明账：人人都能核对的小区公共账本";

/// What is wrong with the command line, in Chinese; CLI11's own sentence names the option.
std::string_view usage_zh(const std::string& error) {
  if (error == "RequiredError") return "缺少必需的选项";
  if (error == "ExtrasError") return "有不认识的选项或多余的参数";
  if (error == "ArgumentMismatch") return "选项的值个数不对";
  if (error == "ValidationError" || error == "ConversionError") return "选项的值不可用";
  if (error == "ExcludesError" || error == "RequiresError") return "选项的搭配不对";
  return "命令写法不对";
}

std::string usage_message(const CLI::App* app, const CLI::Error& error) {
  const std::vector<CLI::App*> chosen = app->get_subcommands();
  if (!chosen.empty()) {
    return fmt::format("mingzhang: {} / {}\n用法 / usage: mingzhang {} --help\n",
                       usage_zh(error.get_name()), error.what(), chosen.front()->get_name());
  }
  std::string commands;
  for (const CLI::App* command : app->get_subcommands(nullptr)) {
    commands += " " + command->get_name();
  }
  return fmt::format("mingzhang: 请用以下命令之一 / use one of these commands:{}\n", commands);
}

int run_main(int argc, char** argv) {
  CLI::App app{about, "mingzhang"};
  app.require_subcommand(1);
  app.failure_message(usage_message);
  app.set_version_flag("--version", "mingzhang " MINGZHANG_VERSION);
  mingzhang::RunCommand run;
  mingzhang::add_serve(app, run);
  mingzhang::add_record(app, run);
  mingzhang::add_import(app, run);
  mingzhang::add_replay(app, run);
  mingzhang::add_verify(app, run);
  mingzhang::add_report(app, run);
  mingzhang::add_export(app, run);
  mingzhang::add_generate(app, run);
  mingzhang::add_status(app, run);
  mingzhang::add_check_config(app, run);
  mingzhang::add_backup(app, run);
  mingzhang::add_restore(app, run);
  mingzhang::add_token(app, run);
  mingzhang::add_user(app, run);
  mingzhang::add_audit_trail(app, run);
  mingzhang::add_erase_text(app, run);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? mingzhang::exit_done : mingzhang::exit_usage;
  }
  const int status = run();
  if (std::fflush(stdout) != 0) throw std::system_error(errno, std::generic_category());
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  // The books hold names and phones beside the log: nothing for everyone on this machine.
  umask(S_IWGRP | S_IRWXO);
  try {
    return run_main(argc, argv);
  } catch (const mingzhang::ExitError& error) {
    fmt::print(stderr, "mingzhang: {}\n", error.what());
    return error.status();
  } catch (const SQLite::Exception& error) {
    fmt::print(
        stderr,
        "mingzhang: 无法读写 identity.sqlite（{0}）；请检查磁盘、属主和权限，损坏时从备份恢复 / "
        "identity.sqlite cannot be read or written ({0}); check the disk, its owner and "
        "permissions, and restore it from a backup when it is damaged\n",
        error.what());
    return mingzhang::exit_unopenable;
  } catch (const std::system_error& error) {
    fmt::print(stderr,
               "mingzhang: 无法读写标准输出或文件（{0}）；请检查磁盘、权限和管道 / standard output "
               "or a file cannot be read or written ({0}); check the disk, permissions and pipe\n",
               error.what());
    return mingzhang::exit_unopenable;
  } catch (const std::exception& error) {
    fmt::print(stderr, "mingzhang: {}\n", error.what());
    return mingzhang::exit_unopenable;
  }
}
