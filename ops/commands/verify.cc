#include "replay/engine/verify.h"

#include <fmt/core.h>

#include <boost/json.hpp>

#include "ops/books.h"
#include "ops/commands/commands.h"
#include "ops/exit.h"
#include "ops/progress.h"
#include "ops/surroundings.h"

namespace mingzhang {
namespace {

struct Options {
  std::string data;
  std::uint32_t threads = default_threads();
  bool json = false;
};

void print_json(const Verification& verification, double seconds) {
  boost::json::array problems;
  for (const VerifyProblem& problem : verification.problems) {
    problems.push_back(
        {{"sequence", problem.sequence.value}, {"what", problem.what}, {"where", problem.where}});
  }
  boost::json::object out;
  out["ok"] = verification.ok();
  out["events"] = verification.events;
  out["postings"] = verification.postings;
  out["seconds"] = seconds;
  out["bytes"] = verification.bytes;
  out["snapshot_checked"] = verification.snapshot_checked;
  out["problems"] = std::move(problems);
  fmt::print("{}\n", boost::json::serialize(out));
}

void print_text(const Verification& verification, double seconds) {
  for (const VerifyProblem& problem : verification.problems) {
    fmt::print("{}: {} ({})\n",
               problem.sequence ? fmt::format("event {}", problem.sequence.value) : "books",
               problem.what, problem.where);
  }
  fmt::print("{}: {} events, {} postings, {} bytes, {:.3f} s{}\n",
             verification.ok() ? "ok / 核验无误" : "NOT OK / 核验有误", verification.events,
             verification.postings, verification.bytes, seconds,
             verification.snapshot_checked ? ", snapshot checked / 快照已核对" : "");
}

int run_verify(const Options& options) {
  // First the snapshot: a writer beside us may leave a newer one behind.
  std::optional<LedgerState> snapshot = newest_snapshot(options.data);
  const std::unique_ptr<EventStore> store = open_to_read(options.data);
  snapshot = of_these_books(std::move(snapshot), *store);
  VerifyOptions how;
  how.threads = options.threads;
  std::optional<Progress> progress(std::in_place);
  how.progress = [&progress](std::uint64_t events) { progress->at(events); };
  const double start = steady_seconds();
  Verification verification = verify(*store, snapshot, how);
  if (snapshot && snapshot->head.next > store->head().next) {
    verification.problems.push_back({{}, lost_events(*snapshot, store->head()), "snapshot"});
  }
  const double seconds = steady_seconds() - start;
  progress.reset();
  (options.json ? print_json : print_text)(verification, seconds);
  return verification.ok() ? exit_done : exit_refused;
}

}  // namespace

void add_verify(CLI::App& app, RunCommand& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("verify", "prove the books from their bytes / 核验账本");
  add_books_directory(*command, options->data);
  command->add_option("--threads", options->threads, "threads / 线程数")
      ->check(CLI::Range(1U, 256U));
  command->add_flag("--json", options->json, "one JSON object on standard output");
  command->callback([options, &run] { run = [options] { return run_verify(*options); }; });
}

}  // namespace mingzhang
