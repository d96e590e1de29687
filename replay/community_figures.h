#pragma once

// The few figures by which an operator watches all communities at once: collection rate, residual
// shortfall, money in suspense. Kept beside the log and carried on as it grows, in small steps, so
// that asking for them reads no log. Everything here can be thrown away and made again.

#include <boost/unordered/unordered_flat_map.hpp>
#include <optional>
#include <string>
#include <vector>

#include "ledger/state/by_period.h"
#include "replay/catalogue.h"

namespace mingzhang {

/// How a community stands. Fees are those *for* the twelve months that end with the newest fee
/// period assessed; suspense is what is open now.
struct CommunityStanding {
  std::string id;
  Money assessed;            ///< net of discounts, opening debts included
  Money collected;           ///< in money; over `assessed` it is the collection rate (domain.md 4)
  Money residual_shortfall;  ///< what no source covers yet (domain.md 5); negative = more than cost
  Money suspense;
  std::uint32_t suspense_items = 0;
  std::optional<Day> oldest_suspense;  ///< business date of the oldest open item
};

/// One community's sums.
class CommunityFigures {
 public:
  void add(const Posting& posting);
  CommunityStanding standing() const;  ///< all but the id

 private:
  struct PeriodSums {
    Money assessed;
    Money collected;
    Money uncovered;
  };
  struct OpenItem {
    Money amount;
    Day since;
  };

  void add_suspense(const Posting& posting);

  ByPeriod<PeriodSums> periods_;
  Money suspense_;
  boost::unordered_flat_map<std::uint32_t, OpenItem> open_items_;  ///< by number of the item
};

/// The figures of all communities. Threads: one at a time.
class FiguresFollower {
 public:
  /// Both outlive it.
  FiguresFollower(const EventStore& store, Catalogue& catalogue)
      : store_(store), catalogue_(catalogue), begun_through_{store.head().next.value - 1} {}

  /// Goes a step on: first through the communities that were there in the beginning, one each time,
  /// then through what was recorded since, at most `most_events` each time. True when there is
  /// nothing left to do. Errors: the store's; the step is then tried again.
  StoreResult<bool> step(std::uint64_t most_events);

  /// The last event that all figures contain; none while there are communities to go through.
  std::optional<Sequence> through() const { return through_; }

  StoreResult<std::vector<CommunityStanding>> standings();

 private:
  StoreResult<bool> begin();
  StoreResult<bool> carry_on(std::uint64_t most_events);
  CommunityFigures& figures_of(CommunityNumber community);

  const EventStore& store_;
  Catalogue& catalogue_;
  const Sequence begun_through_;
  std::optional<Sequence> through_;
  std::uint32_t begun_communities_ = 0;        ///< gone through already
  std::vector<CommunityFigures> communities_;  ///< index = number - 1
};

}  // namespace mingzhang
