#pragma once

// What the disk alone takes to append bytes to a file and to make them durable.

#include <cstdint>
#include <string>

namespace mingzhang::benchmarks {

/// A new file in a folder, removed with its object.
class BareFile {
 public:
  explicit BareFile(const std::string& directory);
  BareFile(const BareFile&) = delete;
  BareFile& operator=(const BareFile&) = delete;
  ~BareFile();

  /// Returns how long it took, in ns.
  std::uint64_t append(const std::string& content);

 private:
  std::string path_;
  int file_;
};

}  // namespace mingzhang::benchmarks
