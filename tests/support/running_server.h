#pragma once

// The server in this process, on a free port of this machine, while it is in scope.

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "api/routes/service.h"
#include "api/server/server.h"
#include "ledger/sequencer.h"
#include "ops/log/logged_probe.h"
#include "tests/store/temporary_folder.h"
#include "tests/support/commands.h"
#include "tests/support/failing_store.h"
#include "tests/support/http_client.h"

namespace mingzhang::test {

inline ServerOptions any_port() {
  ServerOptions options;
  options.port = 0;
  return options;
}

/// 2026-06-30, noon in Shanghai; durations are all zero.
inline ServerClocks still_clocks() {
  return {[] { return Instant{FixedEdge{}.us}; }, [] { return std::int64_t{0}; }};
}

class RunningServer {
 public:
  RunningServer(RequestHandler& handler, Probe& probe, const ServerOptions& options = any_port()) {
    auto listening = Server::listen(options, still_clocks(), handler, probe);
    EXPECT_TRUE(listening) << listening.error().message;
    server_ = std::move(*listening);
    port_ = server_->port();
    thread_ = std::thread([this] { server_->run(); });
  }
  RunningServer(const RunningServer&) = delete;
  RunningServer& operator=(const RunningServer&) = delete;
  ~RunningServer() {
    server_->stop();
    join();
  }

  std::uint16_t port() const { return port_; }
  void stop() { server_->stop(); }
  void log_moved() { server_->log_moved(); }
  void reload_certificate() { server_->reload_certificate(); }
  void join() {
    if (thread_.joinable()) thread_.join();
  }

 private:
  std::unique_ptr<Server> server_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

inline Surroundings fixed_surroundings(std::function<void(const BlockReport&)> on_block) {
  auto edge = std::make_shared<FixedEdge>();
  return {[edge] { return Instant{edge->us += 1000}; },
          [edge] { return "salt-" + std::to_string(++edge->salts); }, std::move(on_block)};
}

/// The same clock; secrets differ from one another.
inline IdentityEdge fixed_identity_edge() {
  auto edge = std::make_shared<FixedEdge>();
  return {[edge] { return Instant{edge->us}; },
          [edge](std::size_t bytes) {
            std::string secret = std::to_string(++edge->salts) + " secret ";
            secret.resize(bytes, '.');
            return secret;
          }};
}

/// The whole service over a log in memory, with one community of two houses: 1-1-101 and 1-1-102.
struct RunningService {
  explicit RunningService(const ServerOptions& options = any_port())
      : server(service, probe, options) {
    server_there = &server;
    std::vector<Command> commands;
    commands.push_back(register_community("heping"));
    commands.push_back(register_house("heping", "1-1-101"));
    commands.push_back(register_house("heping", "1-1-102"));
    for (const Result& result : sequencer.record(std::move(commands), Grouping::each).results) {
      EXPECT_EQ(result.outcome, Outcome::recorded);
    }
  }
  ~RunningService() { server_there = nullptr; }

  /// A token of that role.
  std::string token_of(Role role, const AccessScope& scope = {}) {
    return identity.tokens.create({{"teller", role, scope, {}}, {}}).token;
  }
  /// A client that may do what a finance officer of every community may.
  HttpClient client() { return as(Role::finance_officer); }
  HttpClient as(Role role, const AccessScope& scope = {}) {
    return HttpClient(server.port(), token_of(role, scope));
  }

  std::optional<Rejection> pause() const {
    if (!disk_is_full) return std::nullopt;
    return reject(Code::storage_full, "", "4096");
  }

  Surroundings surroundings() {
    Surroundings made = fixed_surroundings([this](const BlockReport& report) {
      probe.block_appended(report);
      if (RunningServer* there = server_there) there->log_moved();
    });
    made.audit_head = [this] { return identity.trail.head(); };
    return made;
  }

  std::unique_ptr<EventStore> memory = make_memory_store();
  std::unique_ptr<FailingStore> store = std::make_unique<FailingStore>(*memory);
  EventLog log{{.level = LogLevel::error}};
  LoggedProbe probe{"test", log};
  std::atomic<RunningServer*> server_there{nullptr};
  TemporaryFolder folder;
  Identity identity{folder.path().string(), fixed_identity_edge()};
  Sequencer sequencer{*store, LedgerState{}, surroundings()};
  Catalogue catalogue{*store, LedgerState{}};
  BookShelf shelf{*store, 16U << 20U};
  std::atomic<bool> disk_is_full = false;
  Service service{{.store = *store,
                   .sequencer = sequencer,
                   .catalogue = catalogue,
                   .shelf = shelf,
                   .probe = probe,
                   .identity = identity,
                   .metrics_text = [this] { return probe.text(); },
                   .edition = "first",
                   .pause = [this] { return pause(); }}};
  RunningServer server;
};

}  // namespace mingzhang::test
