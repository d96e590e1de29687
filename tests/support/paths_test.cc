#include "tests/support/paths.h"

#include <gtest/gtest.h>

namespace mingzhang::test {
namespace {

TEST(Paths, PointIntoThisCheckoutAndThisBuild) {
  EXPECT_TRUE(std::filesystem::exists(source_dir() / "CMakePresets.json"));
  EXPECT_TRUE(std::filesystem::exists(build_dir() / "mingzhang"));
}

}  // namespace
}  // namespace mingzhang::test
