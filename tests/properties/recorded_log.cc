#include "tests/properties/recorded_log.h"

#include <gtest/gtest.h>

#include <future>

namespace mingzhang::test {
namespace {

Surroundings standing_still(Day today) {
  const Instant noon{(std::int64_t{today.since_1970} * 24 + 4) * 3'600'000'000};  // in Shanghai
  return {[noon] { return noon; }, [] { return std::string(16, 's'); }, {}};
}

}  // namespace

std::string refusal(const Result& result) {
  return result.rejection ? sentence(*result.rejection) : "";
}

RecordedLog::RecordedLog(EventStore& store, Day today, LedgerState state)
    : store_(store), sequencer_(store, std::move(state), standing_still(today)) {}

std::vector<BatchResult> RecordedLog::ask(std::vector<Request> requests) {
  // The sequencer is held in the answer to an empty request until all of them wait.
  std::promise<void> held;
  std::promise<void> released;
  sequencer_.submit({}, Grouping::each, [&](const BatchResult&) {
    held.set_value();
    released.get_future().wait();
  });
  held.get_future().wait();
  std::vector<std::promise<BatchResult>> answers(requests.size());
  for (std::size_t i = 0; i < requests.size(); ++i) {
    sequencer_.submit(
        std::move(requests[i].commands), requests[i].grouping,
        [&answer = answers[i]](BatchResult result) { answer.set_value(std::move(result)); });
  }
  released.set_value();
  std::vector<BatchResult> results;
  results.reserve(answers.size());
  for (std::promise<BatchResult>& answer : answers) results.push_back(answer.get_future().get());
  return results;
}

Result RecordedLog::ask(Command command) {
  std::vector<Command> commands;
  commands.push_back(std::move(command));
  return sequencer_.record(std::move(commands), Grouping::each).results.at(0);
}

RecordedOnce::RecordedOnce(const Script& script) {
  const std::unique_ptr<EventStore> store = make_memory_store();
  RecordedLog log(*store, script.today);
  results = log.sequencer().record(script.commands, Grouping::each).results;
  state = log.state();
  for (std::size_t i = 0; i < results.size(); ++i) {
    const Result& result = results[i];
    EXPECT_EQ(result.outcome, Outcome::recorded)
        << script.name << ", command " << i << ": " << refusal(result);
    EXPECT_EQ(result.sequence.value, i + 1);
  }
}

}  // namespace mingzhang::test
