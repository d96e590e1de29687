#include "ops/metrics/books_metrics.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <optional>

#include "ledger/state/snapshot_codec.h"
#include "ops/backup/backup.h"

namespace mingzhang {
namespace {

double seconds_of(Instant instant) { return static_cast<double>(instant.us) / 1e6; }

/// Where money becomes floating point: in metrics, and nowhere else.
double yuan_of(Money money) { return static_cast<double>(money.fen) / 100; }

double number(Sequence sequence) { return static_cast<double>(sequence.value); }

struct SavedSnapshot {
  Sequence through;  ///< 0 = there is none
  Instant saved_at;
};

SavedSnapshot find_snapshot(const std::string& directory) {
  const auto file = newest_snapshot_file(directory);
  struct stat status = {};
  if (!file || ::stat(file->path.c_str(), &status) != 0) return {};
  return {{file->next.value - 1},
          {status.st_mtim.tv_sec * 1'000'000 + status.st_mtim.tv_nsec / 1'000}};
}

void add_log(Scrape& scrape, const StoreStatistics& statistics) {
  scrape.gauge("mingzhang_log_sequence", "Sequence of the last event in the log.",
               static_cast<double>(statistics.events));
  scrape.gauges("mingzhang_log_bytes",
                "Bytes of the log on disk, and in memory until they are there, by part.");
  for (const StoreStatistics::Part& part : statistics.parts) {
    scrape.add({{"part", part.name}}, static_cast<double>(part.bytes));
  }
}

void add_lags(Scrape& scrape, const StoreStatistics& statistics, Sequence snapshot,
              const KnownFigures* figures) {
  scrape.gauges("mingzhang_projection_lag_events",
                "Recorded events that a thing derived from the log does not hold yet. snapshot: "
                "what a start has to fold again; figures: what the gauges by community do not show "
                "yet. Answers never lag: a "
                "question is answered from the log through its last durable event.");
  const auto lag = [&](std::string_view projection, Sequence through) {
    const std::uint64_t behind = statistics.events - std::min(statistics.events, through.value);
    scrape.add({{"projection", projection}}, static_cast<double>(behind));
  };
  lag("snapshot", snapshot);
  lag("figures", figures == nullptr ? Sequence{} : figures->through);
}

void add_snapshot(Scrape& scrape, const SavedSnapshot& snapshot, Instant now) {
  scrape.gauge("mingzhang_snapshot_sequence",
               "Last event in the newest snapshot; 0 while there is none.",
               number(snapshot.through));
  if (!snapshot.through) return;
  scrape.gauge("mingzhang_snapshot_age_seconds", "Time since the newest snapshot was saved.",
               std::max(0.0, seconds_of(now) - seconds_of(snapshot.saved_at)));
}

void add_backup(Scrape& scrape, const std::string& directory) {
  struct stat status = {};
  const bool is_there = ::stat((directory + "/" + backup_mark).c_str(), &status) == 0;
  scrape.gauge("mingzhang_backup_timestamp_seconds",
               "When the last backup of these books was complete; 0 = there was none.",
               is_there ? static_cast<double>(status.st_mtim.tv_sec) : 0);
}

void add_chain(Scrape& scrape, const ChainStatus& chain) {
  scrape.gauge("mingzhang_chain_verified_sequence",
               "The hash chain is proven from the first event through this one since the start.",
               number(chain.verified));
  scrape.gauge("mingzhang_chain_pass_sequence",
               "How far the daily pass over the whole log has come.", number(chain.pass));
  scrape.gauge("mingzhang_chain_broken",
               "1 while an event of the log does not match its hash or its neighbours.",
               chain.problem ? 1 : 0);
  scrape.counter("mingzhang_chain_problems_total",
                 "Problems found in the chain, each as often as it was met.",
                 static_cast<double>(chain.problems));
  if (chain.verified_at) {
    scrape.gauge("mingzhang_chain_verified_timestamp_seconds",
                 "When a step of the verification last ended with nothing wrong, in seconds since "
                 "1970.",
                 seconds_of(*chain.verified_at));
  }
  if (chain.pass_ended_at) {
    scrape.gauge("mingzhang_chain_pass_timestamp_seconds",
                 "When the whole log had last been verified from its first event, in seconds since "
                 "1970.",
                 seconds_of(*chain.pass_ended_at));
  }
}

/// Midnight in Shanghai at which the day begins.
double begin_of(Day day) {
  constexpr double day_seconds = 86'400;
  constexpr double offset_seconds = 8 * 3'600;
  return day.since_1970 * day_seconds - offset_seconds;
}

/// What is shown of a community, or of all of them.
struct Shown {
  std::string_view name;  ///< behind mingzhang_ or mingzhang_community_
  std::string_view help;
  std::optional<double> (*value)(const CommunityStanding&);
};

std::optional<double> rate_of(const CommunityStanding& standing) {
  if (standing.assessed <= Money{}) return std::nullopt;
  return yuan_of(standing.collected) / yuan_of(standing.assessed);
}
std::optional<double> shortfall_of_standing(const CommunityStanding& standing) {
  return yuan_of(standing.residual_shortfall);
}
std::optional<double> suspense_of(const CommunityStanding& standing) {
  return yuan_of(standing.suspense);
}
std::optional<double> items_of(const CommunityStanding& standing) {
  return standing.suspense_items;
}
std::optional<double> oldest_of(const CommunityStanding& standing) {
  if (!standing.oldest_suspense) return std::nullopt;
  return begin_of(*standing.oldest_suspense);
}

constexpr std::array shown{
    Shown{"collection_rate_ratio",
          "Fees collected in money over fees assessed, for the twelve months that end with the "
          "newest fee period assessed; not there while nothing is assessed.",
          rate_of},
    Shown{"residual_shortfall_yuan",
          "Cost of the same twelve months that no source covers yet, in yuan; negative = more "
          "came in than it cost.",
          shortfall_of_standing},
    Shown{"suspense_yuan", "Money received that is not matched to a house yet, in yuan.",
          suspense_of},
    Shown{"suspense_items", "Receipts that are not matched to a house yet.", items_of},
    Shown{"suspense_oldest_timestamp_seconds",
          "When the oldest receipt that is still in suspense came in (business date), in seconds "
          "since 1970; not there while nothing is in suspense.",
          oldest_of},
};

CommunityStanding sum_of(const std::vector<CommunityStanding>& communities) {
  CommunityStanding sum;
  for (const CommunityStanding& community : communities) {
    sum.assessed += community.assessed;
    sum.collected += community.collected;
    sum.residual_shortfall += community.residual_shortfall;
    sum.suspense += community.suspense;
    sum.suspense_items += community.suspense_items;
    if (community.oldest_suspense) {
      sum.oldest_suspense = std::min(sum.oldest_suspense.value_or(*community.oldest_suspense),
                                     *community.oldest_suspense);
    }
  }
  return sum;
}

void add_figures(Scrape& scrape, const KnownFigures& figures, std::size_t most_communities) {
  scrape.gauge("mingzhang_communities", "Communities that are registered.",
               static_cast<double>(figures.communities.size()));
  const CommunityStanding sum = sum_of(figures.communities);
  for (const Shown& what : shown) {
    const std::optional<double> value = what.value(sum);
    if (value) scrape.gauge(fmt::format("mingzhang_{}", what.name), what.help, *value);
  }
  if (figures.communities.size() > most_communities) return;
  for (const Shown& what : shown) {
    scrape.gauges(fmt::format("mingzhang_community_{}", what.name),
                  fmt::format("By community. {}", what.help));
    for (const CommunityStanding& community : figures.communities) {
      const std::optional<double> value = what.value(community);
      if (value) scrape.add({{"community", community.id}}, *value);
    }
  }
}

}  // namespace

void add_books(Scrape& scrape, const BooksView& books) {
  const StoreStatistics statistics = books.store.statistics();
  const SavedSnapshot snapshot = find_snapshot(books.directory);
  add_log(scrape, statistics);
  add_lags(scrape, statistics, snapshot.through, books.figures);
  add_snapshot(scrape, snapshot, books.now);
  add_backup(scrape, books.directory);
  add_chain(scrape, books.chain);
  if (books.figures != nullptr) add_figures(scrape, *books.figures, books.most_communities);
}

}  // namespace mingzhang
