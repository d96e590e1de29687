#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/support/paths.h"

namespace mingzhang::test {

/// A file of this checkout, or any by its whole path; empty when there is none.
inline std::string file_text(const std::filesystem::path& path) {
  std::ifstream file(source_dir() / path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace mingzhang::test
