#include <fmt/core.h>

#include <deque>
#include <fstream>
#include <future>
#include <iostream>

#include "api/json/command_json.h"
#include "ops/books.h"
#include "ops/commands/commands.h"
#include "ops/exit.h"
#include "ops/progress.h"
#include "ops/surroundings.h"

namespace mingzhang {
namespace {

constexpr std::size_t lines_per_batch = 1024;
constexpr std::size_t batches_in_flight = 4;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

struct Options {
  std::string file;
  std::string data;
  std::string actor = "local";
  bool atomic = false;
};

/// Commands read from the file, with the line that each came from.
struct Batch {
  std::vector<Command> commands;
  std::vector<std::size_t> lines;
};

struct Counts {
  std::uint64_t recorded = 0;
  std::uint64_t repeated = 0;
  std::uint64_t refused = 0;
  bool log_is_down = false;

  std::uint64_t sum() const { return recorded + repeated + refused; }
};

class Recording {
 public:
  Recording(const Options& options, std::istream& input, Sequencer& sequencer)
      : options_(options), input_(input), sequencer_(sequencer), reader_(options.actor) {}

  Counts run() {
    const std::size_t most =
        options_.atomic ? std::numeric_limits<std::size_t>::max() : lines_per_batch;
    for (Batch batch = read(most); !batch.commands.empty(); batch = read(most)) {
      if (options_.atomic && counts_.refused != 0) break;  // a line that does not even parse
      if (counts_.log_is_down) break;
      send(std::move(batch));
      if (running_.size() == batches_in_flight) collect();
    }
    while (!running_.empty()) collect();
    return counts_;
  }

 private:
  struct Running {
    std::future<BatchResult> result;
    std::vector<std::size_t> lines;
  };

  /// Up to `most` lines that parse; those that do not are reported at once.
  Batch read(std::size_t most) {
    Batch batch;
    std::string line;
    while (batch.commands.size() < most && std::getline(input_, line)) {
      if (++line_ == 1 && line.starts_with(byte_order_mark)) {
        line.erase(0, byte_order_mark.size());
      }
      if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
      ParsedCommand command = reader_.read(line);
      if (!command) {
        report(line_, command.error());
        continue;
      }
      batch.commands.push_back(std::move(*command));
      batch.lines.push_back(line_);
    }
    return batch;
  }

  void send(Batch batch) {
    const Grouping grouping = options_.atomic ? Grouping::atomic : Grouping::each;
    running_.push_back(
        {sequencer_.start(std::move(batch.commands), grouping), std::move(batch.lines)});
  }

  void collect() {
    Running front = std::move(running_.front());
    running_.pop_front();
    const BatchResult batch = front.result.get();
    if (batch.refused_index) {
      report(front.lines[*batch.refused_index], *batch.results[*batch.refused_index].rejection);
      return;
    }
    for (std::size_t i = 0; i < batch.results.size(); ++i) {
      const Result& result = batch.results[i];
      if (result.outcome == Outcome::recorded) ++counts_.recorded;
      if (result.outcome == Outcome::duplicate) ++counts_.repeated;
      if (result.outcome == Outcome::rejected) report(front.lines[i], *result.rejection);
    }
    progress_.at(counts_.sum());
  }

  void report(std::size_t line, const Rejection& rejection) {
    ++counts_.refused;
    if (rejection.code == Code::store_unavailable) counts_.log_is_down = true;
    fmt::print(stderr, "line {}: {}: {}\n", line, code_name(rejection.code), sentence(rejection));
  }

  const Options& options_;
  std::istream& input_;
  Sequencer& sequencer_;
  CommandReader reader_;
  std::size_t line_ = 0;
  Counts counts_;
  Progress progress_;
  std::deque<Running> running_;
};

int record(const Options& options) {
  std::ifstream file;
  if (options.file != "-") file = open_file(options.file);
  check_new_books(options.data);
  WritableBooks books({options.data}, real_surroundings());
  const Counts counts =
      Recording(options, options.file == "-" ? std::cin : file, books.sequencer()).run();
  if (!counts.log_is_down) books.leave_snapshot();
  fmt::print("recorded {}, repeated {}, refused {} / 已记 {}，重复 {}，拒绝 {}\n", counts.recorded,
             counts.repeated, counts.refused, counts.recorded, counts.repeated, counts.refused);
  if (options.atomic && counts.refused != 0) {
    fmt::print("nothing was recorded / 整批未记\n");
  }
  if (counts.log_is_down) return exit_unopenable;
  return counts.refused == 0 ? exit_done : exit_refused;
}

}  // namespace

void add_record(CLI::App& app, RunCommand& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("record", "record events, one JSON object a line / 逐行记录事项");
  command->add_option("file", options->file, "a .jsonl file, or - for standard input")->required();
  add_books_directory(*command, options->data);
  command->add_option("--actor", options->actor, "who records / 记账人");
  command->add_flag("--atomic", options->atomic, "all lines or none / 全部或全不");
  command->callback([options, &run] { run = [options] { return record(*options); }; });
}

}  // namespace mingzhang
