// Three accounting programs that are not ours load the sample's export without an error and find
// the balance of every account that we find, to the fen.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "ledger/codec/event_codec.h"
#include "ledger/state/ledger_state.h"
#include "ledger/store/event_store.h"
#include "tests/support/paths.h"

namespace mingzhang {
namespace {

namespace fs = std::filesystem;
using Balances = std::map<std::string, Money>;

struct Finished {
  int status = -1;
  std::string output;
};

/// Runs a shell command; standard error goes where the test's goes.
Finished run(const std::string& command) {
  std::FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return {};
  Finished finished;
  std::array<char, 65536> piece{};
  for (std::size_t size = fread(piece.data(), 1, piece.size(), pipe); size != 0;
       size = fread(piece.data(), 1, piece.size(), pipe)) {
    finished.output.append(piece.data(), size);
  }
  finished.status = pclose(pipe);
  return finished;
}

/// "account<separator>-50.00 CNY" on each line; quotes, spaces and carriage returns are dropped,
/// and so are zero balances.
Balances read_balances(const std::string& text, char separator, std::size_t header_lines) {
  Balances balances;
  std::istringstream lines(text);
  std::string line;
  for (std::size_t number = 0; std::getline(lines, line); ++number) {
    if (number < header_lines) continue;
    std::erase_if(line, [](char one) { return one == '"' || one == ' ' || one == '\r'; });
    const std::size_t split = line.rfind(separator);
    std::string amount = line.substr(split + 1);
    if (amount.ends_with("CNY")) amount.resize(amount.size() - 3);
    Money balance;
    EXPECT_EQ(parse_decimal(amount, 2, max_balance.fen, balance.fen), DecimalFault::none) << line;
    if (balance.fen != 0) balances[line.substr(0, split)] = balance;
  }
  return balances;
}

/// The sample, recorded by the command line once for all tests here.
class Engines : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    directory = fs::temp_directory_path() / fmt::format("mingzhang-engines-{}", getpid());
    fs::remove_all(directory);
    const Finished recorded =
        run(fmt::format("{} record {} --data {}", (test::build_dir() / "mingzhang").string(),
                        (test::source_dir() / "ops/sample/heping.jsonl").string(), data()));
    ASSERT_EQ(recorded.status, 0) << recorded.output;
  }
  static void TearDownTestSuite() { fs::remove_all(directory); }

  static std::string data() { return (directory / "data").string(); }

  static std::string exported(const std::string& format) {
    const std::string path = (directory / ("journal." + format)).string();
    const Finished finished =
        run(fmt::format("{} export {} --data {} -o {}", (test::build_dir() / "mingzhang").string(),
                        format, data(), path));
    EXPECT_EQ(finished.status, 0);
    return path;
  }

  /// By our own postings, with names made here and not by the export.
  static Balances our_balances() {
    StoreOptions options;
    options.directory = data();
    options.mode = OpenMode::read_only;
    auto store = open_rocksdb_store(options);
    EXPECT_TRUE(store);
    const StoreResult<LedgerState> state = fold_log(**store);
    Balances balances;
    const StoreResult<void> scanned =
        (*store)->scan_hot(0, 1, {.as_events = true}, [&](const HotRun& hot) {
          hot.each_posting([&](const HotRun::Entry&, const Posting& posting) {
            const CommunityState& community = state->communities.at(posting.community.value - 1);
            std::string name = fmt::format("{}:{}", community.id,
                                           to_string(AccountRef{posting.account, posting.fund}));
            if (posting.house) name += ":" + community.house(posting.house).code;
            if (posting.house && posting.period) name += ":" + to_string(posting.period);
            balances[name] += posting.amount();
          });
        });
    EXPECT_TRUE(scanned);
    std::erase_if(balances, [](const auto& entry) { return entry.second.fen == 0; });
    EXPECT_GT(balances.size(), 100U) << "the sample has hardly any accounts";
    return balances;
  }

  static inline fs::path directory;
};

TEST_F(Engines, HledgerChecksStrictlyAndAgrees) {
  const std::string journal = exported("hledger");
  EXPECT_EQ(run("hledger -f " + journal + " check --strict").status, 0);
  const Finished balance = run("hledger -f " + journal + " balance --flat -N -E -O csv");
  ASSERT_EQ(balance.status, 0);
  EXPECT_EQ(read_balances(balance.output, ',', 1), our_balances());
}

TEST_F(Engines, HledgerDepthTwoIsTheTrialBalance) {
  const std::string journal = exported("hledger");
  const Finished balance = run("hledger -f " + journal + " balance --flat --depth 2 -N -E -O csv");
  Balances by_account;
  for (const auto& [name, amount] : our_balances()) {
    const std::size_t end = name.find(':', name.find(':') + 1);
    by_account[name.substr(0, end)] += amount;
  }
  std::erase_if(by_account, [](const auto& entry) { return entry.second.fen == 0; });
  EXPECT_EQ(read_balances(balance.output, ',', 1), by_account);
}

TEST_F(Engines, LedgerChecksPedanticallyAndAgrees) {
  const std::string journal = exported("ledger");
  const Finished balance = run("ledger -f " + journal +
                               " --strict --pedantic balance --flat -E --no-total"
                               " --balance-format '%(account)|%(display_amount)\\n'");
  ASSERT_EQ(balance.status, 0);
  EXPECT_EQ(read_balances(balance.output, '|', 0), our_balances());
}

/// In front of an account's name these marks mean something else to hledger and ledger.
TEST_F(Engines, NamesThatBeginWithAMarkStayAccounts) {
  const std::string marked = (directory / "marked").string();
  const std::string lines = marked + ".jsonl";
  Balances expected;
  {
    std::ofstream out(lines);
    for (const std::string community : {"c", ";c", "(c)", "[c]", "*c", "!c", "_c", "-c"}) {
      const auto write = [&](std::string_view kind, std::string_view rest) {
        out << fmt::format(R"({{"kind":"{0}","community":"{1}","idempotency_key":"{0}",)"
                           R"("business_date":"2026-01-02",{2}}})",
                           kind, community, rest)
            << '\n';
      };
      write("community_registered", R"("name":"n","subdistrict":"s","neighbourhood":"h")");
      write("house_registered",
            R"("house":"1","building":"1","entrance":"1","area":"50.00","use":"dwelling")");
      write("payment_received", R"("house":"1","amount":"7.00","channel":"cash")");
      const std::string front = community == "c" ? community : "_" + community;
      expected[front + ":1001.OPS"] = Money{700};
      expected[front + ":2203.OPS:1"] = Money{-700};
    }
  }
  const std::string program = (test::build_dir() / "mingzhang").string();
  ASSERT_EQ(run(fmt::format("{} record {} --data {}", program, lines, marked)).status, 0);
  for (const std::string format : {"hledger", "ledger"}) {
    const std::string journal = marked + "." + format;
    ASSERT_EQ(
        run(fmt::format("{} export {} --data {} -o {}", program, format, marked, journal)).status,
        0);
  }
  const Finished hledger = run("hledger -f " + marked + ".hledger balance --flat -N -E -O csv");
  EXPECT_EQ(read_balances(hledger.output, ',', 1), expected);
  const Finished ledger = run("ledger -f " + marked +
                              ".ledger --strict --pedantic balance --flat -E --no-total"
                              " --balance-format '%(account)|%(display_amount)\\n'");
  EXPECT_EQ(read_balances(ledger.output, '|', 0), expected);
}

/// "Assets:C-heping:1122-OPS:H-1-1-101:2026-01" back to "heping:1122.OPS:1-1-101:2026-01".
Balances without_roots(const Balances& theirs) {
  Balances ours;
  for (const auto& [name, amount] : theirs) {
    std::string plain = name.substr(name.find(':') + 3);
    plain[plain.find(':') + 5] = '.';
    if (const std::size_t house = plain.find(":H-"); house != std::string::npos) {
      plain.erase(house + 1, 2);
    }
    ours[plain] = amount;
  }
  return ours;
}

TEST_F(Engines, BeancountChecksAndAgrees) {
  const std::string journal = exported("beancount");
  EXPECT_EQ(run("bean-check " + journal).status, 0);
  const Finished balance =
      run("bean-query -f csv " + journal + " 'select account, sum(number) group by account'");
  ASSERT_EQ(balance.status, 0);
  EXPECT_EQ(without_roots(read_balances(balance.output, ',', 1)), our_balances());
}

TEST_F(Engines, JsonlRecordedIntoAnEmptyStoreGivesTheSameBooks) {
  const std::string lines = exported("jsonl");
  const std::string copy = (directory / "copy").string();
  ASSERT_EQ(run(fmt::format("{} record {} --data {}", (test::build_dir() / "mingzhang").string(),
                            lines, copy))
                .status,
            0);
  for (const std::string format : {"hledger", "jsonl"}) {
    const Finished original = run(fmt::format(
        "{} export {} --data {}", (test::build_dir() / "mingzhang").string(), format, data()));
    const Finished again = run(fmt::format(
        "{} export {} --data {}", (test::build_dir() / "mingzhang").string(), format, copy));
    if (format == "hledger") {
      EXPECT_EQ(original.output, again.output);
    }
    EXPECT_EQ(std::ranges::count(original.output, '\n'), std::ranges::count(again.output, '\n'));
  }
}

}  // namespace
}  // namespace mingzhang
