#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <boost/json/serialize.hpp>
#include <exception>

#include "benchmarks/recording/run.h"
#include "ops/exit.h"

namespace mingzhang::benchmarks {
namespace {

int run_main(int argc, char** argv) {
  CLI::App app{"Durable recording, measured and then checked", "mingzhang_recording"};
  RunOptions options;
  double rate = 0;
  bool json = false;
  bool no_repack = false;
  app.add_option("--data", options.directory, "a fresh directory for the books")->required();
  app.add_option("--events", options.source.events)
      ->check(CLI::Range(1, 1'000'000'000))
      ->capture_default_str();
  app.add_option("--batch", options.batch, "commands of a request")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  app.add_option("--clients", options.drive.clients)
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  app.add_option("--in-flight", options.drive.in_flight, "batches that a client has outstanding")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  const std::map<std::string, Mix> mixes{
      {"two-legged", Mix::two_legged}, {"simple", Mix::simple}, {"generated", Mix::generated}};
  app.add_option("--mix", options.source.mix, "two-legged, simple or generated")
      ->transform(CLI::CheckedTransformer(mixes));
  app.add_option("--houses", options.source.houses, "in each community")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  app.add_option("--seed", options.source.seed)->capture_default_str();
  app.add_option("--ahead", options.ahead, "commands that are ready before the clock starts")
      ->capture_default_str();
  app.add_option("--rate", rate, "events a second, sent at even times; 0 = when answered")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  app.add_option("--snapshots-every", options.snapshot_seconds, "seconds; 0 = none")
      ->capture_default_str();
  app.add_flag("--no-repack", no_repack, "leave the hot part as it was appended");
  app.add_flag("--json", json);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? exit_done : exit_usage;
  }
  options.repack = !no_repack;
  options.drive.batches_per_second = rate / static_cast<double>(options.batch);
  const RunFigures figures = run(options);
  if (json) {
    fmt::print("{}\n", boost::json::serialize(to_json(options, figures)));
  } else {
    fmt::print("{}", to_text(options, figures));
  }
  return figures.difference.empty() ? exit_done : exit_refused;
}

}  // namespace
}  // namespace mingzhang::benchmarks

int main(int argc, char** argv) {
  try {
    return mingzhang::benchmarks::run_main(argc, argv);
  } catch (const mingzhang::ExitError& error) {
    fmt::print(stderr, "mingzhang_recording: {}\n", error.what());
    return error.status();
  } catch (const std::exception& error) {
    fmt::print(stderr, "mingzhang_recording: {}\n", error.what());
    return mingzhang::exit_unopenable;
  }
}
