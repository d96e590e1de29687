#pragma once

#include <fstream>
#include <iterator>
#include <string>

#include "tests/support/paths.h"

namespace mingzhang::test {

/// A file of this checkout; empty when there is none.
inline std::string file_text(const std::string& path) {
  std::ifstream file(source_dir() / path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace mingzhang::test
