#include "replay/community_figures.h"

#include <algorithm>

#include "replay/reports/cover.h"
#include "replay/reports/fee_figures.h"
#include "replay/reports/rows.h"

namespace mingzhang {
namespace {

constexpr int standing_months = 12;

}  // namespace

void CommunityFigures::add(const Posting& posting) {
  if (is_account(posting, Account::suspense, Fund::operations)) add_suspense(posting);
  if (!posting.period) return;
  FeeFigures fees;
  Shortfall cover;
  if (is_account(posting, Account::fee_receivable, Fund::operations)) {
    fees.add(posting);
    cover.collected = fees.collected;
    cover.work_offsets = fees.offset;
  } else {
    add_cover(cover, posting);
  }
  if (fees == FeeFigures{} && cover.residual() == Money{}) return;
  PeriodSums& sums = periods_[posting.period];
  sums.assessed += fees.assessed;
  sums.collected += fees.collected;
  sums.uncovered += cover.residual();
}

void CommunityFigures::add_suspense(const Posting& posting) {
  suspense_ -= posting.amount();
  if (!posting.subject) return;
  const auto [item, is_new] =
      open_items_.try_emplace(posting.subject.value, OpenItem{{}, posting.business_date()});
  item->second.amount -= posting.amount();
  if (item->second.amount == Money{}) open_items_.erase(item);
}

CommunityStanding CommunityFigures::standing() const {
  CommunityStanding standing;
  Period last;
  periods_.each([&last](Period period, std::size_t, const PeriodSums& sums) {
    if (sums.assessed != Money{}) last = period;
  });
  if (last) {
    const Period first = add_months(last, 1 - standing_months);
    periods_.each([&](Period period, std::size_t, const PeriodSums& sums) {
      if (period < first || period > last) return;
      standing.assessed += sums.assessed;
      standing.collected += sums.collected;
      standing.residual_shortfall += sums.uncovered;
    });
  }
  standing.suspense = suspense_;
  standing.suspense_items = static_cast<std::uint32_t>(open_items_.size());
  for (const auto& [number, item] : open_items_) {
    standing.oldest_suspense = std::min(standing.oldest_suspense.value_or(item.since), item.since);
  }
  return standing;
}

CommunityFigures& FiguresFollower::figures_of(CommunityNumber community) {
  if (communities_.size() < community.value) communities_.resize(community.value);
  return communities_[community.value - 1];
}

StoreResult<bool> FiguresFollower::step(std::uint64_t most_events) {
  return through_ ? carry_on(most_events) : begin();
}

StoreResult<bool> FiguresFollower::begin() {
  const auto known = catalogue_.all();
  if (!known) return known.error();
  if (begun_communities_ == known->size()) {
    // Those that were registered since have nothing before the rest.
    through_ = begun_through_;
    return store_.head().next.value - 1 == begun_through_.value;
  }
  const CommunityNumber community = (*known)[begun_communities_].number;
  CommunityFigures figures;
  const StoreResult<void> read = store_.scan_community(
      community, {.through = begun_through_, .as_events = true}, [&figures](const HotRun& run) {
        run.each_posting(
            [&figures](const HotRun::Entry&, const Posting& posting) { figures.add(posting); });
      });
  if (!read) return read.error();
  figures_of(community) = std::move(figures);
  ++begun_communities_;
  return false;
}

StoreResult<bool> FiguresFollower::carry_on(std::uint64_t most_events) {
  const Sequence last{store_.head().next.value - 1};
  if (last == *through_) return true;
  const Sequence until{std::min(last.value, through_->value + most_events)};
  // Gathered first: a step that fails half way must leave nothing behind.
  std::vector<Posting> postings;
  const SliceRange range{until, {through_->value + 1}};
  const StoreResult<void> read = store_.scan_tail(range, [&postings](const HotRun& run) {
    run.each_posting(
        [&postings](const HotRun::Entry&, const Posting& posting) { postings.push_back(posting); });
  });
  if (!read) return read.error();
  for (const Posting& posting : postings) figures_of(posting.community).add(posting);
  through_ = until;
  return until == last;
}

StoreResult<std::vector<CommunityStanding>> FiguresFollower::standings() {
  const auto known = catalogue_.all();
  if (!known) return known.error();
  std::vector<CommunityStanding> standings;
  standings.reserve(known->size());
  for (const CommunityEntry& community : *known) {
    standings.push_back(figures_of(community.number).standing());
    standings.back().id = community.id;
  }
  return standings;
}

}  // namespace mingzhang
