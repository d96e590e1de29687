#include "ops/backup/folders.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <array>
#include <cstring>
#include <fstream>
#include <memory>

#include "ledger/base/durable_file.h"
#include "ops/exit.h"

namespace mingzhang {
namespace {

namespace fs = std::filesystem;

ExitError cannot(const fs::path& path, const std::string& why) {
  return {exit_unopenable,
          fmt::format("无法读写 {0}（{1}）；请检查路径、权限和磁盘 / {0} cannot be read or written "
                      "({1}); check the path, the permissions and the disk",
                      path.string(), why)};
}

/// Reads a file through `visit`, piece by piece.
template <class Visit>
FileSum read_through(const fs::path& path, const std::string& name, const Visit& visit) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw cannot(path, std::strerror(errno));
  const std::unique_ptr<XXH3_state_t, XXH_errorcode (*)(XXH3_state_t*)> state(XXH3_createState(),
                                                                              XXH3_freeState);
  XXH3_64bits_reset(state.get());
  FileSum sum{name, 0, 0};
  std::vector<char> piece(1U << 20U);
  while (file.read(piece.data(), static_cast<std::streamsize>(piece.size())), file.gcount() > 0) {
    const std::string_view bytes(piece.data(), static_cast<std::size_t>(file.gcount()));
    XXH3_64bits_update(state.get(), bytes.data(), bytes.size());
    sum.bytes += bytes.size();
    visit(bytes);
  }
  if (file.bad()) throw cannot(path, std::strerror(errno));
  sum.checksum = XXH3_64bits_digest(state.get());
  return sum;
}

FileSum copy_file(const fs::path& from, const fs::path& into, const std::string& name) {
  std::error_code failed;
  fs::create_directories((into / name).parent_path(), failed);
  if (failed) throw cannot(into / name, failed.message());
  DurableFile copy(into / name);
  const FileSum sum =
      read_through(from / name, name, [&](std::string_view bytes) { copy.write(bytes); });
  if (!copy.commit()) throw cannot(into / name, copy.error());
  return sum;
}

void check_file(const fs::path& path, const FileSum& known, const FileSum& found) {
  if (found.bytes == known.bytes && found.checksum == known.checksum) return;
  throw ExitError(
      exit_refused,
      fmt::format("备份的文件 {0} 已损坏；请用另一份备份 / the file {0} of the backup is "
                  "damaged; use another backup",
                  path.string()));
}

}  // namespace

FolderLock::FolderLock(const fs::path& folder) : descriptor_(-1) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  descriptor_ = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor_ < 0) throw cannot(folder, std::strerror(errno));
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
  ::close(descriptor_);
  throw ExitError(
      exit_unopenable,
      fmt::format("另一个备份或恢复正在使用 {0}；请等它结束 / another backup or restore "
                  "works in {0}; wait until it has ended",
                  folder.string()));
}

FolderLock::~FolderLock() { ::close(descriptor_); }

WorkFolder::WorkFolder(fs::path path) : path_(std::move(path)), lock_(path_) {
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(path_, failed)) {
    fs::remove_all(entry.path(), failed);
    if (failed) throw cannot(entry.path(), failed.message());
  }
  fs::permissions(path_, fs::perms::owner_all, failed);
}

WorkFolder::~WorkFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::vector<FileSum> copy_files(const fs::path& from, const fs::path& into,
                                const std::string& but) {
  std::vector<FileSum> sums;
  std::error_code failed;
  for (auto at = fs::recursive_directory_iterator(from, failed);
       at != fs::recursive_directory_iterator(); at.increment(failed)) {
    if (at->is_directory() && at->path().filename() == but) at.disable_recursion_pending();
    if (!at->is_regular_file()) continue;
    sums.push_back(copy_file(from, into, fs::relative(at->path(), from).string()));
  }
  if (failed) throw cannot(from, failed.message());
  return sums;
}

void copy_known_files(const fs::path& from, const fs::path& into,
                      const std::vector<FileSum>& files) {
  for (const FileSum& file : files) {
    check_file(from / file.name, file, copy_file(from, into, file.name));
  }
}

void check_files(const fs::path& folder, const std::vector<FileSum>& files) {
  for (const FileSum& file : files) {
    const FileSum found = read_through(folder / file.name, file.name, [](std::string_view) {});
    check_file(folder / file.name, file, found);
  }
}

void give_to_owner(const fs::path& folder, const fs::path& owned) {
  struct stat owner = {};
  if (::geteuid() != 0 || ::stat(owned.c_str(), &owner) != 0) return;
  const auto give = [&owner](const fs::path& path) {
    if (::lchown(path.c_str(), owner.st_uid, owner.st_gid) != 0) {
      throw cannot(path, std::strerror(errno));
    }
  };
  give(folder);
  for (const auto& entry : fs::recursive_directory_iterator(folder)) give(entry.path());
}

}  // namespace mingzhang
