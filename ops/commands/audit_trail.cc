#include <fmt/core.h>

#include <boost/json.hpp>

#include "api/identity/audit_anchors.h"
#include "api/json/audit_json.h"
#include "ops/books.h"
#include "ops/commands/commands.h"
#include "ops/exit.h"
#include "ops/identity.h"

namespace mingzhang {
namespace {

struct Options {
  std::string data;
  std::uint64_t after = 0;
};

/// By its own hashes, and by what the log says of it.
int check(const std::string& data, const AuditTrail* trail) {
  if (const auto broken = trail == nullptr ? std::nullopt : trail->first_broken()) {
    fmt::print(
        stderr,
        "mingzhang: 审计记录在第 {0} 条中断：记录被改动或删除 / the audit trail does not hold "
        "at entry {0}: something was changed or taken out\n",
        *broken);
    return exit_refused;
  }
  const auto lost = first_lost_anchor(*open_to_read(data), trail);
  if (!lost) throw ExitError(exit_unopenable, lost.error().message);
  if (!*lost) return exit_done;
  fmt::print(stderr,
             "mingzhang: 账本第 {0} 号事项记下了审计记录第 {1} 条，它现已不在或被改动 / event {0} "
             "of the log stands on entry {1} of the audit trail, which is gone or was changed\n",
             (*lost)->sequence.value, (*lost)->head.number);
  return exit_refused;
}

int print_trail(const Options& options) {
  constexpr std::size_t at_a_time = 1000;
  const std::unique_ptr<Identity> identity = find_identity(options.data);
  if (!identity) return check(options.data, nullptr);
  std::uint64_t after = options.after;
  for (;;) {
    const std::vector<AuditEntry> entries = identity->trail.list(after, at_a_time);
    // Last: who asks what happened is told, also where the log cannot be read.
    if (entries.empty()) return check(options.data, &identity->trail);
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
      "who read personal data, was refused or signed in, one JSON object a line; fails when its "
      "hashes or the log say that something is missing / 审计记录");
  add_books_directory(*command, options->data);
  command->add_option("--after", options->after, "only entries behind this number / 从此号之后");
  command->callback([options, &run] { run = [options] { return print_trail(*options); }; });
}

}  // namespace mingzhang
