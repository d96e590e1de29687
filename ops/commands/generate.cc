#include <fmt/core.h>

#include <deque>
#include <fstream>
#include <future>
#include <iostream>

#include "api/json/event_json.h"
#include "ops/books.h"
#include "ops/commands/commands.h"
#include "ops/exit.h"
#include "ops/generate/generator.h"
#include "ops/progress.h"
#include "ops/surroundings.h"

namespace mingzhang {
namespace {

struct Options {
  GeneratorOptions generator;
  std::string output;
  std::string data;
};

std::uint64_t generate_lines(Generator& generator, std::ostream& output) {
  std::uint64_t events = 0;
  Progress progress;
  std::vector<Command> batch;
  while (generator.next(batch)) {
    for (const Command& command : batch) output << render_command(command) << '\n';
    events += batch.size();
    progress.at(events);
  }
  return events;
}

std::uint64_t generate_into(Generator& generator, const std::string& directory) {
  WritableBooks books({directory}, real_surroundings());
  if (books.store().head().next != Sequence{1}) {
    throw ExitError(exit_refused,
                    fmt::format("目录 {0} 已有账本；请换一个空目录 / {0} holds books already; "
                                "generate into an empty directory",
                                directory));
  }
  constexpr std::size_t batches_in_flight = 4;
  std::uint64_t events = 0;
  Progress progress;
  std::deque<std::future<BatchResult>> running;
  const auto collect = [&] {
    const BatchResult result = running.front().get();
    running.pop_front();
    for (const Result& one : result.results) {
      if (one.rejection) throw ExitError(exit_refused, sentence(*one.rejection));
    }
    events += result.results.size();
    progress.at(events);
  };
  std::vector<Command> batch;
  while (generator.next(batch)) {
    running.push_back(books.sequencer().start(std::move(batch), Grouping::each));
    if (running.size() == batches_in_flight) collect();
    batch.clear();
  }
  while (!running.empty()) collect();
  books.leave_snapshot();
  return events;
}

int generate(const Options& options) {
  Generator generator(options.generator);
  const double start = steady_seconds();
  std::uint64_t events = 0;
  if (!options.data.empty()) {
    events = generate_into(generator, options.data);
  } else if (!options.output.empty() && options.output != "-") {
    std::ofstream file(options.output);
    events = generate_lines(generator, file);
    file.close();
    if (!file) throw ExitError(exit_unopenable, "无法写入 / cannot write " + options.output);
  } else {
    events = generate_lines(generator, std::cout);
  }
  const double seconds = steady_seconds() - start;
  fmt::print(stderr, "{} events in {:.3f} s ({:.0f} events/s)\n", events, seconds,
             static_cast<double>(events) / seconds);
  return exit_done;
}

}  // namespace

void add_generate(CLI::App& app, RunCommand& run) {
  auto options = std::make_shared<Options>();
  GeneratorOptions& generator = options->generator;
  CLI::App* command =
      app.add_subcommand("generate", "realistic synthetic years of events / 生成仿真的事项");
  command->add_option("--communities", generator.communities)->check(CLI::Range(1, 1'000'000));
  command->add_option("--houses", generator.houses, "in each community / 每个小区的房屋数")
      ->check(CLI::Range(1, 1'000'000));
  command->add_option("--months", generator.months)->check(CLI::Range(1, 1'200));
  command->add_option("--seed", generator.seed, "the same seed gives the same events");
  CLI::Option* output = command->add_option("-o", options->output, "a .jsonl file, or -");
  command->add_option("--data", options->data, "an empty directory / 空的账本目录")
      ->excludes(output);
  command->callback([options, &run] { run = [options] { return generate(*options); }; });
}

}  // namespace mingzhang
