#include <fmt/core.h>
#include <malloc.h>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>

#include "api/routes/service.h"
#include "api/server/server.h"
#include "ops/books.h"
#include "ops/commands/commands.h"
#include "ops/commands/configured.h"
#include "ops/exit.h"
#include "ops/log/logged_probe.h"
#include "ops/monitor.h"
#include "ops/surroundings.h"

namespace mingzhang {
namespace {

constexpr std::string_view version = "0.1.0";

struct Options {
  ConfiguredOptions configured;
  bool create = false;
};

/// Ends with all that is wrong with the configuration, or with the directories that it names.
Configuration load(const Options& options) {
  LoadedConfiguration loaded = load_configuration(options.configured.sources());
  loaded.configuration.create_books = options.create;
  const std::vector<ConfigurationFault> machine = check_machine(loaded);
  print_faults(loaded.faults);
  print_faults(machine);
  if (loaded.faults.empty() && machine.empty()) return loaded.configuration;
  const bool is_wrong_usage = !loaded.faults.empty() || loaded.configuration.data_directory.empty();
  throw ExitError(is_wrong_usage ? exit_usage : exit_unopenable, "未启动 / not started");
}

/// Freed memory stays with the program: giving it back after every large answer took a quarter of
/// the time of a house statement (70 KB of JSON: p50 1.49 ms, then 1.06 ms).
void keep_freed_memory() {
  constexpr int most_bytes = 64 << 20;
  ::mallopt(M_TRIM_THRESHOLD, most_bytes);
  ::mallopt(M_MMAP_THRESHOLD, most_bytes);
}

void warn_of_no_callers(Identity& identity, EventLog& log) {
  if (!identity.tokens.list().empty() || !identity.users.list().empty()) return;
  log.write(LogLevel::warning, "nobody_is_let_in",
            {{"way_out", "mingzhang token create, user create; or restore identity.sqlite"}});
}

/// Whether recording is paused, looked at a hundred times a second: to ask the file system how much
/// room there is took a fourteenth of what the sockets' thread does for a post. Who comes in
/// between is refused by the log itself, which looks before every block.
std::function<std::optional<Rejection>()> recent_pause(const WritableBooks& books) {
  constexpr std::int64_t fresh_us = 10'000;
  const auto fresh_until = std::make_shared<std::atomic<std::int64_t>>(0);
  return [&books, fresh_until]() -> std::optional<Rejection> {
    const std::int64_t now = steady_us();
    if (now < *fresh_until) return std::nullopt;
    std::optional<Rejection> pause = books.pause();
    if (!pause) *fresh_until = now + fresh_us;
    return pause;
  };
}

int serve(const Options& options) {
  keep_freed_memory();
  const Configuration configuration = load(options);
  const ServerOptions how = server_options(configuration);
  EventLog log(
      {*parse_log_level(configuration.log_level), *parse_log_format(configuration.log_format)});
  LoggedProbe probe(std::string(version), log);
  std::atomic<Server*> server_there{nullptr};  // the sequencer starts before it
  Surroundings surroundings = real_surroundings();
  std::atomic<const AuditTrail*> trail_there{nullptr};  // so is this
  surroundings.audit_head = [&] {
    const AuditTrail* trail = trail_there.load();
    return trail == nullptr ? AuditHead{} : trail->head();
  };
  surroundings.on_block = [&](const BlockReport& report) {
    probe.block_appended(report);
    if (Server* server = server_there.load()) server->log_moved();
  };
  WritableBooks books({.directory = configuration.data_directory,
                       .block_cache_bytes = configuration.block_cache_bytes},
                      std::move(surroundings),
                      {.snapshot_events = configuration.snapshot_events,
                       .least_free_bytes = configuration.least_free_bytes},
                      &probe);
  Identity identity(configuration.data_directory, real_identity_edge());
  trail_there = &identity.trail;
  warn_of_no_callers(identity, log);
  std::optional<Catalogue> catalogue;
  books.sequencer().look(
      [&](const LedgerState& state) { catalogue.emplace(books.store(), state); });
  BookShelf shelf(books.store(), configuration.shelf_bytes);
  const Monitor monitor(books.store(), *catalogue, probe, configuration.data_directory,
                        {.most_communities = configuration.most_metric_communities,
                         .is_paused = [&books] { return books.pause().has_value(); }});
  Service service({.store = books.store(),
                   .sequencer = books.sequencer(),
                   .catalogue = *catalogue,
                   .shelf = shelf,
                   .probe = probe,
                   .identity = identity,
                   .metrics_text = [&probe] { return probe.text(); },
                   .parsers = default_threads(),
                   .edition = fmt::format("{:x}", wall_clock().us),
                   .pause = recent_pause(books)});
  const ServerClocks clocks{wall_clock, steady_us};
  auto server = Server::listen(how, clocks, service, probe);
  if (!server) throw ExitError(exit_unopenable, server.error().message);
  fmt::print("{}://{}:{}\n", how.tls.certificate.empty() ? "http" : "https", how.address,
             (*server)->port());
  std::fflush(stdout);
  server_there = server->get();
  log.write(LogLevel::info, "service_started",
            {{"version", version}, {"address", how.address}, {"port", (*server)->port()}});
  (*server)->run(true);
  server_there = nullptr;
  trail_there = nullptr;
  log.write(LogLevel::info, "service_drained", {});
  books.leave_snapshot();
  return exit_done;
}

}  // namespace

void add_serve(CLI::App& app, RunCommand& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("serve", "the HTTP service / 提供 HTTP 服务");
  command->add_option("--config", options->configured.file,
                      "a configuration file (TOML) / 配置文件");
  add_configuration(*command, options->configured);
  command->add_flag("--create", options->create, "begin books where there are none / 新建账本");
  command->callback([options, &run] { run = [options] { return serve(*options); }; });
}

}  // namespace mingzhang
