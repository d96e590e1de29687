#pragma once

// Folders and files of backups, in ways that survive an interruption. Errors: ExitError (3).

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace mingzhang {

/// This process alone works in a folder, until it ends or this does; another one is refused.
class FolderLock {
 public:
  /// Makes the folder where it is not there.
  explicit FolderLock(const std::filesystem::path& folder);
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  ~FolderLock();

 private:
  int descriptor_;
};

/// A folder for work that is gone afterwards; what an interrupted run left in it is removed first.
class WorkFolder {
 public:
  explicit WorkFolder(std::filesystem::path path);
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  ~WorkFolder();
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  FolderLock lock_;
};

/// A file of a backup: its name within the folder, its size and xxh3.
struct FileSum {
  std::string name;
  std::uint64_t bytes = 0;
  std::uint64_t checksum = 0;
};

/// Copies every file of `from`, and of the folders in it but those named in `but`, durably.
std::vector<FileSum> copy_files(const std::filesystem::path& from,
                                const std::filesystem::path& into, const std::string& but);

/// The same for files that are known: refuses (ExitError 1) one that is not as it was.
void copy_known_files(const std::filesystem::path& from, const std::filesystem::path& into,
                      const std::vector<FileSum>& files);

/// Compares them with what they were; refuses (ExitError 1) one that differs.
void check_files(const std::filesystem::path& folder, const std::vector<FileSum>& files);

/// Gives all that is in a folder to the folder's owner: a restore by root is used by the service.
void give_to_owner(const std::filesystem::path& folder, const std::filesystem::path& owned);

}  // namespace mingzhang
