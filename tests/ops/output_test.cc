#include "ops/commands/output.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <thread>

#include "ops/exit.h"
#include "tests/store/temporary_folder.h"
#include "tests/support/file_text.h"

namespace mingzhang::test {
namespace {

namespace fs = std::filesystem;

struct OutputTest : testing::Test {
  TemporaryFolder folder;
  const fs::path file = folder.path() / "books.jsonl";

  void write_all(const fs::path& to, std::string_view text) const {
    Output output(to.string());
    output.write(text);
    output.finish();
  }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder.path()), {}));
  }
};

TEST_F(OutputTest, AFileIsThereOnceItIsWhole) {
  write_all(file, "old");
  {
    Output output(file.string());
    output.write("half of what was ");
    EXPECT_EQ(file_text(file), "old");
  }
  EXPECT_EQ(file_text(file), "old");
  write_all(file, "new");
  EXPECT_EQ(file_text(file), "new");
  EXPECT_EQ(files(), 1U);
}

TEST_F(OutputTest, ALinkGoesOnLeadingToTheFile) {
  write_all(file, "old");
  const fs::path link = folder.path() / "link";
  fs::create_symlink("books.jsonl", link);
  write_all(link, "new");
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(file_text(file), "new");
}

TEST_F(OutputTest, ALinkThatLedNowhereLeadsToTheNewFile) {
  const fs::path link = folder.path() / "link";
  fs::create_symlink("books.jsonl", link);
  write_all(link, "new");
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(file_text(file), "new");
}

TEST_F(OutputTest, WhoMayReadAFileStaysAsItWas) {
  write_all(file, "old");
  fs::permissions(file, fs::perms(0604));
  write_all(file, "new");
  EXPECT_EQ(fs::status(file).permissions(), fs::perms(0604));
  EXPECT_EQ(file_text(file), "new");
}

TEST_F(OutputTest, TwoNamesOfAFileStayTwoNames) {
  write_all(file, "old");
  const fs::path other = folder.path() / "other";
  fs::create_hard_link(file, other);
  write_all(file, "new");
  EXPECT_EQ(file_text(other), "new");
}

TEST_F(OutputTest, APipeStaysAPipe) {
  const fs::path pipe = folder.path() / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  std::string received;
  std::thread reader([&] { received = file_text(pipe); });
  write_all(pipe, "text");
  reader.join();
  EXPECT_EQ(received, "text");
  EXPECT_TRUE(fs::is_fifo(pipe));
}

TEST_F(OutputTest, WhatCannotBeWrittenIsSaidAtOnce) {
  for (const fs::path& path : {folder.path() / "nowhere" / "books.jsonl", folder.path()}) {
    try {
      const Output output(path.string());
      ADD_FAILURE() << path;
    } catch (const ExitError& error) {
      EXPECT_EQ(error.status(), exit_unopenable);
      EXPECT_NE(std::string(error.what()).find(path.string()), std::string::npos) << error.what();
    }
  }
}

}  // namespace
}  // namespace mingzhang::test
