#pragma once

#include <filesystem>

// Where tests find files of this checkout and this build. All paths are absolute.
namespace mingzhang::test {

// The top of the repository.
const std::filesystem::path& source_dir();

// The build folder of the running preset; holds the `mingzhang` binary and
// generated/schemas/*.bfbs.
const std::filesystem::path& build_dir();

}  // namespace mingzhang::test
