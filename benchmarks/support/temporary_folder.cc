#include "benchmarks/support/temporary_folder.h"

#include <cstdlib>
#include <filesystem>

#include "ledger/base/ensure.h"

namespace mingzhang::benchmarks {

TemporaryFolder::TemporaryFolder()
    : path_((std::filesystem::temp_directory_path() / "mingzhang_benchmark_XXXXXX").string()) {
  ensure(::mkdtemp(path_.data()) != nullptr, "a temporary folder can be made");
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code none;
  std::filesystem::remove_all(path_, none);
}

}  // namespace mingzhang::benchmarks
