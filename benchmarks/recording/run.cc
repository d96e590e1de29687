#include "benchmarks/recording/run.h"

#include <fmt/format.h>

#include <filesystem>

#include "benchmarks/recording/work_beside.h"
#include "benchmarks/support/bare_append.h"
#include "benchmarks/support/slow_rebuild.h"
#include "ops/exit.h"
#include "ops/surroundings.h"
#include "replay/engine/rebuild.h"

namespace mingzhang::benchmarks {
namespace {

std::unique_ptr<EventStore> open(const std::string& directory, OpenMode mode) {
  StoreOptions options;
  options.directory = directory;
  options.mode = mode;
  StoreResult<std::unique_ptr<EventStore>> store = open_rocksdb_store(options);
  if (!store) throw ExitError(exit_unopenable, store.error().message);
  return std::move(*store);
}

void weigh_files(const std::string& directory, RunFigures& figures) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (!entry.is_regular_file()) continue;
    const std::string ending = entry.path().extension().string();
    std::uint64_t& kind = ending == ".sst"   ? figures.table_bytes
                          : ending == ".log" ? figures.wal_bytes
                                             : figures.other_bytes;
    kind += entry.file_size();
  }
}

void record_setup(Sequencer& sequencer, Source& source) {
  std::vector<Command> commands = source.setup();
  if (commands.empty()) return;
  const BatchResult recorded = sequencer.record(std::move(commands), Grouping::each);
  for (const Result& result : recorded.results) {
    ensure(result.outcome == Outcome::recorded, "the setup is recorded");
  }
}

/// Records everything and returns the state that the sequencer ends with.
LedgerState record_all(const RunOptions& options, EventStore& store, RunFigures& figures) {
  BlockCounts counts;
  Surroundings surroundings = real_surroundings();
  surroundings.on_block = [&counts](const BlockReport& report) { counts.add(report); };
  Sequencer sequencer(store, {}, std::move(surroundings));
  const std::unique_ptr<Source> source = make_source(options.source);
  record_setup(sequencer, *source);
  Feed feed(*source, options.batch, options.ahead / options.batch + 1);
  store.sync_witness().value();
  counts.restart();
  {
    WorkBeside work(store, {options.directory, options.snapshot_seconds, options.repack});
    figures.driven = drive(sequencer, feed, options.drive, work.busy());
    work.stop();
    figures.repacks = work.repacks();
    figures.snapshots = work.snapshots();
  }
  figures.waited_seconds = feed.waited_seconds();
  figures.blocks = counts.blocks();
  figures.postings = counts.postings();
  figures.append = counts.append();
  return sequencer.state_copy();
}

/// Reads the log again in two ways. `state` is what the sequencer had.
void check(const RunOptions& options, const LedgerState& state, RunFigures& figures) {
  const std::unique_ptr<EventStore> store = open(options.directory, OpenMode::read_only);
  const StoreResult<SlowRebuild> slow = rebuild_slowly(*store);
  const StoreResult<Rebuilt> rebuilt = rebuild(*store, 2);
  if (!slow || !rebuilt) {
    figures.difference = !slow ? slow.error().message : rebuilt.error().message;
    return;
  }
  figures.all_events = slow->events;
  const std::uint64_t all_bytes = slow->block_bytes + 12 * slow->postings + 24 * slow->events;
  figures.bytes_per_block = all_bytes / slow->events * figures.driven.events / figures.blocks;
  figures.difference = difference(state, *slow);
  if (figures.difference.empty()) figures.difference = difference(rebuilt->state, *slow);
}

/// As many appends of as many bytes as the log's, for some seconds at most.
Latencies bare_appends(const RunOptions& options, const RunFigures& figures) {
  BareFile file(options.directory);
  const std::string content(figures.bytes_per_block, 'x');
  Latencies latencies;
  constexpr double most_seconds = 5;
  const double end = steady_seconds() + most_seconds;
  for (std::uint64_t i = 0; i < figures.blocks && steady_seconds() < end; ++i) {
    latencies.add(file.append(content));
  }
  return latencies;
}

}  // namespace

RunFigures run(const RunOptions& options) {
  RunFigures figures;
  std::filesystem::create_directories(options.directory);
  LedgerState state;
  {
    const std::unique_ptr<EventStore> store =
        open(options.directory, OpenMode::create_or_read_write);
    if (store->head().next != Sequence{1}) {
      throw ExitError(exit_refused, options.directory + " holds books already");
    }
    state = record_all(options, *store, figures);
  }
  weigh_files(options.directory, figures);
  check(options, state, figures);
  figures.bare_append = bare_appends(options, figures);
  return figures;
}

}  // namespace mingzhang::benchmarks
