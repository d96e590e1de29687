#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/kinds/checks.h"
#include "tests/properties/event_by_event.h"
#include "tests/properties/recorded_log.h"
#include "tests/store/store_under_test.h"

// books_test.cc reverses what stands in memory; here every original comes back from the log.

namespace mingzhang::test {
namespace {

/// Reversals of everything that still counts, newest first, dated today.
std::vector<Command> reversals_of_all(const Script& script, const EventStore& store,
                                      const LedgerState& state) {
  std::vector<Command> reversals;
  const auto read = store.scan_blocks({1}, [&](const StoredBlock& block) {
    for (std::size_t i = 0; i < block.events.size(); ++i) {
      const Sequence sequence{block.first.value + i};
      const CommunityState& community = state.communities.at(block.events[i].community.value - 1);
      const bool reversal =
          std::holds_alternative<EventReversed>(script.commands.at(sequence.value - 1).payload);
      const bool counts = !block.events[i].postings.empty() && !reversal;
      if (!counts || community.reversed.contains(sequence.value)) continue;
      Command& command = reversals.emplace_back();
      command.header.community = community.id;
      command.header.business_date = script.today;
      command.header.idempotency_key = fmt::format("reversal-{}", sequence.value);
      command.header.actor = "tests";
      command.payload = EventReversed{sequence, Text{"all of it", {}}};
    }
    return true;
  });
  EXPECT_TRUE(read);
  std::ranges::reverse(reversals);
  return reversals;
}

TEST(AnyLog, StandsAtZeroWhenEverythingIsReversedNewestFirst) {
  for (const Script& script : some_scripts()) {
    SCOPED_TRACE(script.name);
    const auto under_test = rocksdb_under_test();
    EventStore& store = under_test->store();
    RecordedLog log(store, script.today);
    log.sequencer().record(script.commands, Grouping::each);
    std::vector<Command> reversals = reversals_of_all(script, store, log.state());
    EXPECT_GT(reversals.size(), 100U);
    const BatchResult reversed = log.sequencer().record(reversals, Grouping::atomic);
    ASSERT_FALSE(reversed.refused_index) << refusal(reversed.results.back());
    const LedgerState state = log.state();
    for (const CommunityState& community : state.communities) check_zero(community);

    for (Command& command : reversals) command.header.idempotency_key += "-again";
    for (const Result& again : log.sequencer().record(reversals, Grouping::each).results) {
      ASSERT_EQ(again.outcome, Outcome::rejected);
      EXPECT_EQ(again.rejection->code, Code::already_reversed);
    }
    EventByEvent reader;
    reader.follow(store);
    ASSERT_TRUE(reader.state() == state);
    ASSERT_FALSE(HasFailure());
  }
}

}  // namespace
}  // namespace mingzhang::test
