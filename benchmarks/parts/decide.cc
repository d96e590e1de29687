// From commands to decisions over a state in memory: the rules alone, without log and queue.

#include "ledger/rules/decide.h"

#include <chrono>

#include "benchmarks/parts/figures.h"
#include "benchmarks/support/bench_books.h"
#include "ops/generate/trial_books.h"

namespace mingzhang::benchmarks {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

constexpr Day today{20453};  // 2025-12-31, behind every generated business date

/// Generated commands, each decided over the state that those before it have left. The clock is
/// read around each single decision, which adds some 0.05 us to it; keeping the state up to date
/// stays outside.
void decide_generated(benchmark::State& bench) {
  std::uint64_t decided = 0;
  auto books = std::make_unique<TrialBooks>(today);
  auto generator = std::make_unique<Generator>(bench_generator_options());
  std::vector<Command> batch;
  while (bench.KeepRunning()) {
    if (!generator->next(batch)) {
      books = std::make_unique<TrialBooks>(today);
      generator = std::make_unique<Generator>(bench_generator_options());
      generator->next(batch);
    }
    double seconds = 0;
    for (const Command& command : batch) {
      const CommunityState& community = books->state().find(command.header.community);
      Context context{community, command.header, today, {}, nullptr};
      context.next_community.value =
          static_cast<std::uint32_t>(books->state().communities.size() + 1);
      const Sequence referenced = referenced_sequence(command.payload);
      if (referenced) context.referenced = &books->events().at(referenced.value - 1);
      Command copy = command;
      const Clock::time_point start = Clock::now();
      const Verdict verdict = decide(std::move(copy), context);
      seconds += seconds_since(start);
      if (!verdict || books->record(command)) return bench.SkipWithError("a command is refused");
    }
    bench.SetIterationTime(seconds);
    decided += batch.size();
  }
  set_items(bench, "commands", decided);
}
BENCHMARK(decide_generated)->Name("decide/generated")->UseManualTime();

/// Payments of houses all over the books, two or more postings each.
void decide_payment(benchmark::State& bench) {
  constexpr std::size_t batch_size = 4096;
  const LedgerState& state = bench_books().state();
  std::vector<Command> commands(batch_size);
  std::vector<const CommunityState*> communities;
  for (std::size_t i = 0; i < batch_size; ++i) {
    const CommunityState& community = state.communities[i * 7919 % state.communities.size()];
    CommandHeader& header = commands[i].header;
    header.community = community.id;
    header.business_date = today;
    header.idempotency_key = "benchmark" + std::to_string(i);
    header.actor = "finance";
    auto& paid = commands[i].payload.emplace<PaymentReceived>();
    paid.house.code = community.houses[i * 104'729 % community.houses.size()].code;
    paid.amount = {10'000};
    paid.channel = Channel::bank;
    communities.push_back(&community);
  }
  std::uint64_t postings = 0;
  while (bench.KeepRunning()) {
    std::vector<Command> batch = commands;
    const Clock::time_point start = Clock::now();
    for (std::size_t i = 0; i < batch_size; ++i) {
      const Context context{*communities[i], commands[i].header, today, {}, nullptr};
      const Verdict verdict = decide(std::move(batch[i]), context);
      if (!verdict) return bench.SkipWithError(sentence(verdict.error()).c_str());
      postings += verdict->postings().size();
    }
    bench.SetIterationTime(seconds_since(start));
  }
  set_items(bench, "commands", bench.iterations() * batch_size);
  set_rate(bench, "postings_per_second", postings);
}
BENCHMARK(decide_payment)->Name("decide/payment")->UseManualTime();

}  // namespace
}  // namespace mingzhang::benchmarks
