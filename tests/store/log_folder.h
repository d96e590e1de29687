#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/store/event_store.h"
#include "tests/store/expected_log.h"
#include "tests/store/temporary_folder.h"

// A log on disk that a test opens, closes, copies and damages.
namespace mingzhang::test {

class LogFolder {
 public:
  LogFolder() = default;
  /// A copy of the files as they are now, as a crash or a backup would leave them.
  static std::unique_ptr<LogFolder> copy_of(const LogFolder& other);

  const std::filesystem::path& path() const { return folder_.path(); }
  std::filesystem::path head() const { return path() / "HEAD"; }
  /// RocksDB's files whose name ends so, in order of their names.
  std::vector<std::filesystem::path> files(const std::string& ending) const;

  StoreResult<std::unique_ptr<EventStore>> open(
      OpenMode mode = OpenMode::create_or_read_write) const;
  /// Why it is not opened; none when it is.
  std::optional<StoreFault> refusal(OpenMode mode = OpenMode::create_or_read_write) const;

 private:
  TemporaryFolder folder_;
};

void write_file(const std::filesystem::path& path, const std::string& bytes);
void flip_byte(const std::filesystem::path& path, std::uintmax_t at);

/// Fails the test when the store does not take it.
void append(EventStore& store, ExpectedLog& expected, std::size_t events);

/// Moves everything from memory into tables: erasing does, and there is nobody to erase.
void flush(EventStore& store);

/// Reads all there is: wrong content fails the test; damage that is noticed is returned.
std::optional<StoreFault> read_everything(const EventStore& store, const ExpectedLog& expected);

}  // namespace mingzhang::test
