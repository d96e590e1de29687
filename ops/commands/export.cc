#include <map>

#include "api/json/event_json.h"
#include "ops/books.h"
#include "ops/commands/commands.h"
#include "ops/commands/output.h"
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

int run_export(const Options& options) {
  check_outside(options.output, options.data);
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
