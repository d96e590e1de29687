#include <fmt/core.h>

#include <cstdio>
#include <map>

#include "api/json/event_json.h"
#include "ops/books.h"
#include "ops/commands/commands.h"
#include "ops/exit.h"
#include "replay/exports/journal.h"

namespace mingzhang {
namespace {

struct Options {
  std::string format;
  std::string data;
  std::string output = "-";
};

const std::map<std::string, JournalFormat> journal_formats{
    {"hledger", JournalFormat::hledger},
    {"ledger", JournalFormat::ledger},
    {"beancount", JournalFormat::beancount},
};

/// Standard output or a file; a failed write ends the command.
class Output {
 public:
  explicit Output(const std::string& path) : path_(path) {
    file_ = path == "-" ? stdout : std::fopen(path.c_str(), "w");
    if (file_ == nullptr) fail();
  }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  ~Output() {
    if (file_ != nullptr && file_ != stdout) std::fclose(file_);
  }

  void write(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), file_) != text.size()) fail();
  }
  void finish() {
    const bool closed = file_ == stdout ? std::fflush(stdout) == 0 : std::fclose(file_) == 0;
    file_ = nullptr;
    if (!closed) fail();
  }

 private:
  [[noreturn]] void fail() const {
    throw ExitError(exit_unopenable, fmt::format("无法写入 {0} / cannot write {0}", path_));
  }

  std::string path_;
  std::FILE* file_ = nullptr;
};

int run_export(const Options& options) {
  const std::unique_ptr<EventStore> store = open_to_read(options.data);
  Output output(options.output);
  const TextSink sink = [&output](std::string_view text) { output.write(text); };
  const auto journal = journal_formats.find(options.format);
  const StoreResult<void> exported = journal == journal_formats.end()
                                         ? export_jsonl(*store, sink)
                                         : export_journal(*store, journal->second, sink);
  if (!exported) throw ExitError(exit_refused, exported.error().message);
  output.finish();
  return exit_done;
}

}  // namespace

void add_export(CLI::App& app, RunCommand& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("export", "the whole journal for another program / 导出全部账目");
  command->add_option("format", options->format, "hledger, ledger, beancount or jsonl")
      ->required()
      ->check(CLI::IsMember({"hledger", "ledger", "beancount", "jsonl"}));
  add_books_directory(*command, options->data);
  command->add_option("-o", options->output, "a file, or - for standard output");
  command->callback([options, &run] { run = [options] { return run_export(*options); }; });
}

}  // namespace mingzhang
