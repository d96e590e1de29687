#include <fmt/core.h>

#include <boost/json.hpp>
#include <filesystem>

#include "ledger/state/state_size.h"
#include "ops/books.h"
#include "ops/commands/commands.h"
#include "ops/exit.h"

namespace mingzhang {
namespace {

struct Options {
  std::string data;
  bool json = false;
};

std::uint64_t snapshot_bytes(const std::string& directory) {
  std::uint64_t bytes = 0;
  std::error_code none;
  for (const auto& file :
       std::filesystem::directory_iterator(std::filesystem::path(directory) / "snapshots", none)) {
    bytes += file.file_size(none);
  }
  return bytes;
}

/// A structure of the state, in both languages.
struct Structure {
  std::string_view name;
  std::string_view name_zh;
  std::uint64_t bytes;
};

std::array<Structure, 5> structures_of(const StateSize& size) {
  return {{{"houses", "房屋", size.house_bytes},
           {"house_index", "房号索引", size.house_index_bytes},
           {"fees", "各期费用", size.fee_bytes},
           {"totals", "合计", size.total_bytes},
           {"other", "其他", size.other_bytes}}};
}

struct Status {
  Head head;
  StoreStatistics store;
  std::uint64_t snapshot_bytes = 0;
  StateSize state;
};

void print_json(const Status& status) {
  boost::json::object families;
  for (const StoreStatistics::Part& part : status.store.parts) families[part.name] = part.bytes;
  boost::json::object state;
  for (const Structure& one : structures_of(status.state)) state[one.name] = one.bytes;
  const boost::json::object out{{"events", status.store.events},
                                {"recorded_at", to_string(status.head.recorded_at)},
                                {"communities", status.state.communities},
                                {"houses", status.state.houses},
                                {"log_bytes", status.store.bytes()},
                                {"families", std::move(families)},
                                {"snapshot_bytes", status.snapshot_bytes},
                                {"state_bytes", status.state.all_bytes()},
                                {"state", std::move(state)}};
  fmt::print("{}\n", boost::json::serialize(out));
}

void print_text(const Status& status) {
  fmt::print("events / 事项          {}\n", status.store.events);
  if (status.store.events != 0) {
    fmt::print("recorded / 最近记账    {}\n", to_string(status.head.recorded_at));
  }
  fmt::print("communities / 小区     {}\nhouses / 房屋          {}\n", status.state.communities,
             status.state.houses);
  fmt::print("log / 账本             {} bytes\n", status.store.bytes());
  for (const StoreStatistics::Part& part : status.store.parts) {
    fmt::print("  {:<12} {:>14}\n", part.name, part.bytes);
  }
  fmt::print("snapshots / 快照       {} bytes\n", status.snapshot_bytes);
  fmt::print("state / 内存中的状态   {} bytes\n", status.state.all_bytes());
  for (const Structure& one : structures_of(status.state)) {
    fmt::print("  {:<12} {:>14}  {}\n", one.name, one.bytes, one.name_zh);
  }
}

int status(const Options& options) {
  const std::unique_ptr<EventStore> store = open_to_read(options.data);
  const LedgerState state = read_state(*store, options.data);
  const Status status{store->head(), store->statistics(), snapshot_bytes(options.data),
                      size_of(state)};
  (options.json ? print_json : print_text)(status);
  return exit_done;
}

}  // namespace

void add_status(CLI::App& app, RunCommand& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("status", "what the books hold and how large they are / 账本的内容与大小");
  add_books_directory(*command, options->data);
  command->add_flag("--json", options->json, "one JSON object on standard output");
  command->callback([options, &run] { run = [options] { return status(*options); }; });
}

}  // namespace mingzhang
