#include "ledger/base/durable_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace mingzhang {

bool sync_folder(const std::filesystem::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool synced = ::fsync(descriptor) == 0;
  ::close(descriptor);
  return synced;
}

DurableFile::DurableFile(std::filesystem::path path)
    : path_(std::move(path)), temporary_(path_.string() + ".tmp") {
  descriptor_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
  check(descriptor_ >= 0, "create");
}

DurableFile::~DurableFile() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  ::unlink(temporary_.c_str());
}

bool DurableFile::check(bool succeeded, std::string_view action) {
  if (!succeeded && error_.empty()) {
    error_ = fmt::format("{} {}: {}", action, temporary_.string(), std::strerror(errno));
  }
  return succeeded;
}

bool DurableFile::write(std::string_view bytes) {
  while (error_.empty() && !bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (check(written >= 0, "write")) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return error_.empty();
}

bool DurableFile::commit() {
  if (!error_.empty() || !check(::fsync(descriptor_) == 0, "sync")) return false;
  if (!check(::rename(temporary_.c_str(), path_.c_str()) == 0, "rename")) return false;
  ::close(descriptor_);
  descriptor_ = -1;
  return check(sync_folder(path_.parent_path()), "sync the folder of");
}

}  // namespace mingzhang
