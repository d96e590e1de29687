#pragma once

// Communities are independent, so work over all of them is shared out over threads.

#include <cstdint>
#include <future>
#include <utility>
#include <vector>

namespace mingzhang {

/// Runs `work(shard)` for each shard on a thread of its own and collects the results in order.
template <class Work>
auto on_shards(std::uint32_t shards, const Work& work) {
  std::vector<std::future<decltype(work(0U))>> running;
  for (std::uint32_t shard = 1; shard < shards; ++shard) {
    running.push_back(std::async(std::launch::async, work, shard));
  }
  std::vector<decltype(work(0U))> results;
  results.push_back(work(0U));
  for (auto& result : running) results.push_back(result.get());
  return results;
}

}  // namespace mingzhang
