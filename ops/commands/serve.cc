#include <fmt/core.h>
#include <malloc.h>

#include <atomic>
#include <charconv>

#include "api/routes/service.h"
#include "api/server/server.h"
#include "ops/books.h"
#include "ops/commands/commands.h"
#include "ops/exit.h"
#include "ops/metrics/prometheus_probe.h"
#include "ops/surroundings.h"

namespace mingzhang {
namespace {

constexpr std::string_view version = "0.1.0";
/// Until the next start has to read them again: about a second's work.
constexpr std::uint64_t snapshot_events = 1'000'000;
/// About fifteen communities with ten years of events each.
constexpr std::uint64_t shelf_bytes = 512U << 20U;

struct Options {
  std::string data;
  std::string listen = "127.0.0.1:8080";
};

ServerOptions server_options(const std::string& listen) {
  const std::size_t colon = listen.rfind(':');
  ServerOptions options;
  unsigned port = 0;
  const char* end = listen.data() + listen.size();
  const auto parsed = colon == std::string::npos
                          ? std::from_chars_result{end, std::errc::invalid_argument}
                          : std::from_chars(listen.data() + colon + 1, end, port);
  if (parsed.ec != std::errc{} || parsed.ptr != end || port > 65'535) {
    throw ExitError(exit_usage,
                    "--listen 应如 127.0.0.1:8080 / --listen is written like "
                    "127.0.0.1:8080");
  }
  options.address = listen.substr(0, colon);
  options.port = static_cast<std::uint16_t>(port);
  options.workers = default_threads();
  return options;
}

/// Freed memory stays with the program: giving it back after every large answer took a quarter of
/// the time of a house statement (70 KB of JSON: p50 1.49 ms, then 1.06 ms).
void keep_freed_memory() {
  constexpr int most_bytes = 64 << 20;
  ::mallopt(M_TRIM_THRESHOLD, most_bytes);
  ::mallopt(M_MMAP_THRESHOLD, most_bytes);
}

int serve(const Options& options) {
  keep_freed_memory();
  const ServerOptions how = server_options(options.listen);
  // The probe is told of blocks only once it is there; the sequencer starts before it.
  std::atomic<Probe*> probe_there{nullptr};
  Surroundings surroundings = real_surroundings();
  surroundings.on_block = [&probe_there](const BlockReport& report) {
    if (Probe* probe = probe_there.load()) probe->block_appended(report);
  };
  WritableBooks books(options.data, std::move(surroundings), {.snapshot_events = snapshot_events});
  PrometheusProbe probe(books.store(), std::string(version));
  probe_there = &probe;
  Identity identity(options.data, real_identity_edge());
  Catalogue catalogue(books.store(), books.sequencer().state_copy());
  BookShelf shelf(books.store(), shelf_bytes);
  Service service({.store = books.store(),
                   .sequencer = books.sequencer(),
                   .catalogue = catalogue,
                   .shelf = shelf,
                   .probe = probe,
                   .identity = identity,
                   .metrics_text = [&probe] { return probe.text(); },
                   .parsers = default_threads()});
  const ServerClocks clocks{wall_clock,
                            [] { return static_cast<std::int64_t>(steady_seconds() * 1e6); }};
  auto server = Server::listen(how, clocks, service, probe);
  if (!server) throw ExitError(exit_unopenable, server.error().message);
  fmt::print("http://{}:{}\n", how.address, (*server)->port());
  std::fflush(stdout);
  (*server)->run(true);
  books.leave_snapshot();
  probe_there = nullptr;
  return exit_done;
}

}  // namespace

void add_serve(CLI::App& app, RunCommand& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("serve", "the HTTP service / 提供 HTTP 服务");
  command->add_option("--data", options->data, "the books' directory / 账本目录")->required();
  command->add_option("--listen", options->listen, "a loopback address and port")
      ->capture_default_str();
  command->callback([options, &run] { run = [options] { return serve(*options); }; });
}

}  // namespace mingzhang
