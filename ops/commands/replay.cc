#include <fmt/core.h>

#include <boost/json.hpp>

#include "ops/books.h"
#include "ops/commands/commands.h"
#include "ops/exit.h"
#include "ops/surroundings.h"
#include "replay/engine/rebuild.h"

namespace mingzhang {
namespace {

struct Options {
  std::string data;
  std::uint32_t threads = default_threads();
  bool json = false;
};

/// None when there is no snapshot to compare with.
std::optional<bool> matches_snapshot(const EventStore& store, const std::string& directory,
                                     const LedgerState& rebuilt) {
  std::optional<LedgerState> snapshot = of_these_books(newest_snapshot(directory), store);
  if (!snapshot) return std::nullopt;
  return value_or_exit(catch_up(store, std::move(*snapshot)), exit_refused) == rebuilt;
}

void print_json(const Options& options, const ReplayFigures& figures, double seconds,
                double scan_seconds, std::optional<bool> matches) {
  boost::json::object out;
  out["events"] = figures.events;
  out["postings"] = figures.postings;
  out["seconds"] = seconds;
  out["events_per_second"] = static_cast<double>(figures.events) / seconds;
  out["postings_per_second"] = static_cast<double>(figures.postings) / seconds;
  out["bytes"] = figures.bytes;
  out["bytes_per_second"] = static_cast<double>(figures.bytes) / seconds;
  out["threads"] = options.threads;
  out["scan_seconds"] = scan_seconds;
  out["matches_snapshot"] = matches ? boost::json::value(*matches) : boost::json::value(nullptr);
  fmt::print("{}\n", boost::json::serialize(out));
}

void print_text(const Options& options, const ReplayFigures& figures, double seconds,
                double scan_seconds, std::optional<bool> matches) {
  fmt::print("events    {}\npostings  {}\nbytes     {}\nthreads   {}\n", figures.events,
             figures.postings, figures.bytes, options.threads);
  fmt::print("seconds   {:.3f}  ({:.0f} events/s, {:.0f} postings/s, {:.1f} MB/s)\n", seconds,
             static_cast<double>(figures.events) / seconds,
             static_cast<double>(figures.postings) / seconds,
             static_cast<double>(figures.bytes) / seconds / 1e6);
  fmt::print("bare scan {:.3f} s\n", scan_seconds);
  fmt::print("snapshot  {}\n", !matches   ? "none / 没有快照"
                               : *matches ? "matches / 一致"
                                          : "DIFFERS / 不一致");
}

int replay(const Options& options) {
  const std::unique_ptr<EventStore> store = open_to_read(options.data);
  // The scan comes last: it would bring into memory what the replay has to read from the disk.
  const double start = steady_seconds();
  const Rebuilt rebuilt = value_or_exit(rebuild(*store, options.threads), exit_refused);
  const double scan_start = steady_seconds();
  value_or_exit(bare_scan(*store, options.threads), exit_refused);
  const double end = steady_seconds();
  const std::optional<bool> matches = matches_snapshot(*store, options.data, rebuilt.state);
  const auto print = options.json ? print_json : print_text;
  print(options, rebuilt.figures, scan_start - start, end - scan_start, matches);
  return matches.value_or(true) ? exit_done : exit_refused;
}

}  // namespace

void add_replay(CLI::App& app, RunCommand& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "replay",
      "rebuild all state from the postings and compare it with the snapshot (verify proves the "
      "events) / 从分录重算，与快照比对；逐笔核验用 verify");
  add_books_directory(*command, options->data);
  command->add_option("--threads", options->threads, "threads / 线程数")
      ->check(CLI::Range(1U, 256U));
  command->add_flag("--json", options->json, "one JSON object on standard output");
  command->callback([options, &run] { run = [options] { return replay(*options); }; });
}

}  // namespace mingzhang
