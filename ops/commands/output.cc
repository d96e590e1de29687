#include "ops/commands/output.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "ops/exit.h"

namespace mingzhang {
namespace {

namespace fs = std::filesystem;

constexpr mode_t mode_of_new = 0640;  // as main's umask leaves it

/// A file of its own, or none yet. A pipe or a device cannot be replaced, nor may one that another
/// name leads to, or that the caller has open.
bool may_replace(const std::string& path) {
  struct stat link = {};
  if (::lstat(path.c_str(), &link) != 0) return errno == ENOENT;
  struct stat file = {};
  struct stat out = {};
  if (::stat(path.c_str(), &file) != 0) return false;
  const bool is_standard_output =
      ::fstat(STDOUT_FILENO, &out) == 0 && out.st_dev == file.st_dev && out.st_ino == file.st_ino;
  return S_ISREG(file.st_mode) && file.st_nlink == 1 && !is_standard_output &&
         ::access(path.c_str(), W_OK) == 0;
}

/// Owner and mode stay those of the file that is replaced.
bool take_over(int descriptor, const std::string& target) {
  struct stat file = {};
  if (::stat(target.c_str(), &file) != 0) return ::fchmod(descriptor, mode_of_new) == 0;
  return ::fchown(descriptor, file.st_uid, file.st_gid) == 0 &&
         ::fchmod(descriptor, file.st_mode & 07777U) == 0;
}

fs::path resolved(const std::string& path) {
  std::error_code none;
  return fs::weakly_canonical(fs::absolute(path, none), none);
}

}  // namespace

void check_outside(const std::string& path, const std::string& books) {
  if (path.empty() || path == "-") return;
  const fs::path relative = resolved(path).lexically_relative(resolved(books));
  if (relative.empty() || *relative.begin() == "..") return;
  throw ExitError(exit_usage, fmt::format("{0} 在账本目录 {1} 之内；请写到别处 / {0} is inside the "
                                          "books {1}; write it somewhere else",
                                          path, books));
}

Output::Output(std::string path) : path_(path == "-" ? "" : std::move(path)) {
  if (path_.empty()) return;
  if (!may_replace(path_) || !open_beside()) {
    opened_.reset(std::fopen(path_.c_str(), "w"));
    if (opened_ == nullptr) fail();
  }
  stream_ = opened_.get();
}

/// False where that cannot be done, such as in a folder that takes no new file.
bool Output::open_beside() {
  target_ = resolved(path_).string();
  std::string name = target_ + ".XXXXXX";
  const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
  if (descriptor < 0) return false;
  opened_.reset(::fdopen(descriptor, "w"));
  if (opened_ != nullptr && take_over(descriptor, target_)) {
    temporary_ = name;
    return true;
  }
  opened_.reset();
  ::unlink(name.c_str());
  return false;
}

Output::~Output() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void Output::write(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stream_) != text.size()) fail();
}

void Output::finish() {
  if (std::fflush(stream_) != 0) fail();
  if (temporary_.empty()) {
    if (opened_ != nullptr && std::fclose(opened_.release()) != 0) fail();
    return;
  }
  if (::fsync(::fileno(stream_)) != 0) fail();
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) fail();
  temporary_.clear();
}

void Output::fail() const {
  const std::string why = std::strerror(errno);
  const std::string where = path_.empty() ? "标准输出 / standard output" : path_;
  throw ExitError(exit_unopenable, fmt::format("无法写入 {0} / cannot write {0}: {1}", where, why));
}

}  // namespace mingzhang
