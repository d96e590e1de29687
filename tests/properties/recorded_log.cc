#include "tests/properties/recorded_log.h"

#include <gtest/gtest.h>

#include <future>

namespace mingzhang::test {
namespace {

Surroundings standing_still(Day today, Gate& gate) {
  const Instant noon{(std::int64_t{today.since_1970} * 24 + 4) * 3'600'000'000};  // in Shanghai
  return {[noon, &gate] {
            gate.pass();
            return noon;
          },
          [] { return std::string(16, 's'); },
          {}};
}

}  // namespace

void Gate::close() {
  const std::lock_guard lock(mutex_);
  is_closed_ = true;
  has_arrived_ = false;
}

void Gate::open() {
  const std::lock_guard lock(mutex_);
  is_closed_ = false;
  changed_.notify_all();
}

void Gate::pass() {
  note_arrival();
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !is_closed_; });
}

void Gate::note_arrival() {
  const std::lock_guard lock(mutex_);
  has_arrived_ = true;
  changed_.notify_all();
}

void Gate::await_arrival() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return has_arrived_; });
}

std::string refusal(const Result& result) {
  return result.rejection ? sentence(*result.rejection) : "";
}

RecordedLog::RecordedLog(EventStore& store, Day today, LedgerState state)
    : store_(store), sequencer_(store, std::move(state), standing_still(today, gate_)) {}

std::vector<BatchResult> RecordedLog::ask(std::vector<Request> requests) {
  // The deciding thread is held where it begins a block for an empty request, until all wait. A
  // sequencer that cannot begin one answers that request instead.
  gate_.close();
  EXPECT_TRUE(
      sequencer_.submit({}, Grouping::each, [this](const BatchResult&) { gate_.note_arrival(); }));
  gate_.await_arrival();
  std::vector<std::promise<BatchResult>> answers(requests.size());
  for (std::size_t i = 0; i < requests.size(); ++i) {
    EXPECT_TRUE(sequencer_.submit(
        std::move(requests[i].commands), requests[i].grouping,
        [&answer = answers[i]](BatchResult result) { answer.set_value(std::move(result)); }));
  }
  gate_.open();
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
