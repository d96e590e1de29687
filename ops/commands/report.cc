#include <fmt/core.h>

#include "api/reports/report.h"
#include "api/tables/xlsx.h"
#include "ops/books.h"
#include "ops/commands/commands.h"
#include "ops/commands/output.h"
#include "ops/exit.h"
#include "replay/text/render.h"

namespace mingzhang {
namespace {

struct Options {
  std::string report;
  std::string community;
  std::string period;
  std::string through;
  std::string house;
  std::string as_of;
  std::string recorded_by;
  std::string format = "text";
  std::string output;
  std::string data;
};

/// Reads an option's value; wrong usage when it is there and malformed.
template <class Value>
std::optional<Value> read_option(const std::string& name, const std::string& text,
                                 std::optional<Value> (*parse)(std::string_view),
                                 const std::string& example) {
  if (text.empty()) return std::nullopt;
  const std::optional<Value> value = parse(text);
  if (!value) {
    throw ExitError(exit_usage,
                    fmt::format("--{0} 应如 {1} / --{0} is written like {1}", name, example));
  }
  return value;
}

std::optional<PeriodRange> range_of(const Options& options) {
  const auto first = read_option("period", options.period, parse_period, "2026-03");
  const auto through = read_option("through", options.through, parse_period, "2026-06");
  if (through && !first) {
    throw ExitError(exit_usage, "--through 需要 --period / --through needs --period");
  }
  if (!first) return std::nullopt;
  if (through && *through < *first) {
    throw ExitError(exit_usage,
                    "--through 不能早于 --period / --through cannot be before --period");
  }
  return PeriodRange{*first, through.value_or(*first)};
}

Books books_of(const Options& options, const Report& report, const EventStore& store) {
  const CommunityNumber community = value_or_exit(find_community(store, options.community));
  if (!community) {
    throw ExitError(exit_refused,
                    sentence(reject(Code::unknown_community, "community", options.community)));
  }
  AsOf question;
  question.as_of = read_option("as-of", options.as_of, parse_day, "2026-03-31");
  if (report.range == RangeUse::end_only && !question.as_of) {
    question.as_of = days_of(range_of(options)).to;
  }
  question.recorded_by =
      read_option("recorded-by", options.recorded_by, parse_instant, "2026-03-31T18:00:00+08:00");
  Books books = value_or_exit(load_books(store, community, question));
  if (books.registry().id.empty()) {  // not yet, at that recording time
    throw ExitError(exit_refused,
                    sentence(reject(Code::unknown_community, "community", options.community)));
  }
  return books;
}

ReportQuestion question_of(const Options& options, const Books& books) {
  ReportQuestion question;
  question.by_building = true;
  question.range = range_of(options);
  if (options.house.empty()) return question;
  question.house = books.registry().house_number(options.house);
  if (!question.house) {
    throw ExitError(exit_refused, sentence(reject(Code::unknown_house, "house", options.house)));
  }
  question.days = days_of(question.range);
  return question;
}

const Report& report_of(const Options& options) {
  if (!options.house.empty() && options.report != "statement") {
    throw ExitError(exit_usage, "--house 只用于 statement / --house goes with statement only");
  }
  if (!options.house.empty()) return house_statement_report();
  const Report& report = *find_report(options.report);
  if (report.range == RangeUse::required && options.period.empty()) {
    throw ExitError(exit_usage,
                    fmt::format("{0} 需要 --period / {0} needs --period", options.report));
  }
  return report;
}

void write_text(const std::string& text, const std::string& path) {
  Output output(path);
  output.write(text);
  output.finish();
}

int run_report(const Options& options) {
  if (options.format == "xlsx" && options.output.empty()) {
    throw ExitError(exit_usage, "xlsx 需要 -o 文件名 / xlsx needs -o FILE");
  }
  check_outside(options.output, options.data);
  const Report& report = report_of(options);
  const std::unique_ptr<EventStore> store = open_to_read(options.data);
  const Books books = books_of(options, report, *store);
  const ReportQuestion question = question_of(options, books);
  const EventLookup lookup = lookup_in(*store);
  if (options.format == "json") {
    write_text(value_or_exit(report.json(books, question, lookup)) + "\n", options.output);
    return exit_done;
  }
  const ReportTables tables = value_or_exit(report.tables(books, question, lookup));
  if (options.format == "xlsx") {
    if (!write_xlsx(tables, options.output)) {
      throw ExitError(exit_unopenable,
                      fmt::format("无法写入 {0} / cannot write {0}", options.output));
    }
    return exit_done;
  }
  if (options.format == "text") {
    write_text(render_text(tables), options.output);
    return exit_done;
  }
  // Spreadsheet programs take a file of UTF-8 for GB18030 unless a byte order mark says otherwise.
  const std::string mark = options.output.empty() ? "" : "\xEF\xBB\xBF";
  write_text(mark + render_csv(tables), options.output);
  return exit_done;
}

}  // namespace

void add_report(CLI::App& app, RunCommand& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("report", "the same answers as the API / 报表");
  std::vector<std::string> names;
  for (const Report& report : community_reports()) names.emplace_back(report.name);
  command->add_option("report", options->report, "which report / 报表")
      ->required()
      ->check(CLI::IsMember(names));
  command->add_option("--community", options->community, "小区编号")->required();
  add_books_directory(*command, options->data);
  command->add_option("--period", options->period, "2026-03");
  command->add_option("--through", options->through, "2026-06 (the period itself)");
  command->add_option("--house", options->house, "1-2-301, of a statement");
  command->add_option("--as-of", options->as_of, "business date / 截至发生日");
  command->add_option("--recorded-by", options->recorded_by,
                      "recording time, 2026-03-31T18:00:00+08:00 / 截至记账时间");
  command->add_option("--format", options->format)
      ->check(CLI::IsMember({"json", "text", "csv", "xlsx"}))
      ->capture_default_str();
  command->add_option("-o", options->output, "a file instead of standard output, which is -");
  command->callback([options, &run] {
    if (options->output == "-") options->output.clear();
    run = [options] { return run_report(*options); };
  });
}

}  // namespace mingzhang
