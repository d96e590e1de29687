// The jsonl export is lossless: what it says can be recorded again, and gives the same books.

#include <gtest/gtest.h>

#include "api/json/command_json.h"
#include "api/json/event_json.h"
#include "ops/sample/heping.h"
#include "tests/support/running_server.h"

namespace mingzhang {
namespace {

struct Log {
  Probe probe;
  std::unique_ptr<EventStore> store = make_memory_store();
  Sequencer sequencer{*store, LedgerState{}, late_surroundings()};

  /// The sample plays until 2026-10.
  static Surroundings late_surroundings() {
    auto salts = std::make_shared<std::uint64_t>(0);
    return {[] { return *parse_instant("2026-11-01T12:00:00+08:00"); },
            [salts] { return "salt-" + std::to_string(++*salts); },
            {}};
  }
  void record(std::vector<Command> commands) {
    const BatchResult batch = sequencer.record(std::move(commands), Grouping::each);
    for (const Result& result : batch.results) {
      ASSERT_EQ(result.outcome, Outcome::recorded)
          << sentence(result.rejection.value_or(Rejection{}));
    }
  }
  std::vector<std::string> lines() const {
    std::vector<std::string> out;
    EXPECT_TRUE(export_jsonl(*store, [&](std::string_view line) { out.emplace_back(line); }));
    return out;
  }
};

std::vector<Command> read(const std::vector<std::string>& lines, const std::string& actor) {
  CommandReader reader(actor);
  std::vector<Command> commands;
  for (const std::string& line : lines) {
    ParsedCommand command = reader.read(line);
    EXPECT_TRUE(command) << sentence(command.error()) << line;
    if (command) commands.push_back(std::move(*command));
  }
  return commands;
}

TEST(Export, RecordedAgainGivesTheSameBooks) {
  Log first;
  std::vector<Command> commands = heping_commands();
  for (Command& command : commands) command.header.actor = "local";
  first.record(commands);
  const std::vector<Command> again = read(first.lines(), "local");
  ASSERT_EQ(again.size(), commands.size());
  for (std::size_t i = 0; i < again.size(); ++i) {
    ASSERT_TRUE(again[i] == commands[i]) << render_command(commands[i]);
  }
  Log second;
  second.record(again);
  const LedgerState one = first.sequencer.state_copy();
  const LedgerState other = second.sequencer.state_copy();
  ASSERT_EQ(one.communities.size(), other.communities.size());
  for (std::size_t i = 0; i < one.communities.size(); ++i) {
    EXPECT_TRUE(one.communities[i] == other.communities[i]);
  }
}

TEST(Export, AnErasedTextCanStillBeRecorded) {
  Log books;
  std::vector<Command> commands = heping_commands();
  commands.resize(400);
  books.record(std::move(commands));
  std::size_t erased = 0;
  for (std::uint64_t sequence = 1; sequence <= 400; ++sequence) {
    for (const std::uint8_t field : {std::uint8_t{1}, std::uint8_t{3}, memo_text_field}) {
      const auto text = books.store->read_text({sequence}, field);
      if (!text || !*text) continue;
      ASSERT_TRUE(books.store->erase_text({sequence}, field));
      ++erased;
    }
  }
  EXPECT_GT(erased, 0U);
  Log second;
  second.record(read(books.lines(), "local"));
}

}  // namespace
}  // namespace mingzhang
