#include <fmt/format.h>

#include <boost/json/array.hpp>

#include "benchmarks/recording/run.h"

namespace mingzhang::benchmarks {
namespace {

constexpr const char* mix_names[] = {"two-legged", "simple", "generated"};

double rate(std::uint64_t count, double seconds) { return static_cast<double>(count) / seconds; }

double per(std::uint64_t bytes, std::uint64_t count) {
  return count == 0 ? 0 : static_cast<double>(bytes) / static_cast<double>(count);
}

struct Derived {
  Latencies::Summary latency;
  Latencies::Summary append;
  Latencies::Summary bare;
  double append_to_bare = 0;  ///< of the medians
  double run_to_bare = 0;     ///< the whole run to bare appends of all its blocks
};

Derived derive(const RunFigures& figures) {
  Derived derived{figures.driven.submit_to_durable.summary(), figures.append.summary(),
                  figures.bare_append.summary()};
  if (derived.bare.count == 0) return derived;
  derived.append_to_bare = derived.append.p50_us / derived.bare.p50_us;
  derived.run_to_bare =
      figures.driven.seconds * 1e6 / (derived.bare.mean_us * static_cast<double>(figures.blocks));
  return derived;
}

std::string sending_of(const DriveOptions& drive) {
  if (drive.batches_per_second > 0) {
    return fmt::format("{:.0f} batches a second", drive.batches_per_second);
  }
  return fmt::format("{} client(s) with {} batch(es)", drive.clients, drive.in_flight);
}

/// [events, seconds] as time went on.
boost::json::array marks_of(const Driven& driven) {
  boost::json::array marks;
  for (const Driven::Mark& mark : driven.marks) {
    marks.push_back(boost::json::array{mark.events, mark.seconds});
  }
  return marks;
}

}  // namespace

boost::json::object to_json(const RunOptions& options, const RunFigures& figures) {
  const Derived derived = derive(figures);
  const Driven& driven = figures.driven;
  boost::json::object out;
  out["mix"] = mix_names[static_cast<std::size_t>(options.source.mix)];
  out["seed"] = options.source.seed;
  out["batch"] = options.batch;
  out["clients"] = options.drive.clients;
  out["in_flight"] = options.drive.in_flight;
  out["batches_per_second"] = options.drive.batches_per_second;
  out["events"] = driven.events;
  out["seconds"] = driven.seconds;
  out["events_per_second"] = rate(driven.events, driven.seconds);
  out["cpu_seconds"] = driven.cpu_seconds;
  out["events_per_cpu_second"] = rate(driven.events, driven.cpu_seconds);
  out["postings"] = figures.postings;
  out["postings_per_second"] = rate(figures.postings, driven.seconds);
  out["blocks"] = figures.blocks;
  out["waited_for_generator"] = figures.waited_seconds / driven.seconds;
  out["submit_to_durable"] = to_json(derived.latency);
  out["beside_work"] = to_json(driven.beside_work.summary());
  out["marks"] = marks_of(driven);
  out["append"] = to_json(derived.append);
  out["append_share"] = figures.append.seconds() / driven.seconds;
  out["bytes_per_block"] = figures.bytes_per_block;
  out["bare_append"] = to_json(derived.bare);
  out["append_to_bare"] = derived.append_to_bare;
  out["run_to_bare"] = derived.run_to_bare;
  out["repacks"] = to_json(figures.repacks.summary());
  out["snapshots"] = to_json(figures.snapshots.summary());
  out["disk_bytes"] = figures.disk_bytes();
  out["all_events"] = figures.all_events;
  out["table_bytes"] = figures.table_bytes;
  out["wal_bytes"] = figures.wal_bytes;
  out["other_bytes"] = figures.other_bytes;
  out["correct"] = figures.difference.empty();
  out["difference"] = figures.difference;
  return out;
}

std::string to_text(const RunOptions& options, const RunFigures& figures) {
  const Derived derived = derive(figures);
  const Driven& driven = figures.driven;
  std::string out = fmt::format(
      "{} events ({} postings, {} blocks) in {:.3f} s: {:.0f} events/s, {:.0f} a CPU second\n"
      "{} mix, {} of {} each; waited for the generator {:.1f}%\n",
      driven.events, figures.postings, figures.blocks, driven.seconds,
      rate(driven.events, driven.seconds), rate(driven.events, driven.cpu_seconds),
      mix_names[static_cast<std::size_t>(options.source.mix)], sending_of(options.drive),
      options.batch, figures.waited_seconds / driven.seconds * 100);
  out += "submit to durable:\n" + to_text(derived.latency);
  if (driven.beside_work.count() > 0) {
    out += "of these beside repacking and snapshots:\n" + to_text(driven.beside_work.summary());
  }
  out += fmt::format(
      "append of a block: p50 {:.0f} p99 {:.0f} max {:.0f} us, {:.1f}% of the run\n"
      "bare fdatasync append of its {} bytes: p50 {:.0f} p99 {:.0f} max {:.0f} us\n"
      "append / bare (p50) {:.2f}; the run / bare appends of all blocks {:.2f}\n",
      derived.append.p50_us, derived.append.p99_us, derived.append.max_us,
      figures.append.seconds() / driven.seconds * 100, figures.bytes_per_block, derived.bare.p50_us,
      derived.bare.p99_us, derived.bare.max_us, derived.append_to_bare, derived.run_to_bare);
  out += fmt::format(
      "beside it: {} repacks in {:.2f} s, {} snapshots in {:.2f} s (longest {:.0f} us)\n",
      figures.repacks.count(), figures.repacks.seconds(), figures.snapshots.count(),
      figures.snapshots.seconds(), figures.snapshots.summary().max_us);
  out +=
      fmt::format("on disk {} bytes, {:.1f} an event: tables {}, write-ahead logs {}, other {}\n",
                  figures.disk_bytes(), per(figures.disk_bytes(), figures.all_events),
                  figures.table_bytes, figures.wal_bytes, figures.other_bytes);
  out += figures.difference.empty() ? "rebuilt and slowly rebuilt: the same\n"
                                    : "DIFFERS: " + figures.difference + "\n";
  return out;
}

}  // namespace mingzhang::benchmarks
