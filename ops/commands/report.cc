#include <fmt/core.h>

#include <map>

#include "api/routes/service.h"
#include "api/tables/xlsx.h"
#include "ops/books.h"
#include "ops/commands/commands.h"
#include "ops/exit.h"
#include "ops/surroundings.h"
#include "replay/books.h"
#include "replay/event_lookup.h"
#include "replay/tables/report_tables.h"
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

template <class Value>
Value need(StoreResult<Value> result) {
  if (!result) throw ExitError(exit_unopenable, result.error().message);
  return std::move(*result);
}

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
  if (!first) return std::nullopt;
  if (through && *through < *first) {
    throw ExitError(exit_usage,
                    "--through 不能早于 --period / --through cannot be before --period");
  }
  return PeriodRange{*first, through.value_or(*first)};
}

PeriodRange needed_range(const Options& options) {
  const std::optional<PeriodRange> range = range_of(options);
  if (!range) {
    throw ExitError(exit_usage,
                    fmt::format("{0} 需要 --period / {0} needs --period", options.report));
  }
  return *range;
}

Books books_of(const Options& options, const EventStore& store) {
  const CommunityNumber community = need(find_community(store, options.community));
  if (!community) {
    throw ExitError(exit_refused,
                    sentence(reject(Code::unknown_community, "community", options.community)));
  }
  AsOf question;
  question.as_of = read_option("as-of", options.as_of, parse_day, "2026-03-31");
  question.recorded_by =
      read_option("recorded-by", options.recorded_by, parse_instant, "2026-03-31T18:00:00+08:00");
  return need(load_books(store, community, question));
}

ReportTables statement_tables(const Options& options, const Books& books,
                              const EventLookup& lookup) {
  if (options.house.empty()) {
    return to_tables(need(community_statement(books, needed_range(options), lookup)), books);
  }
  const auto house = books.state.house_numbers.find(options.house);
  if (house == books.state.house_numbers.end()) {
    throw ExitError(exit_refused, sentence(reject(Code::unknown_house, "house", options.house)));
  }
  return to_tables(need(house_statement(books, house->second, days_of(range_of(options)), lookup)));
}

using MakeTables = ReportTables (*)(const Options&, const Books&, const EventLookup&);

// clang-format off
const std::map<std::string, MakeTables> reports{
    {"trial-balance", [](const Options& o, const Books& b, const EventLookup&) {
       return to_tables(trial_balance(b, range_of(o))); }},
    {"collection-rate", [](const Options& o, const Books& b, const EventLookup&) {
       return to_tables(collection_rate(b, needed_range(o))); }},
    {"shortfall", [](const Options& o, const Books& b, const EventLookup&) {
       return to_tables(shortfall_report(b, needed_range(o))); }},
    {"arrears", [](const Options&, const Books& b, const EventLookup&) {
       return to_tables(arrears_report(b)); }},
    {"statement", statement_tables},
    {"notice", [](const Options& o, const Books& b, const EventLookup& lookup) {
       return to_tables(need(notice(b, needed_range(o), lookup))); }},
    {"common-revenue", [](const Options& o, const Books& b, const EventLookup& lookup) {
       return to_tables(need(common_revenue_report(b, range_of(o), lookup))); }},
    {"fund", [](const Options&, const Books& b, const EventLookup&) {
       return to_tables(fund_report(b)); }},
    {"subsidies", [](const Options&, const Books& b, const EventLookup&) {
       return to_tables(subsidy_report(b)); }},
    {"consents", [](const Options&, const Books& b, const EventLookup&) {
       return to_tables(consents(b), head_of(b)); }},
};
// clang-format on

/// The API's own answer: the same route, without a socket.
int print_json(const Options& options, EventStore& store) {
  Sequencer sequencer(store, LedgerState{}, real_surroundings());  // reads only: nothing is sent
  Catalogue catalogue(store, read_state(store, options.data));
  Probe probe;
  Service service({.store = store,
                   .sequencer = sequencer,
                   .catalogue = catalogue,
                   .probe = probe,
                   .metrics_text = {}});
  Request request;
  request.method = "GET";
  request.path = {"v1", "communities", options.community};
  if (!options.house.empty()) {
    request.path.insert(request.path.end(), {"houses", options.house});
  }
  request.path.push_back(options.report);
  const auto add = [&request](const char* name, const std::string& value) {
    if (!value.empty()) request.query.emplace_back(name, value);
  };
  if (options.house.empty()) {
    add("period", options.period);
    add("through", options.through);
  } else if (const std::optional<PeriodRange> range = range_of(options)) {
    add("from", to_string(range->first_day()));
    add("to", to_string(range->last_day()));
  }
  add("as_of", options.as_of);
  add("recorded_by", options.recorded_by);
  Response response;
  service.handle(request, [&response](Response answer) { response = std::move(answer); });
  fmt::print("{}\n", response.body);
  return response.status == 200 ? exit_done : exit_refused;
}

int report(const Options& options) {
  const std::unique_ptr<EventStore> store = open_to_read(options.data);
  if (options.format == "json") return print_json(options, *store);
  const Books books = books_of(options, *store);
  const ReportTables tables = reports.at(options.report)(options, books, lookup_in(*store));
  if (options.format == "xlsx") {
    if (options.output.empty()) {
      throw ExitError(exit_usage, "xlsx 需要 -o 文件名 / xlsx needs -o FILE");
    }
    if (!write_xlsx(tables, options.output)) {
      throw ExitError(exit_unopenable,
                      fmt::format("无法写入 {0} / cannot write {0}", options.output));
    }
    return exit_done;
  }
  fmt::print("{}", options.format == "csv" ? render_csv(tables) : render_text(tables));
  return exit_done;
}

}  // namespace

void add_report(CLI::App& app, RunCommand& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("report", "the same answers as the API / 报表");
  std::vector<std::string> names;
  for (const auto& [name, make] : reports) names.push_back(name);
  command->add_option("report", options->report, "which report / 报表")
      ->required()
      ->check(CLI::IsMember(names));
  command->add_option("--community", options->community, "小区编号")->required();
  command->add_option("--data", options->data, "the books' directory / 账本目录")->required();
  command->add_option("--period", options->period, "2026-03");
  command->add_option("--through", options->through, "2026-06 (the period itself)");
  command->add_option("--house", options->house, "1-2-301, of a statement");
  command->add_option("--as-of", options->as_of, "business date / 截至发生日");
  command->add_option("--recorded-by", options->recorded_by, "recording time / 截至记账时间");
  command->add_option("--format", options->format)
      ->check(CLI::IsMember({"json", "text", "csv", "xlsx"}))
      ->capture_default_str();
  command->add_option("-o", options->output, "the file of an xlsx");
  command->callback([options, &run] { run = [options] { return report(*options); }; });
}

}  // namespace mingzhang
