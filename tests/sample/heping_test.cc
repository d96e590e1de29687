#include "ops/sample/heping.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "api/json/command_json.h"
#include "api/json/event_json.h"
#include "ledger/laws/laws.h"
#include "ops/generate/trial_books.h"
#include "tests/support/paths.h"

namespace mingzhang {
namespace {

const Day last_day = *parse_day("2026-10-31");

std::vector<std::string> committed_lines() {
  std::ifstream file(test::source_dir() / "ops/sample/heping.jsonl");
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

TEST(Heping, TheCommittedFileIsWhatTheProgramWrites) {
  const std::vector<Command> commands = heping_commands();
  const std::vector<std::string> lines = committed_lines();
  ASSERT_EQ(commands.size(), lines.size())
      << "write it anew: build/dev/mingzhang generate --sample -o ops/sample/heping.jsonl";
  for (std::size_t i = 0; i < lines.size(); ++i) {
    ASSERT_EQ(render_command(commands[i]), lines[i]) << "line " << i + 1;
  }
}

TEST(Heping, EveryLineIsAcceptedAndTheBooksKeepEveryLaw) {
  TrialBooks books(last_day);
  CommandReader reader("local");
  std::set<EventKind> seen;
  for (const std::string& line : committed_lines()) {
    const ParsedCommand command = reader.read(line);
    ASSERT_TRUE(command) << line << ": " << sentence_en(command.error());
    seen.insert(kind_of(command->payload));
    const Refused refused = books.record(*command);
    ASSERT_FALSE(refused) << line << ": " << sentence_en(*refused);
  }
  EXPECT_EQ(seen.size(), kind_count);
  ASSERT_EQ(books.state().communities.size(), 1U);
  for (const Violation& violation : broken_laws(books.state().communities.front())) {
    ADD_FAILURE() << violation.law << " " << violation.what;
  }
}

/// What the tour in the README relies on.
TEST(Heping, EveryChannelOfSectionFourIsInUse) {
  TrialBooks books(last_day);
  for (const Command& command : heping_commands()) ASSERT_FALSE(books.record(command));
  const CommunityState& heping = books.state().communities.front();
  EXPECT_EQ(heping.houses.size(), 240U);
  for (std::uint32_t source = 1; source <= 9; ++source) {
    EXPECT_LT(heping.total(Flow::revenue_received, {}, {source}), Money{}) << source;
  }
  std::size_t failed = 0;
  for (const Resolution& resolution : heping.resolutions) {
    failed += resolution.outcome == ResolutionOutcome::passed ? 0 : 1;
  }
  EXPECT_EQ(failed, 3U);
  EXPECT_EQ(heping.balance(Account::suspense, Fund::operations), Money{-30'000});
  EXPECT_EQ(to_string(heping.closed.back()), "2026-08");
  EXPECT_EQ(heping.balance(Account::repair_clearing, Fund::maintenance), Money{});
  EXPECT_EQ(heping.balance(Account::repair_clearing, Fund::trust), Money{});
}

}  // namespace
}  // namespace mingzhang
