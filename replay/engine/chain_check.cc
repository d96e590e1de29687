#include "replay/engine/chain_check.h"

#include <fmt/format.h>

#include "ledger/codec/event_codec.h"

namespace mingzhang {

std::string place_of(const StoredBlock& block) {
  return fmt::format("blocks, block {}", block.first.value);
}

void check_hashes(const StoredBlock& block, ProblemList& problems) {
  Hash32 hash = block.previous_hash;
  for (const StoredBlock::StoredEvent& event : block.events) {
    hash = hash_event(hash, event.bytes, event.postings);
  }
  if (hash == block.last_hash) return;
  problems.add({block.first.value + block.events.size() - 1},
               "事项与其哈希不符 / what is stored is not what was hashed when it was recorded",
               place_of(block));
}

void ChainWalk::follow(const StoredBlock& block, ProblemList& problems) {
  if (block.first != next_) {
    problems.add(block.first, fmt::format("应为第 {0} 号 / event {0} was expected", next_.value),
                 place_of(block));
  }
  if (block.previous_hash != hash_) {
    problems.add(block.first, "与前一号的哈希不相连 / the hash chain does not join here",
                 place_of(block));
  }
  if (block.recorded_at < recorded_at_) {
    problems.add(block.first, "记账时间倒退 / recorded before the block before it",
                 place_of(block));
  }
  next_ = {block.first.value + block.events.size()};
  hash_ = block.last_hash;
  recorded_at_ = block.recorded_at;
}

void ChainWalk::finish(const Head& head, ProblemList& problems) const {
  if (next_ != head.next) {
    problems.add(next_, "账本在此中断 / the log stops short of its head here", "blocks");
  }
  if (hash_ != head.hash) {
    problems.add({}, "末号哈希与账本不符 / the head's hash is not that of the last event", "head");
  }
}

StoreResult<ChainCheck::Step> ChainCheck::step(std::uint64_t most_events) {
  const Head head = store_.head();
  Step step;
  ProblemList problems;
  ChainWalk walk = walk_;
  const StoreResult<void> scanned = store_.scan_blocks(walk.next(), [&](const StoredBlock& block) {
    if (block.first >= head.next) return false;  // recorded meanwhile
    walk.follow(block, problems);
    check_hashes(block, problems);
    if (!problems.empty()) return false;
    walk_ = walk;
    step.events += block.events.size();
    return step.events < most_events;
  });
  if (!scanned && scanned.error().fault != StoreFault::damaged) return scanned.error();
  if (!scanned) problems.add(walk_.next(), scanned.error().message, "blocks");
  const bool is_cut = step.events >= most_events && walk_.next() < head.next;
  if (problems.empty() && !is_cut) walk_.finish(head, problems);
  step.is_through = problems.empty() && !is_cut;
  step.problems = problems.sorted();
  return step;
}

}  // namespace mingzhang
