#pragma once

// The parts of a ZIP archive held in memory, within a budget of uncompressed bytes. Threads: one
// at a time per archive.

#include <memory>
#include <string>
#include <string_view>

#include "api/files/table.h"

struct zip;

namespace mingzhang {

class ZipArchive {
 public:
  // `bytes` must outlive the archive. Fault: damaged_xlsx.
  static FileResult<ZipArchive> open(std::string_view bytes, std::size_t uncompressed_budget);

  [[nodiscard]] bool has(const std::string& name) const;

  // The whole part, checked against its CRC. Faults: damaged_xlsx (missing, torn), encrypted_xlsx,
  // file_too_large when the budget of all parts read so far is passed, whatever the sizes that
  // the archive claims.
  FileResult<std::string> read(const std::string& name);

 private:
  struct Closer {
    void operator()(struct zip* archive) const;
  };
  ZipArchive(struct zip* archive, std::size_t budget) : archive_(archive), budget_left_(budget) {}

  std::unique_ptr<struct zip, Closer> archive_;
  std::size_t budget_left_;
};

// What is wrong with the file, for everything in this folder that reads XLSX.
FileFault damaged_xlsx(std::string_view what);

}  // namespace mingzhang
