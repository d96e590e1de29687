#pragma once

// The blocks that were read last for the sake of one event. Events that are looked up one after the
// other often stand in the same block, and a block holds whatever was recorded at once: decoding a
// file's worth for each of its events took a minute for 70,000. Threads: any.

#include <algorithm>
#include <deque>
#include <memory>
#include <mutex>

#include "ledger/store/block_codec.h"

namespace mingzhang::rocks {

class RecentBlocks {
 public:
  /// nullptr when the event's block is not among them.
  std::shared_ptr<const StoredBlock> find(Sequence sequence) const {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find_if(blocks_, [sequence](const auto& block) {
      return block->first <= sequence && sequence <= last_of(*block);
    });
    return found == blocks_.end() ? nullptr : *found;
  }

  void add(std::shared_ptr<const StoredBlock> block) {
    const std::lock_guard lock(mutex_);
    blocks_.push_front(std::move(block));
    if (blocks_.size() > most_blocks) blocks_.pop_back();
  }

 private:
  static constexpr std::size_t most_blocks = 4;

  mutable std::mutex mutex_;
  std::deque<std::shared_ptr<const StoredBlock>> blocks_;
};

}  // namespace mingzhang::rocks
