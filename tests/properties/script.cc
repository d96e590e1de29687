#include "tests/properties/script.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "ops/generate/generator.h"
#include "tests/properties/random_books.h"

namespace mingzhang::test {
namespace {

/// Takes out of a payload what no caller writes.
struct AsAsked {
  template <class Value>
  void operator()(std::string_view, Decided<Value>& value) {
    value = {};
  }
  void operator()(std::string_view, HouseRef& house) { house.number = {}; }
  template <class Value>
  void operator()(std::string_view field, std::optional<Value>& value) {
    if (value) (*this)(field, *value);
  }
  template <class Value>
  void operator()(std::string_view field, std::vector<Value>& values) {
    for (Value& value : values) (*this)(field, value);
  }
  template <class Value>
  void operator()(std::string_view, Value&) {}
};

struct SequencesRenamed {
  const std::vector<Sequence>& sequences;

  void operator()(std::string_view, Sequence& sequence) {
    sequence = sequences.at(sequence.value - 1);
  }
  template <class Value>
  void operator()(std::string_view, Value&) {}
};

Command asked_for(const Event& event, const std::string& community) {
  Command command;
  command.header.community = community;
  command.header.business_date = event.header.business_date;
  command.header.idempotency_key = event.header.idempotency_key;
  command.header.actor = event.header.actor;
  command.payload = event.payload;
  AsAsked visitor;
  std::visit([&visitor](auto& payload) { payload.fields(payload, visitor); }, command.payload);
  return command;
}

/// What no rule looks at.
void decorate(CommandHeader& header, std::mt19937_64& random) {
  if (below(random, 4) == 0) header.memo = Text{fmt::format("备注 {}", below(random, 9)), {}};
  if (below(random, 4) == 0) {
    for (auto& byte : header.document.emplace().bytes) byte = static_cast<std::uint8_t>(random());
  }
  if (below(random, 4) == 0) header.occurred_on = Day{header.business_date.since_1970 - 3};
}

/// One community and how far it has been dealt out.
struct Stack {
  std::vector<Command> commands;
  std::vector<Sequence> given;  ///< by place in `commands`
};

}  // namespace

void rename_sequences(Command& command, const std::vector<Sequence>& sequences) {
  SequencesRenamed visitor{sequences};
  std::visit([&visitor](auto& payload) { payload.fields(payload, visitor); }, command.payload);
}

Script random_script(std::uint64_t seed, int tries) {
  Script script{fmt::format("random books {}", seed), *parse_day("2026-06-30"), {}};
  std::mt19937_64 random(seed);
  std::vector<Stack> stacks(3);
  std::size_t left = 0;
  for (std::size_t number = 0; number < stacks.size(); ++number) {
    RandomBooks books(seed * stacks.size() + number);
    books.grow(tries);
    for (const RecordedEvent& recorded : books.table.events()) {
      stacks[number].commands.push_back(asked_for(recorded.event, fmt::format("c{}", number + 1)));
    }
    left += stacks[number].commands.size();
  }
  for (; left > 0; --left) {
    Stack* stack = &stacks[below(random, stacks.size())];
    while (stack->given.size() == stack->commands.size()) {
      stack = &stacks[below(random, stacks.size())];
    }
    Command& command = script.commands.emplace_back(stack->commands[stack->given.size()]);
    rename_sequences(command, stack->given);
    decorate(command.header, random);
    stack->given.push_back({script.commands.size()});
  }
  return script;
}

Script generated_script(std::uint64_t seed) {
  GeneratorOptions options;
  options.communities = 2;
  options.houses = 12;
  options.months = 7;
  options.seed = seed;
  Script script{fmt::format("generated {}", seed), options.last_day, {}};
  Generator generator(options);
  for (std::vector<Command> batch; generator.next(batch);) {
    std::ranges::move(batch, std::back_inserter(script.commands));
  }
  return script;
}

std::vector<Script> some_scripts() {
  std::vector<Script> scripts;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    scripts.push_back(random_script(seed, 800));
    if (seed % 2 == 0) scripts.push_back(generated_script(seed));
  }
  return scripts;
}

}  // namespace mingzhang::test
