#include <fmt/core.h>

#include <boost/json.hpp>

#include "api/json/audit_json.h"
#include "ops/commands/commands.h"
#include "ops/exit.h"
#include "ops/identity.h"

namespace mingzhang {
namespace {

struct Options {
  std::string data;
  std::uint64_t after = 0;
};

int print_trail(const Options& options) {
  constexpr std::size_t at_a_time = 1000;
  const std::unique_ptr<Identity> identity = open_identity(options.data);
  if (const auto broken = identity->trail.first_broken()) {
    fmt::print(
        stderr,
        "mingzhang: 审计记录在第 {0} 条中断：记录被改动或删除 / the audit trail does not hold "
        "at entry {0}: something was changed or taken out\n",
        *broken);
    return exit_refused;
  }
  std::uint64_t after = options.after;
  for (;;) {
    const std::vector<AuditEntry> entries = identity->trail.list(after, at_a_time);
    if (entries.empty()) return exit_done;
    for (const AuditEntry& entry : entries) {
      fmt::print("{}\n", boost::json::serialize(render_audit(entry)));
    }
    after = entries.back().number;
  }
}

}  // namespace

void add_audit_trail(CLI::App& app, RunCommand& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "audit-trail",
      "who read personal data, was refused or signed in, one JSON object a line / 审计记录");
  add_books_directory(*command, options->data);
  command->add_option("--after", options->after, "only entries behind this number / 从此号之后");
  command->callback([options, &run] { run = [options] { return print_trail(*options); }; });
}

}  // namespace mingzhang
