#include <fmt/core.h>

#include <fstream>
#include <iterator>
#include <tuple>

#include "api/imports/formats.h"
#include "api/json/owner_json.h"
#include "ledger/codec/event_codec.h"
#include "ops/books.h"
#include "ops/commands/commands.h"
#include "ops/exit.h"
#include "ops/surroundings.h"

namespace mingzhang {
namespace {

struct Options {
  std::string format;
  std::string file;
  std::string community;
  std::string data;
  std::string actor = "local";
  std::string date;
  bool dry_run = false;
};

std::string read_file(const std::string& path) {
  std::ifstream file = open_file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

ImportPlan make_plan(const Options& options, const EventStore& store,
                     const CommunityState& community) {
  const std::string bytes = read_file(options.file);
  ImportOptions how;
  how.actor = options.actor;
  how.today = day_in_shanghai(wall_clock());
  how.business_date = options.date.empty() ? how.today : *parse_day(options.date);
  how.document = commit_text("", bytes);  // SHA-256 of the file
  FileResult<ImportPlan> plan =
      plan_import(*find_import_format(options.format), bytes, import_books(store, community), how);
  if (!plan) {
    const FileFault& fault = plan.error();
    throw ExitError(exit_refused, fmt::format("{}{}: {} / {}", options.file,
                                              fault.line == 0 ? "" : fmt::format(":{}", fault.line),
                                              fault.says.zh, fault.says.en));
  }
  return std::move(*plan);
}

const CommunityState& find_community(const LedgerState& state, const std::string& id) {
  const CommunityState& community = state.find(id);
  if (community.id.empty()) {
    throw ExitError(exit_refused, sentence(reject(Code::unknown_community, "community", id)));
  }
  return community;
}

/// All rows or none: one atomic batch, then the directory beside the log.
void record_plan(ImportPlan plan, WritableBooks& books, const std::string& community) {
  std::vector<Command> commands;
  commands.reserve(plan.commands.size());
  for (PlannedCommand& planned : plan.commands) commands.push_back(std::move(planned.command));
  const BatchResult result = books.sequencer().record(std::move(commands), Grouping::atomic);
  if (result.refused_index) {
    const PlannedRow& row = plan.rows.at(plan.commands.at(*result.refused_index).row);
    throw ExitError(exit_refused,
                    fmt::format("line {}: {}", row.line,
                                sentence(*result.results.at(*result.refused_index).rejection)));
  }
  const LedgerState state = books.sequencer().state_copy();
  const CommunityState& now = state.find(community);
  std::vector<std::tuple<CommunityNumber, HouseNumber, std::string>> owners;
  for (const OwnerEntry& owner : plan.owners) {
    owners.emplace_back(now.number, now.house_number(owner.house),
                        encode_owner({owner.name, owner.phone, owner.from}));
  }
  const StoreResult<void> put = books.store().put_owners(owners);
  if (!put) throw ExitError(exit_unopenable, put.error().message);
}

int dry_run(const Options& options) {
  const std::unique_ptr<EventStore> store = open_to_read(options.data);
  const LedgerState state = read_state(*store, options.data);
  const ImportPlan plan = make_plan(options, *store, find_community(state, options.community));
  fmt::print("{}", render_plan(plan));
  return plan.can_record() ? exit_done : exit_refused;
}

int import(const Options& options) {
  if (!options.date.empty() && !parse_day(options.date)) {
    throw ExitError(exit_usage, "--date 应如 2026-03-31 / --date is written like 2026-03-31");
  }
  if (options.dry_run) return dry_run(options);
  open_to_read(options.data);  // what has no community yet is not begun here
  WritableBooks books({options.data}, real_surroundings());
  const LedgerState state = books.sequencer().state_copy();
  ImportPlan plan = make_plan(options, books.store(), find_community(state, options.community));
  if (!plan.can_record()) {
    fmt::print("{}", render_plan(plan));
    fmt::print(stderr,
               "整批未记：请改正上列各行后重新导入 / nothing was recorded: correct the rows "
               "above and import again\n");
    return exit_refused;
  }
  const std::string done = render_plan(plan, true);
  record_plan(std::move(plan), books, options.community);
  fmt::print("{}", done);
  books.leave_snapshot();
  return exit_done;
}

}  // namespace

void add_import(CLI::App& app, RunCommand& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("import", "take over a file that another system exported / 导入文件");
  std::vector<std::string> formats;
  for (const ImportFormat& format : import_formats()) formats.emplace_back(format.name);
  command->add_option("format", options->format, "what the file is")
      ->required()
      ->check(CLI::IsMember(formats));
  command->add_option("file", options->file, "a .csv or .xlsx file")->required();
  command->add_option("--community", options->community, "小区编号")->required();
  add_books_directory(*command, options->data);
  command->add_option("--actor", options->actor, "who imports / 导入人");
  command->add_option("--date", options->date,
                      "business date of what has none in the file (today) / 发生日");
  command->add_flag("--dry-run", options->dry_run, "show each row's verdict, record nothing");
  command->callback([options, &run] { run = [options] { return import(*options); }; });
}

}  // namespace mingzhang
