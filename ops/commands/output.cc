#include "ops/commands/output.h"

#include <fmt/core.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "ops/exit.h"

namespace mingzhang {
namespace {

namespace fs = std::filesystem;

constexpr unsigned for_anyone = 0644;

/// A pipe or a device is written to and cannot be replaced; a link goes on leading where it did.
fs::path file_behind(const std::string& path) {
  std::error_code none;
  const fs::path real = fs::weakly_canonical(fs::absolute(path, none), none);
  return none ? fs::path(path) : real;
}

bool is_stream(const std::string& path) {
  std::error_code none;
  const fs::file_status status = fs::status(path, none);
  return fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status);
}

}  // namespace

Output::Output(std::string path) : path_(path == "-" ? "" : std::move(path)) {
  if (path_.empty()) return;
  if (is_stream(path_)) {
    opened_.reset(std::fopen(path_.c_str(), "w"));
    if (opened_ == nullptr) fail(std::strerror(errno));
    stream_ = opened_.get();
    return;
  }
  file_.emplace(file_behind(path_), for_anyone);
  if (!file_->error().empty()) fail(file_->error());
}

void Output::write(std::string_view text) {
  if (file_) {
    if (!file_->write(text)) fail(file_->error());
  } else if (std::fwrite(text.data(), 1, text.size(), stream_) != text.size()) {
    fail(std::strerror(errno));
  }
}

void Output::finish() {
  if (file_) {
    if (!file_->commit()) fail(file_->error());
  } else if (std::fflush(stream_) != 0) {
    fail(std::strerror(errno));
  }
}

void Output::fail(std::string_view why) const {
  const std::string where = path_.empty() ? "标准输出 / standard output" : path_;
  throw ExitError(exit_unopenable, fmt::format("无法写入 {0} / cannot write {0}: {1}", where, why));
}

}  // namespace mingzhang
