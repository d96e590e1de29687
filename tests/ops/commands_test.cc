// The command line as an operator meets it: how it ends when files and books are not what they
// should be.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "ops/books.h"
#include "ops/identity.h"
#include "ops/surroundings.h"
#include "tests/store/temporary_folder.h"
#include "tests/support/commands.h"
#include "tests/support/file_text.h"
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
  std::string printed() const { return file_text(folder.path() / "printed"); }
  int record(const std::string& lines, const fs::path& into) const {
    std::ofstream(folder.path() / "lines.jsonl") << lines;
    return run("record " + (folder.path() / "lines.jsonl").string() + " --data " + into.string());
  }
  static std::int64_t bytes_in(const fs::path& directory) {
    std::int64_t bytes = 0;
    for (const auto& file : fs::directory_iterator(directory)) {
      bytes += static_cast<std::int64_t>(file.file_size());
    }
    return bytes;
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

TEST_F(CommandLine, VerifyLooksAtWhatStandsBesideTheLog) {
  ASSERT_EQ(record(community("a"), books), 0);
  const fs::path older = folder.path() / "older";
  fs::copy(books, older, fs::copy_options::recursive);
  ASSERT_EQ(record(community("b"), books), 0);
  ASSERT_EQ(run("verify --data " + books.string()), 0) << printed();
  EXPECT_NE(printed().find("止于事项 2, hash "), std::string::npos) << printed();

  ASSERT_EQ(run("backup " + (folder.path() / "backups").string() + " --data " + books.string()), 0);
  fs::copy(books / "BACKED_UP", older / "BACKED_UP");
  EXPECT_EQ(run("verify --data " + older.string()), 1);
  EXPECT_NE(printed().find("was backed up through 2"), std::string::npos) << printed();

  fs::remove(books / "HEAD");
  EXPECT_EQ(run("verify --data " + books.string()), 0);
  EXPECT_NE(printed().find("there is no file HEAD"), std::string::npos) << printed();

  for (const auto& snapshot : fs::directory_iterator(books / "snapshots")) {
    std::ofstream(snapshot.path(), std::ios::app) << "more";
  }
  EXPECT_EQ(run("verify --data " + books.string()), 1);
  EXPECT_NE(printed().find("is damaged"), std::string::npos) << printed();
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

TEST_F(CommandLine, ServeBeginsNoBooksByMistake) {
  EXPECT_EQ(run("serve --data ''"), 2);
  EXPECT_EQ(run("serve"), 2);
  EXPECT_EQ(run("serve --data " + books.string()), 3);
  EXPECT_NE(printed().find("serve --create"), std::string::npos) << printed();
  fs::create_directories(books / "photographs");
  EXPECT_EQ(run("serve --data " + books.string()), 3);
  EXPECT_EQ(run("check-config --data " + books.string()), 2);
  EXPECT_EQ(run("verify --data ''"), 2);
  EXPECT_FALSE(fs::exists(books / "log"));
}

TEST_F(CommandLine, BeginningBooksIsSaid) {
  ASSERT_EQ(record(community("a"), books), 0);
  EXPECT_NE(printed().find("新建账本 / begins new books in " + books.string()), std::string::npos);
  ASSERT_EQ(record(community("a"), books), 0);
  EXPECT_EQ(printed().find("新建账本"), std::string::npos) << printed();
  const fs::path photographs = folder.path() / "photographs";
  fs::create_directories(photographs / "2026");
  EXPECT_EQ(record(community("a"), photographs), 3) << "a mistyped directory";
  EXPECT_FALSE(fs::exists(photographs / "log")) << printed();
  const std::string nowhere = (folder.path() / "nowhere").string();
  std::ofstream(folder.path() / "roster.csv") << "楼号,单元,房间\n";
  EXPECT_EQ(run("import roster " + (folder.path() / "roster.csv").string() +
                " --community a --data " + nowhere),
            3);
  EXPECT_FALSE(fs::exists(nowhere)) << printed();
}

TEST_F(CommandLine, WhatCannotBePrintedIsNoSuccess) {
  ASSERT_EQ(record(community("a"), books), 0);
  const std::string into = (build_dir() / "mingzhang").string() + " status --data " +
                           books.string() + " 2>" + (folder.path() / "printed").string();
  EXPECT_EQ(WEXITSTATUS(std::system((into + " >/dev/full").c_str())), 3);
  EXPECT_NE(printed().find("无法读写标准输出"), std::string::npos) << printed();
}

TEST_F(CommandLine, AScopeThatTheBooksDoNotHaveIsPointedOut) {
  ASSERT_EQ(record(community("a"), books), 0);
  const std::string create =
      "token create --data " + books.string() + " --role owner --house 1-101 --community ";
  ASSERT_EQ(run(create + "b"), 0);
  EXPECT_NE(printed().find("the books do not have b (yet)"), std::string::npos) << printed();
  ASSERT_EQ(run(create + "a"), 0);
  EXPECT_NE(printed().find("the books do not have a/1-101 (yet)"), std::string::npos) << printed();
  ASSERT_EQ(run("token create --data " + books.string() + " --role committee --community a"), 0);
  EXPECT_EQ(printed().find("do not have"), std::string::npos) << printed();
}

TEST_F(CommandLine, ACsvFileTellsSpreadsheetsItsEncoding) {
  ASSERT_EQ(record(community("a"), books), 0);
  const std::string csv = (folder.path() / "report.csv").string();
  const std::string report =
      "report trial-balance --community a --format csv --data " + books.string();
  ASSERT_EQ(run(report), 0) << printed();
  const std::string plain = printed();
  EXPECT_FALSE(plain.starts_with("\xEF\xBB\xBF"));
  ASSERT_EQ(run(report + " -o " + csv), 0) << printed();
  EXPECT_EQ(file_text(csv), "\xEF\xBB\xBF" + plain);
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

/// As a court may order: the words are in no file any more, and the event is proven all the same.
TEST_F(CommandLine, AnErasedTextIsGoneAndTheLogVerifies) {
  const std::string words = "wang-xiaoer-13800000000";
  std::string line = community("a");
  line.insert(line.rfind('}'), R"(,"memo":")" + words + '"');
  ASSERT_EQ(record(line, books), 0) << printed();
  const auto holds = [&] {
    const auto in_file = [&](const fs::directory_entry& file) {
      return file.is_regular_file() && file_text(file.path()).find(words) != std::string::npos;
    };
    const fs::recursive_directory_iterator files(books);
    return std::any_of(begin(files), end(files), in_file);
  };
  ASSERT_TRUE(holds());
  const std::string in_books = " --data " + books.string();
  EXPECT_EQ(run("erase-text 2 memo" + in_books), 1);
  EXPECT_NE(printed().find("the books end with event 1"), std::string::npos) << printed();
  EXPECT_EQ(run("erase-text 1 reason" + in_books), 1);
  EXPECT_NE(printed().find("it has: memo"), std::string::npos) << printed();
  EXPECT_EQ(run("erase-text 01 memo" + in_books), 2) << "not octal";
  EXPECT_EQ(run("erase-text 0x1 memo" + in_books), 2);
  EXPECT_TRUE(holds());

  EXPECT_EQ(run("erase-text 1 memo" + in_books), 0) << printed();
  EXPECT_FALSE(holds());
  EXPECT_EQ(run("verify" + in_books), 0) << printed();
  EXPECT_EQ(run("export jsonl" + in_books), 0);
  EXPECT_NE(printed().find(R"("erased":["memo"])"), std::string::npos) << printed();
  EXPECT_EQ(run("audit-trail" + in_books), 0);
  EXPECT_NE(printed().find("text_erased"), std::string::npos) << printed();
  EXPECT_EQ(run("erase-text 1 memo" + in_books), 0) << "what was interrupted is done again";
  EXPECT_NE(printed().find("was erased before"), std::string::npos) << printed();
}

TEST_F(CommandLine, TheSuperuserDoesNotLockTheServicesUserOut) {
  if (geteuid() != 0) GTEST_SKIP() << "only the superuser can give books away";
  constexpr uid_t nobody = 65534;
  ASSERT_EQ(record(community("a"), books), 0) << printed();
  ASSERT_EQ(chown((books / "log" / "CURRENT").c_str(), nobody, nobody), 0);
  const std::string in_books = " --data " + books.string();
  EXPECT_EQ(record(community("b"), books), 3);
  EXPECT_NE(printed().find("setpriv --reuid 65534"), std::string::npos) << printed();
  EXPECT_EQ(run("erase-text 1 memo" + in_books), 3);
  EXPECT_EQ(run("token create --role auditor" + in_books), 3);
  EXPECT_EQ(run("verify" + in_books), 0) << "reading does no harm: " << printed();
}

TEST_F(CommandLine, NothingIsWrittenOutOverTheBooks) {
  ASSERT_EQ(record(community("a"), books), 0) << printed();
  const std::string in_books = " --data " + books.string() + " -o ";
  for (const fs::path& file : {books / "HEAD", books / "log" / ".." / "new", books}) {
    EXPECT_EQ(run("export jsonl" + in_books + file.string()), 2) << file;
  }
  EXPECT_EQ(run("export jsonl" + in_books + (folder.path() / "books.jsonl").string()), 0);
  EXPECT_EQ(run("verify --data " + books.string()), 0) << printed();
}

/// It holds the audit trail: one that was begun anew without a word would hide that it is lost.
TEST_F(CommandLine, WhereTheIdentityIsLostNoneIsBegunUnseen) {
  const std::string in_books = " --data " + books.string();
  const fs::path file = books / "identity.sqlite";
  ASSERT_EQ(record(community("a"), books), 0) << printed();
  const auto expect_none_begun = [&] {
    for (const auto& [command, status] : {std::pair("token list", 0),
                                          {"user list", 0},
                                          {"token revoke a", 1},
                                          {"user remove a", 1}}) {
      EXPECT_EQ(run(command + in_books), status) << printed();
      EXPECT_NE(printed().find("there is no " + file.string()), std::string::npos) << printed();
      EXPECT_FALSE(fs::exists(file)) << command;
    }
  };
  expect_none_begun();
  EXPECT_EQ(run("audit-trail" + in_books), 0) << "nobody was audited yet: " << printed();
  ASSERT_EQ(run("token create --role auditor" + in_books), 0) << printed();
  {
    const Identity identity(books.string(), real_identity_edge());
    Surroundings surroundings = real_surroundings();  // as serve records
    surroundings.audit_head = [&identity] { return identity.trail.head(); };
    WritableBooks served({books.string()}, std::move(surroundings));
    std::vector<Command> commands{register_community("b")};
    ASSERT_FALSE(served.sequencer().record(std::move(commands), Grouping::atomic).refused_index);
  }
  fs::remove(file);
  expect_none_begun();
  EXPECT_EQ(run("erase-text 1 memo" + in_books), 1) << "there is no memo: " << printed();
  EXPECT_EQ(run("token create --role auditor" + in_books), 3);
  EXPECT_NE(printed().find("identity.sqlite is gone, and event 2"), std::string::npos) << printed();
  EXPECT_EQ(run("audit-trail" + in_books), 1) << printed();
  EXPECT_FALSE(fs::exists(file));
}

TEST_F(CommandLine, AnAuditTrailIsToldWhereTheLogCannotBeRead) {
  ASSERT_EQ(record(community("a"), books), 0) << printed();
  ASSERT_EQ(run("token create --role auditor --actor zhang --data " + books.string()), 0)
      << printed();
  ASSERT_EQ(run("audit-trail --data " + books.string()), 0);
  const std::string told = printed();
  ASSERT_NE(told.find("token_created"), std::string::npos) << told;
  fs::resize_file(books / "log" / "CURRENT", 0);
  EXPECT_EQ(run("audit-trail --data " + books.string()), 3);
  EXPECT_NE(printed().find(told), std::string::npos) << printed();
}

TEST_F(CommandLine, StatusCountsWhatTheBooksHold) {
  ASSERT_EQ(record(community("a") +
                       R"({"kind":"house_registered","community":"a","business_date":"2026-01-01",)"
                       R"("idempotency_key":"h","house":"1-1-101","building":"1","entrance":"1",)"
                       R"("area":"50.00","use":"dwelling"})",
                   books),
            0)
      << printed();
  ASSERT_EQ(run("status --json --data " + books.string()), 0) << printed();
  const boost::json::object status = boost::json::parse(printed()).as_object();
  EXPECT_EQ(status.at("events"), 2);
  EXPECT_EQ(status.at("communities"), 1);
  EXPECT_EQ(status.at("houses"), 1);
  std::int64_t of_families = 0;
  for (const auto& family : status.at("families").as_object()) {
    of_families += family.value().as_int64();
  }
  EXPECT_EQ(status.at("log_bytes"), of_families);
  EXPECT_EQ(status.at("snapshot_bytes").as_int64(), bytes_in(books / "snapshots"));
  std::int64_t of_state = 0;
  for (const auto& structure : status.at("state").as_object()) {
    of_state += structure.value().as_int64();
  }
  EXPECT_EQ(status.at("state_bytes"), of_state);
  EXPECT_EQ(run("status --data " + books.string()), 0);
  EXPECT_NE(printed().find("houses / 房屋          1\n"), std::string::npos) << printed();
  EXPECT_EQ(run("status --data " + (folder.path() / "none").string()), 3);
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
