#include "replay/engine/rebuild.h"

#include <fmt/format.h>

#include <vector>

#include "ledger/base/shards.h"

namespace mingzhang {
namespace {

/// What all shards of a rebuild have in common.
struct Plan {
  std::uint32_t shards = 1;
  SliceRange range;
  ReplayMeter* meter = nullptr;
  SeeRun see;  ///< may be empty
};

StoreResult<Rebuilt> rebuild_shard(const EventStore& store, std::uint32_t shard, const Plan& plan) {
  Rebuilt rebuilt;
  StoreResult<std::uint64_t> folded = 0;
  const StoreResult<void> scanned =
      store.scan_hot(shard, plan.shards, plan.range, [&](const HotRun& run) {
        if (plan.see) plan.see(shard, run);
        if (!folded) return;
        folded = fold_run(rebuilt.state, run);
        if (folded) rebuilt.figures.events += *folded;
        if (folded && plan.meter != nullptr) plan.meter->add(*folded);
        rebuilt.figures.postings += run.posting_count();
        rebuilt.figures.bytes += run.stored_bytes;
      });
  if (!scanned) return scanned.error();
  if (!folded) return folded.error();
  return rebuilt;
}

/// Takes over the communities that a shard has built.
void join(Rebuilt& all, Rebuilt&& part) {
  for (CommunityState& community : part.state.communities) {
    if (!community.number) continue;  // another shard's
    const CommunityNumber number = community.number;
    all.state.at(number) = std::move(community);
  }
  all.state.numbers.merge(part.state.numbers);
  all.figures.events += part.figures.events;
  all.figures.postings += part.figures.postings;
  all.figures.bytes += part.figures.bytes;
}

StoreResult<Rebuilt> rebuild(const EventStore& store, const Head& head, const Plan& plan) {
  auto parts = on_shards(plan.shards, [&store, &plan](std::uint32_t shard) {
    return rebuild_shard(store, shard, plan);
  });
  Rebuilt all;
  for (StoreResult<Rebuilt>& part : parts) {
    if (!part) return part.error();
    join(all, std::move(*part));
  }
  const std::uint64_t expected = head.next.value - 1;
  if (all.figures.events != expected) {
    return StoreError{
        StoreFault::damaged,
        fmt::format("账本应有 {0} 号事项，热数据中有 {1} 号；请运行 mingzhang verify / "
                    "the log counts {0} events, its hot part holds {1}; run mingzhang "
                    "verify",
                    expected, all.figures.events)};
  }
  all.state.head = head;
  return all;
}

}  // namespace

StoreResult<Rebuilt> rebuild(const EventStore& store, std::uint32_t threads, ReplayMeter* meter) {
  const Head head = store.head();
  if (meter != nullptr) meter->begin(head.next.value - 1);
  // Beside a writer all shards must stop at the same place.
  return rebuild(store, head, {threads, {{head.next.value - 1}}, meter, {}});
}

StoreResult<Rebuilt> rebuild_seen(const EventStore& store, std::uint32_t threads,
                                  const SeeRun& see) {
  const SliceRange everything{.as_events = true};
  return rebuild(store, store.head(), {threads, everything, nullptr, see});
}

StoreResult<std::uint64_t> bare_scan(const EventStore& store, std::uint32_t threads) {
  const auto parts = on_shards(threads, [&store, threads](std::uint32_t shard) {
    return store.scan_hot_bytes(shard, threads);
  });
  std::uint64_t bytes = 0;
  for (const StoreResult<std::uint64_t>& part : parts) {
    if (!part) return part.error();
    bytes += *part;
  }
  return bytes;
}

StoreResult<LedgerState> catch_up(const EventStore& store, LedgerState state, ReplayMeter* meter) {
  const Head head = store.head();
  if (meter != nullptr) meter->begin(head.next.value - state.head.next.value);
  StoreResult<std::uint64_t> folded = 0;
  // A writer may be ahead of the head by now.
  const SliceRange range{{head.next.value - 1}, state.head.next};
  const StoreResult<void> scanned = store.scan_tail(range, [&](const HotRun& run) {
    if (folded) folded = fold_run(state, run);
    if (folded && meter != nullptr) meter->add(*folded);
  });
  if (!scanned) return scanned.error();
  if (!folded) return folded.error();
  state.head = head;
  return state;
}

namespace {

/// Whether the log went through `head`: a snapshot of another log, or of one that was restored to
/// an earlier end and went on otherwise, must not be carried on.
bool is_of(const EventStore& store, const Head& head) {
  if (head.next > store.head().next) return false;
  const Sequence last{head.next.value - 1};
  if (!last) return head.hash == Hash32{};
  bool found = false;
  const StoreResult<void> read = store.scan_blocks(last, [&](const StoredBlock& block) {
    found =
        block.first.value + block.events.size() == head.next.value && block.last_hash == head.hash;
    return false;
  });
  return read.has_value() && found;
}

}  // namespace

StoreResult<LedgerState> load_state(const EventStore& store, std::optional<LedgerState> snapshot,
                                    std::uint32_t threads, ReplayMeter* meter) {
  if (snapshot && is_of(store, snapshot->head)) return catch_up(store, std::move(*snapshot), meter);
  StoreResult<Rebuilt> rebuilt = rebuild(store, threads, meter);
  if (!rebuilt) return rebuilt.error();
  return std::move(rebuilt->state);
}

}  // namespace mingzhang
