// Whether a directory is one that `serve` may take: books begun by mistake in a mistyped directory
// look like books that have lost everything.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "ops/configuration/option.h"

namespace mingzhang {
namespace {

namespace fs = std::filesystem;

/// What may be there before the first start: a file system's own, the accounts, and a log whose
/// creation was interrupted.
bool is_before_first_start(const std::string& name) {
  constexpr std::array<std::string_view, 2> others{"lost+found", "log"};
  return name.starts_with("identity.sqlite") || std::ranges::find(others, name) != others.end();
}

bool is_fresh(const fs::path& directory) {
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(directory, failed)) {
    if (!is_before_first_start(entry.path().filename().string())) return false;
  }
  return !failed;
}

Sentence not_there(const std::string& directory) {
  return {fmt::format("目录 {} 不存在；请核对路径，或建立该目录，或用 serve --create 新建账本",
                      directory),
          fmt::format("there is no directory {}; correct the path, make the directory, or begin "
                      "new books with serve --create",
                      directory)};
}

Sentence lost(const std::string& directory) {
  return {fmt::format("{} 的账本不在了，只剩末端见证 HEAD；请从备份恢复到另一目录", directory),
          fmt::format("the log of the books in {} is gone, only its head witness HEAD is left; "
                      "restore a backup into another directory",
                      directory)};
}

}  // namespace

bool has_books(const std::string& directory) {
  std::error_code failed;
  return fs::exists(fs::path(directory) / "log" / "CURRENT", failed);
}

std::optional<Sentence> check_books_directory(const std::string& directory, bool create) {
  if (directory.empty()) {
    return Sentence{"没有指明账本目录；请写明 data.directory 或 --data DIR",
                    "no directory of books is named; set data.directory or give --data DIR"};
  }
  std::error_code failed;
  const fs::file_status status = fs::status(directory, failed);
  if (!fs::exists(status)) return create ? std::nullopt : std::optional(not_there(directory));
  if (!fs::is_directory(status)) {
    return Sentence{fmt::format("{} 不是目录；请改正路径", directory),
                    fmt::format("{} is no directory; correct the path", directory)};
  }
  if (::access(directory.c_str(), R_OK | W_OK | X_OK) != 0) {
    return Sentence{fmt::format("不能读写目录 {}；请检查属主和权限", directory),
                    fmt::format("the directory {} cannot be read and written; check its owner and "
                                "permissions",
                                directory)};
  }
  if (has_books(directory)) return std::nullopt;
  if (fs::exists(fs::path(directory) / "HEAD", failed)) return lost(directory);
  if (create || is_fresh(directory)) return std::nullopt;
  return Sentence{fmt::format("目录 {} 里没有账本，又有别的文件；请核对路径，或从备份恢复，或用 "
                              "serve --create 新建账本",
                              directory),
                  fmt::format("the directory {} holds no books but other files; correct the path, "
                              "restore a backup, or begin new books with serve --create",
                              directory)};
}

}  // namespace mingzhang
