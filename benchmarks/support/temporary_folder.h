#pragma once

// A folder that goes away with its object. It lies where TMPDIR says: durable writes measured in it
// are those of that disk, which must be a disk and not memory.

#include <string>

namespace mingzhang::benchmarks {

class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace mingzhang::benchmarks
