#include "replay/engine/verify.h"

#include <fmt/core.h>

#include <boost/json.hpp>

#include "ledger/state/snapshot_codec.h"
#include "ledger/store/head_witness.h"
#include "ops/backup/backup.h"
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

/// What the files beside the log say. Read before the log: a writer beside us goes on.
struct Beside {
  explicit Beside(const std::string& directory)
      : snapshot(load_newest_snapshot(directory, default_threads())),
        backed_up(backed_up_through(directory)),
        witness(value_or_exit(read_head_witness(directory))) {}

  LoadedSnapshot snapshot;
  std::optional<Sequence> backed_up;
  std::optional<HeadWitness> witness;
};

/// Where the log ends.
struct Ending {
  Sequence last;
  Hash32 hash;
  bool is_witnessed = false;  ///< a file HEAD says where the log has to end
};

void check_beside(const Beside& beside, const Head& head, Verification& verification) {
  const auto add = [&](std::string what, std::string where) {
    verification.problems.push_back({{}, std::move(what), std::move(where)});
  };
  for (const SkippedSnapshot& skipped : beside.snapshot.skipped) {
    if (skipped.is_damaged) {
      add(skipped.what, "snapshots");
    } else {
      fmt::print(stderr, "mingzhang: {}\n", skipped.what);
    }
  }
  if (beside.snapshot.state && beside.snapshot.state->head.next > head.next) {
    add(lost_events(*beside.snapshot.state, head), "snapshot");
  }
  if (beside.backed_up && *beside.backed_up >= head.next) {
    add(fmt::format("账本只到第 {0} 号事项，却已备份到第 {1} 号：账本退回到了更早的状态，请从备份"
                    "恢复 / the log ends with event {0}, but was backed up through {1}: the books "
                    "went back to an earlier state; restore the backup",
                    head.next.value - 1, beside.backed_up->value),
        backup_mark);
  }
}

void print_json(const Verification& verification, const Ending& ending, double seconds) {
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
  out["last_sequence"] = ending.last.value;
  out["last_hash"] = to_hex(ending.hash);
  out["witnessed"] = ending.is_witnessed;
  out["problems"] = std::move(problems);
  fmt::print("{}\n", boost::json::serialize(out));
}

void print_text(const Verification& verification, const Ending& ending, double seconds) {
  for (const VerifyProblem& problem : verification.problems) {
    fmt::print("{}: {} ({})\n",
               problem.sequence ? fmt::format("event {}", problem.sequence.value) : "books",
               problem.what, problem.where);
  }
  fmt::print("{}: {} events, {} postings, {} bytes, {:.3f} s{}\n",
             verification.ok() ? "ok / 核验无误" : "NOT OK / 核验有误", verification.events,
             verification.postings, verification.bytes, seconds,
             verification.snapshot_checked ? ", snapshot checked / 快照已核对" : "");
  fmt::print("ends with event / 止于事项 {}, hash {}\n", ending.last.value, to_hex(ending.hash));
  if (ending.is_witnessed) return;
  fmt::print(
      "没有文件 HEAD：账本末尾若有缺失无从得知，请与备份或他人所记的哈希核对 / there is no file "
      "HEAD: nothing here would tell a missing end; compare the hash with a backup's or with one "
      "that somebody noted\n");
}

int run_verify(const Options& options) {
  Beside beside(options.data);
  const std::unique_ptr<EventStore> store = open_to_read(options.data);
  beside.snapshot.state = of_these_books(std::move(beside.snapshot.state), *store);
  VerifyOptions how;
  how.threads = options.threads;
  std::optional<Progress> progress(std::in_place);
  how.progress = [&progress](std::uint64_t events) { progress->at(events); };
  const double start = steady_seconds();
  Verification verification = verify(*store, beside.snapshot.state, how);
  const Head head = store->head();
  check_beside(beside, head, verification);
  const double seconds = steady_seconds() - start;
  progress.reset();
  const Ending ending{{head.next.value - 1}, head.hash, beside.witness || head.next.value == 1};
  (options.json ? print_json : print_text)(verification, ending, seconds);
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
