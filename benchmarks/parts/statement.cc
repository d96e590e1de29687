// Reports from a community's slice of the log, as of now and as of another date and recording time.
// Each call reads its slice anew, as a request does; houses and communities change from call to
// call.

#include <chrono>

#include "benchmarks/parts/figures.h"
#include "benchmarks/support/bench_books.h"
#include "replay/reports/collection_rate.h"
#include "replay/reports/community_statement.h"
#include "replay/reports/house_statement.h"

namespace mingzhang {
namespace {

enum class When : std::uint8_t { now, as_of, recorded_by };

/// A business date and a recording time with half of the log before them.
AsOf question_of(When when) {
  AsOf question;
  if (when == When::now) return question;
  const BenchBooks& books = bench_books();
  const Sequence middle{books.events() / 2 + 1};
  const auto visit = [&](const StoredBlock& block) {
    if (when == When::recorded_by) question.recorded_by = block.recorded_at;
    for (const StoredBlock::StoredEvent& event : block.events) {
      if (when == When::as_of && !event.postings.empty()) {
        question.as_of = event.postings.front().business_date();
      }
    }
    return false;
  };
  books.store().scan_blocks(middle, visit).value();
  return question;
}

/// The last month with postings in every community.
PeriodRange last_month() {
  Period last;
  bench_books().state().communities.front().vouchers.each(
      [&last](Period period, std::size_t, std::uint32_t) { last = std::max(last, period); });
  return {last, last};
}

/// Calls `report(books, number of the call)` for communities in turn.
template <class Report>
void measure(benchmark::State& bench, When when, const Report& report) {
  const BenchBooks& books = bench_books();
  const AsOf question = question_of(when);
  Latencies latencies;
  std::uint64_t calls = 0;
  std::uint64_t rows = 0;
  while (bench.KeepRunning()) {
    const auto start = std::chrono::steady_clock::now();
    const std::size_t place = calls * 7919 % books.state().communities.size();
    const StoreResult<Books> slice =
        load_books(books.store(), books.state().communities[place].number, question);
    if (!slice) return bench.SkipWithError(slice.error().message.c_str());
    report(*slice, calls);
    const std::chrono::nanoseconds took = std::chrono::steady_clock::now() - start;
    latencies.add(static_cast<std::uint64_t>(took.count()));
    rows += slice->rows.size();
    ++calls;
  }
  set_items(bench, "reports", calls);
  set_rate(bench, "postings_per_second", rows);
  set_latencies(bench, latencies);
}

void statement_of_house(benchmark::State& bench, When when) {
  const EventLookup lookup = lookup_in(bench_books().store());
  measure(bench, when, [&](const Books& books, std::uint64_t call) {
    const auto houses = static_cast<std::uint32_t>(books.state.houses.size());
    if (houses == 0) return;  // not yet registered at that time
    const HouseNumber house{static_cast<std::uint32_t>(call * 104'729 % houses) + 1};
    benchmark::DoNotOptimize(house_statement(books, house, {}, lookup).value());
  });
}

void statement_of_community(benchmark::State& bench, When when) {
  const EventLookup lookup = lookup_in(bench_books().store());
  const PeriodRange month = last_month();
  measure(bench, when, [&](const Books& books, std::uint64_t) {
    benchmark::DoNotOptimize(community_statement(books, month, lookup).value());
  });
}

void rate_of_collection(benchmark::State& bench, When when) {
  const PeriodRange month = last_month();
  measure(bench, when, [&](const Books& books, std::uint64_t) {
    benchmark::DoNotOptimize(collection_rate(books, month));
  });
}

BENCHMARK_CAPTURE(statement_of_house, now, When::now)->Name("statement/house/now");
BENCHMARK_CAPTURE(statement_of_house, as_of, When::as_of)->Name("statement/house/as_of");
BENCHMARK_CAPTURE(statement_of_house, by, When::recorded_by)->Name("statement/house/recorded_by");
BENCHMARK_CAPTURE(statement_of_community, now, When::now)->Name("statement/community_month/now");
BENCHMARK_CAPTURE(statement_of_community, as_of, When::as_of)
    ->Name("statement/community_month/as_of");
BENCHMARK_CAPTURE(statement_of_community, by, When::recorded_by)
    ->Name("statement/community_month/recorded_by");
BENCHMARK_CAPTURE(rate_of_collection, now, When::now)->Name("statement/collection_rate/now");
BENCHMARK_CAPTURE(rate_of_collection, as_of, When::as_of)->Name("statement/collection_rate/as_of");
BENCHMARK_CAPTURE(rate_of_collection, by, When::recorded_by)
    ->Name("statement/collection_rate/recorded_by");

}  // namespace
}  // namespace mingzhang
