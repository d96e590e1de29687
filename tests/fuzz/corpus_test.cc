// What fuzzers have found, and what they began from, on every test run.

#include <gtest/gtest.h>

#include <filesystem>
#include <iterator>

#include "tests/fuzz/targets.h"
#include "tests/support/file_text.h"
#include "tests/support/paths.h"

namespace mingzhang::fuzz {
namespace {

TEST(FuzzCorpusTest, EveryTargetReadsItsInputs) {
  for (const NamedTarget& target : targets) {
    const auto folder = test::source_dir() / "tests" / "fuzz" / "corpus" / target.name;
    ASSERT_TRUE(std::filesystem::is_directory(folder)) << folder;
    int read = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      const std::string bytes = test::file_text(entry.path());
      SCOPED_TRACE(entry.path());
      target.run(bytes);
      // Cut short anywhere, it is read or refused as well.
      for (std::size_t size = 0; size < bytes.size(); size += bytes.size() / 16 + 1) {
        target.run(std::string_view(bytes).substr(0, size));
      }
      ++read;
    }
    EXPECT_GT(read, 0) << target.name;
  }
}

}  // namespace
}  // namespace mingzhang::fuzz
