#pragma once

#include <gtest/gtest.h>

#include "ledger/sequencer.h"
#include "tests/replay/books_of.h"

namespace mingzhang::test {

/// A log of two communities, recorded through the sequencer at times that the test sets.
struct RecordedBooks : testing::Test {
  Instant now = noon("2026-01-31");
  std::uint64_t salts = 0;
  std::unique_ptr<EventStore> store = make_memory_store();
  Sequencer sequencer{
      *store, LedgerState{},
      Surroundings{
          [this] { return now; }, [this] { return "salt-" + std::to_string(++salts); }, {}}};

  RecordedBooks() {
    for (const std::string community : {"heping", "xingfu"}) {
      record(register_community(community));
      record(register_house(community, "1-1-101"));
    }
  }
  void record(Command command) {
    std::vector<Command> commands;
    commands.push_back(std::move(command));
    const Result result = sequencer.record(std::move(commands), Grouping::each).results.at(0);
    ASSERT_EQ(result.outcome, Outcome::recorded);
  }
  Books load(const std::string& community, const AsOf& question = {}) {
    const CommunityNumber number = find_community(*store, community).value();
    return load_books(*store, number, question).value();
  }
};

}  // namespace mingzhang::test
