#include "benchmarks/support/slow_rebuild.h"

#include <fmt/format.h>

#include "ledger/codec/event_codec.h"

namespace mingzhang::benchmarks {
namespace {

void add_sums(SlowRebuild& slow, const Posting& posting) {
  const std::size_t place = slot(posting.account, posting.fund);
  slow.accounts_fen[SlowRebuild::account_key(posting.community, place)] += posting.amount_fen;
  if (!posting.house) return;
  auto& house = slow.houses[SlowRebuild::house_key(posting.community, posting.house)];
  if (posting.account == Account::fee_receivable) house.receivable_fen += posting.amount_fen;
  if (posting.account == Account::other_receivable) house.billed_fen += posting.amount_fen;
  if (posting.account == Account::prepayment) house.prepaid_fen += posting.amount_fen;
  if (posting.account == Account::maintenance_fund) house.fund_fen += posting.amount_fen;
}

bool add_block(SlowRebuild& slow, const StoredBlock& block) {
  for (const StoredBlock::StoredEvent& stored : block.events) {
    const std::optional<Event> event = decode_event(stored.bytes);
    if (!event) return false;
    fold_recorded(slow.state, *event, stored.postings);
    for (const Posting& posting : stored.postings) add_sums(slow, posting);
    slow.postings += stored.postings.size();
  }
  slow.events += block.events.size();
  slow.blocks += 1;
  slow.block_bytes += block.stored_bytes;
  slow.state.head = {{block.first.value + block.events.size()}, block.last_hash, block.recorded_at};
  return true;
}

std::string wrong(const std::string& community, std::string_view what, std::int64_t state_fen,
                  std::int64_t slow_fen) {
  return fmt::format("{}: {} is {} fen in the state, {} fen in the slow rebuild", community, what,
                     state_fen, slow_fen);
}

std::string difference_in_houses(CommunityNumber of, const CommunityState& community,
                                 const SlowRebuild& slow) {
  for (std::uint32_t number = 1; number <= community.houses.size(); ++number) {
    const auto found = slow.houses.find(SlowRebuild::house_key(of, {number}));
    const auto sums = found == slow.houses.end() ? SlowRebuild::HouseSums{} : found->second;
    std::int64_t owed_fen = 0;
    community.fees.each({number}, [&owed_fen](const FeeItem& item) {
      owed_fen += item.open.fen + item.late_fee_open.fen;
    });
    const House& house = community.house({number});
    const std::string at = fmt::format("{} {}", community.id, house.code);
    if (owed_fen != sums.receivable_fen) return wrong(at, "1122", owed_fen, sums.receivable_fen);
    if (house.prepaid.fen != -sums.prepaid_fen) {
      return wrong(at, "2203", house.prepaid.fen, -sums.prepaid_fen);
    }
    if (house.fund_balance.fen != -sums.fund_fen) {
      return wrong(at, "2712", house.fund_balance.fen, -sums.fund_fen);
    }
  }
  return {};
}

/// `of` and not the state's own number, which an unregistered community does not have.
std::string difference_in_sums(CommunityNumber of, const CommunityState& community,
                               const SlowRebuild& slow) {
  for (std::size_t place = 0; place < account_slots; ++place) {
    const auto found = slow.accounts_fen.find(SlowRebuild::account_key(of, place));
    const std::int64_t sum_fen = found == slow.accounts_fen.end() ? 0 : found->second;
    if (community.balances.at(place).fen == sum_fen) continue;
    return wrong(community.id, to_string(account_in_slot(place)), community.balances.at(place).fen,
                 sum_fen);
  }
  return difference_in_houses(of, community, slow);
}

}  // namespace

StoreResult<SlowRebuild> rebuild_slowly(const EventStore& store) {
  SlowRebuild slow;
  bool decoded = true;
  const StoreResult<void> scanned = store.scan_blocks({1}, [&](const StoredBlock& block) {
    decoded = add_block(slow, block);
    return decoded;
  });
  if (!scanned) return scanned.error();
  if (!decoded) return StoreError{StoreFault::damaged, "an event of the log does not decode"};
  return slow;
}

std::string difference(const LedgerState& state, const SlowRebuild& slow) {
  if (state.head != slow.state.head) {
    return fmt::format("the state ends before event {}, the slow rebuild before event {}",
                       state.head.next.value, slow.state.head.next.value);
  }
  if (state.communities.size() != slow.state.communities.size()) {
    return fmt::format("{} communities in the state, {} in the slow rebuild",
                       state.communities.size(), slow.state.communities.size());
  }
  for (std::size_t i = 0; i < state.communities.size(); ++i) {
    const CommunityState& community = state.communities[i];
    const CommunityNumber of{static_cast<std::uint32_t>(i + 1)};
    if (std::string sums = difference_in_sums(of, community, slow); !sums.empty()) return sums;
    if (!(community == slow.state.communities[i])) {
      return fmt::format("{} differs from the slow rebuild", community.id);
    }
  }
  return state == slow.state ? "" : "the states differ outside their communities";
}

}  // namespace mingzhang::benchmarks
