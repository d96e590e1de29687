#pragma once

// Writes a file so that after a crash there is either the old one or the whole new one: into a
// temporary file beside it, synced, renamed over it, and the folder synced.

#include <filesystem>
#include <string>
#include <string_view>

namespace mingzhang {

/// One thread. After a failure every further call fails, and `error` says what went wrong.
class DurableFile {
 public:
  /// The folder of `path` must exist. Leftovers of an earlier try are written over.
  explicit DurableFile(std::filesystem::path path);
  DurableFile(const DurableFile&) = delete;
  DurableFile& operator=(const DurableFile&) = delete;
  ~DurableFile();  ///< what was not committed is removed

  bool write(std::string_view bytes);
  /// Only now is the file there under its name, and durable.
  bool commit();
  const std::string& error() const { return error_; }

 private:
  bool check(bool succeeded, std::string_view action);

  std::filesystem::path path_;
  std::filesystem::path temporary_;
  int descriptor_ = -1;
  std::string error_;
};

/// fsync of a folder: what was created, renamed or removed in it stays so. False on failure.
bool sync_folder(const std::filesystem::path& folder);

}  // namespace mingzhang
