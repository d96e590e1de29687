// The command line as an operator meets it: how it ends when files and books are not what they
// should be.

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/store/temporary_folder.h"
#include "tests/support/paths.h"

namespace mingzhang::test {
namespace {

namespace fs = std::filesystem;

struct CommandLine : testing::Test {
  TemporaryFolder folder;
  const fs::path books = folder.path() / "books";

  /// The exit status; what it prints goes to a file.
  int run(const std::string& arguments) const {
    const std::string command = (build_dir() / "mingzhang").string() + " " + arguments + " >" +
                                (folder.path() / "printed").string() + " 2>&1";
    const int status = std::system(command.c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  std::string printed() const {
    std::ifstream file(folder.path() / "printed");
    return {std::istreambuf_iterator<char>(file), {}};
  }
  int record(const std::string& lines, const fs::path& into) const {
    std::ofstream(folder.path() / "lines.jsonl") << lines;
    return run("record " + (folder.path() / "lines.jsonl").string() + " --data " + into.string());
  }
  static std::string community(const std::string& id) {
    return R"({"kind":"community_registered","community":")" + id +
           R"(","business_date":"2026-01-01","idempotency_key":"c","name":"n","subdistrict":"s",)"
           R"("neighbourhood":"h"})"
           "\n";
  }
};

TEST_F(CommandLine, ALogThatLostItsEndIsNoticedWithoutItsWitness) {
  ASSERT_EQ(record(community("a"), books), 0) << printed();
  const fs::path older = folder.path() / "older";
  fs::create_directories(older);
  fs::copy(books / "log", older / "log", fs::copy_options::recursive);
  ASSERT_EQ(record(community("b"), books), 0);
  fs::copy(books / "snapshots", older / "snapshots", fs::copy_options::recursive);
  EXPECT_EQ(run("verify --data " + books.string()), 0) << printed();
  EXPECT_EQ(run("verify --data " + older.string()), 1);
  EXPECT_NE(printed().find("the end of the log is lost"), std::string::npos) << printed();
  EXPECT_EQ(record(community("c"), older), 3);
}

TEST_F(CommandLine, WhatIsNoFileIsNotRead) {
  EXPECT_EQ(run("record " + folder.path().string() + " --data " + books.string()), 3);
  EXPECT_EQ(run("record " + (folder.path() / "none").string() + " --data " + books.string()), 3);
  ASSERT_EQ(record(community("a"), books), 0);
  EXPECT_EQ(
      run("import roster " + folder.path().string() + " --community a --data " + books.string()),
      3);
}

TEST_F(CommandLine, WrongUsageNamesTheOptionInBothLanguages) {
  EXPECT_EQ(run("report arrears --community a"), 2);
  EXPECT_EQ(printed(),
            "mingzhang: 缺少必需的选项 / --data is required\n"
            "用法 / usage: mingzhang report --help\n");
  EXPECT_EQ(run("recrod"), 2);
  EXPECT_NE(printed().find(" record "), std::string::npos) << printed();
  EXPECT_EQ(run("--version"), 0);
}

TEST_F(CommandLine, AByteOrderMarkIsNoPartOfTheFirstLine) {
  EXPECT_EQ(record("\xEF\xBB\xBF" + community("a"), books), 0) << printed();
}

TEST_F(CommandLine, BooksAreNotForEveryoneOnTheMachine) {
  ASSERT_EQ(record(community("a"), books), 0);
  for (const auto& entry : fs::recursive_directory_iterator(books)) {
    const fs::perms others = entry.status().permissions() & fs::perms::others_all;
    EXPECT_EQ(others, fs::perms::none) << entry.path();
  }
}

TEST_F(CommandLine, NamesThatOnlyLookAlikeAreRefused) {
  ASSERT_EQ(record(community("a"), books), 0);
  const std::vector<std::string> unseen{"\u200B", "\u202E", "\u00A0", "\u0085", "\uFEFF"};
  for (const std::string& mark : unseen) {
    EXPECT_EQ(
        record(R"({"kind":"house_registered","community":"a","business_date":"2026-01-01",)"
               R"("idempotency_key":"h","house":"1-1-101)" +
                   mark + R"(","building":"1","entrance":"1","area":"50.00","use":"dwelling"})",
               books),
        1)
        << printed();
  }
}

}  // namespace
}  // namespace mingzhang::test
