// Reports from a community's slice of the log, as of now and as of another date and recording time.
// Each call reads its slice anew, as a request does; houses and communities change from call to
// call.

#include <chrono>

#include "benchmarks/parts/figures.h"
#include "benchmarks/support/bench_books.h"
#include "replay/book_shelf.h"
#include "replay/reports/collection_rate.h"
#include "replay/reports/community_statement.h"
#include "replay/reports/house_statement.h"

namespace mingzhang::benchmarks {
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

/// The last month with postings.
PeriodRange last_month() {
  Period last;
  for (const CommunityState& community : bench_books().state().communities) {
    community.vouchers.each(
        [&last](Period period, std::size_t, std::uint32_t) { last = std::max(last, period); });
  }
  return {last, last};
}

/// As the service has them: from the shelf.
StoreResult<Books> kept_books(CommunityNumber community, const AsOf& question) {
  static BookShelf shelf(bench_books().store(), 1U << 30U);
  return shelf.books(community, question);
}

/// As a community's first question finds them.
StoreResult<Books> fresh_books(CommunityNumber community, const AsOf& question) {
  return load_books(bench_books().store(), community, question);
}

/// Calls `report(books, number of the call)` for communities in turn.
template <class Take, class Report>
void measure(benchmark::State& bench, When when, const Take& take, const Report& report) {
  const BenchBooks& books = bench_books();
  const AsOf question = question_of(when);
  Latencies latencies;
  std::uint64_t calls = 0;
  while (bench.KeepRunning()) {
    const auto start = std::chrono::steady_clock::now();
    const std::size_t place = calls * 7919 % books.state().communities.size();
    const CommunityNumber community = books.state().communities[place].number;
    const StoreResult<Books> slice = take(community, question);
    if (!slice) return bench.SkipWithError(slice.error().message.c_str());
    report(*slice, calls);
    const std::chrono::nanoseconds took = std::chrono::steady_clock::now() - start;
    latencies.add(static_cast<std::uint64_t>(took.count()));
    ++calls;
  }
  set_items(bench, "reports", calls);
  set_latencies(bench, latencies);
}

/// What a community's first question does first.
void slice(benchmark::State& bench, When when) {
  measure(bench, when, fresh_books,
          [](const Books& books, std::uint64_t) { benchmark::DoNotOptimize(books.through()); });
}

/// What a report of everything recorded says, to be held against plain sums after the clock.
struct Said {
  std::uint64_t key = 0;  ///< SlowRebuild::house_key or account_key
  Money first;
  Money second;
};

void statement_of_house(benchmark::State& bench, When when) {
  std::vector<Said> said;
  measure(bench, when, kept_books, [&](const Books& books, std::uint64_t call) {
    const auto houses = static_cast<std::uint32_t>(books.registry().houses.size());
    if (houses == 0) return;  // not yet registered at that time
    const HouseNumber house{static_cast<std::uint32_t>(call * 104'729 % houses) + 1};
    const HouseStatement statement = house_statement(books, house, {});
    said.push_back({SlowRebuild::house_key(books.registry().number, house), statement.owed.closing,
                    statement.fund_card.closing});
  });
  if (when != When::now) return;
  for (const Said& one : said) {
    const auto found = bench_books().slow().houses.find(one.key);
    if (found == bench_books().slow().houses.end()) continue;
    const SlowRebuild::HouseSums& sums = found->second;
    const Money owed{sums.receivable_fen + sums.billed_fen + sums.prepaid_fen};
    if (one.first == owed && one.second == Money{-sums.fund_fen}) continue;
    return bench.SkipWithError("a statement closes with another sum than the slow rebuild");
  }
}

void statement_of_community(benchmark::State& bench, When when) {
  const PeriodRange month = last_month();
  std::vector<Said> said;
  measure(bench, when, kept_books, [&](const Books& books, std::uint64_t) {
    const CommunityStatement statement = community_statement(books, month);
    for (const MoneyAccountStatement& one : statement.accounts) {
      const std::size_t place = slot(one.account.account, one.account.fund);
      said.push_back(
          {SlowRebuild::account_key(books.registry().number, place), one.statement.closing, {}});
    }
  });
  if (when != When::now) return;
  for (const Said& one : said) {
    if (one.first.fen == bench_books().slow().accounts_fen.at(one.key)) continue;
    return bench.SkipWithError("an account closes with another sum than the slow rebuild");
  }
}

void rate_of_collection(benchmark::State& bench, When when) {
  const PeriodRange month = last_month();
  std::vector<Said> said;
  measure(bench, when, kept_books, [&](const Books& books, std::uint64_t) {
    const CollectionRate rate = collection_rate(books, month);
    said.push_back({books.registry().number.value, rate.total.assessed, rate.total.collected});
  });
  if (when != When::now) return;
  for (const Said& one : said) {
    const CommunityState& community = bench_books().slow().state.communities[one.key - 1];
    Money assessed;
    Money collected;
    for (std::uint32_t number = 1; number <= community.houses.size(); ++number) {
      const FeeItem item = community.fees.item({number}, month.first);
      assessed += item.assessed;
      collected += item.collected;
    }
    if (one.first == assessed && one.second == collected) continue;
    return bench.SkipWithError("a collection rate has other sums than the slow rebuild");
  }
}

// NAME/now, NAME/as_of, NAME/recorded_by
#define MINGZHANG_AT_ALL_TIMES(function, name)                                         \
  BENCHMARK_CAPTURE(function, now, When::now)->Name(name "/now")->UseRealTime();       \
  BENCHMARK_CAPTURE(function, as_of, When::as_of)->Name(name "/as_of")->UseRealTime(); \
  BENCHMARK_CAPTURE(function, by, When::recorded_by)->Name(name "/recorded_by")->UseRealTime()

MINGZHANG_AT_ALL_TIMES(slice, "statement/slice");
MINGZHANG_AT_ALL_TIMES(statement_of_house, "statement/house");
MINGZHANG_AT_ALL_TIMES(statement_of_community, "statement/community_month");
MINGZHANG_AT_ALL_TIMES(rate_of_collection, "statement/collection_rate_month");
#undef MINGZHANG_AT_ALL_TIMES

}  // namespace
}  // namespace mingzhang::benchmarks
