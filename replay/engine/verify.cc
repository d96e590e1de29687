#include "replay/engine/verify.h"

#include <fmt/format.h>

#include <condition_variable>
#include <deque>
#include <future>
#include <memory>
#include <mutex>
#include <thread>

#include "ledger/base/shards.h"
#include "ledger/laws/laws.h"
#include "replay/engine/block_check.h"
#include "replay/engine/chain_check.h"
#include "replay/engine/rebuild.h"

namespace mingzhang {
namespace {

constexpr std::uint64_t progress_step = 100'000;

/// A worker's thread, and the blocks that wait for it.
class Worker {
 public:
  Worker(const EventStore& store, const LedgerState& foreseen, std::uint32_t shard,
         std::uint32_t shards)
      : check_(store, foreseen, shard, shards), thread_([this] { run(); }) {}
  ~Worker() { finish(); }

  /// Waits while the worker is far behind: blocks are read faster than they are checked.
  void take(std::shared_ptr<const StoredBlock> block) {
    constexpr std::size_t most_waiting = 16;
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_.size() < most_waiting; });
    waiting_.push_back(std::move(block));
    changed_.notify_all();
  }

  /// No block comes after this.
  BlockCheck& finish() {
    {
      const std::lock_guard lock(mutex_);
      is_last_taken_ = true;
      changed_.notify_all();
    }
    if (thread_.joinable()) thread_.join();
    return check_;
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return is_last_taken_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      const std::shared_ptr<const StoredBlock> block = std::move(waiting_.front());
      waiting_.pop_front();
      changed_.notify_all();
      lock.unlock();
      check_.check(*block);
      lock.lock();
    }
  }

  BlockCheck check_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::shared_ptr<const StoredBlock>> waiting_;
  bool is_last_taken_ = false;
  std::thread thread_;
};

class Verifier {
 public:
  Verifier(const EventStore& store, const VerifyOptions& options)
      : store_(store), options_(options) {}

  Verification run(const std::optional<LedgerState>& snapshot) {
    auto tables = std::async(std::launch::async, [this] { return store_.check_tables(); });
    const StoreResult<Rebuilt> hot = read_hot();
    if (const auto checked = tables.get(); !checked) problems_.add(checked.error(), "tables");
    const LedgerState unknown;
    check_blocks(hot ? hot->state : unknown);
    check_hot(hot);
    check_laws();
    check_snapshot(snapshot);
    result_.problems = problems_.sorted();
    return std::move(result_);
  }

 private:
  void check_blocks(const LedgerState& foreseen) {
    std::deque<Worker> workers;
    for (std::uint32_t shard = 0; shard < options_.threads; ++shard) {
      workers.emplace_back(store_, foreseen, shard, options_.threads);
    }
    const StoreResult<void> scanned =
        store_.scan_blocks(Sequence{1}, [&](const StoredBlock& block) {
          walk_.follow(block, problems_);
          count(block);
          const auto shared = std::make_shared<const StoredBlock>(block);
          for (Worker& worker : workers) worker.take(shared);
          return true;
        });
    if (!scanned) problems_.add(scanned.error(), "blocks");
    const Head head = store_.head();
    walk_.finish(head, problems_);
    for (Worker& worker : workers) join(worker.finish());
    state_.head = head;
  }

  /// Takes over what a worker found.
  void join(BlockCheck& part) {
    for (CommunityState& community : part.state.communities) {
      if (!community.number) continue;  // another worker's
      const CommunityNumber number = community.number;
      state_.at(number) = std::move(community);
    }
    cold_.insert(part.fingerprints.begin(), part.fingerprints.end());
    problems_.add(part.problems);
  }

  void count(const StoredBlock& block) {
    const std::uint64_t before = result_.events;
    result_.events += block.events.size();
    result_.bytes += block.stored_bytes;
    for (const StoredBlock::StoredEvent& event : block.events) {
      result_.postings += event.postings.size();
    }
    const bool is_step = before / progress_step != result_.events / progress_step;
    if (options_.progress && is_step) options_.progress(result_.events);
  }

  /// First, since it says which events of the blocks are worth keeping.
  StoreResult<Rebuilt> read_hot() {
    std::vector<Fingerprints> parts(options_.threads);
    StoreResult<Rebuilt> rebuilt = rebuild_seen(
        store_, options_.threads,
        [&parts](std::uint32_t shard, const HotRun& run) { add_run(run, parts[shard]); });
    for (const Fingerprints& part : parts) {
      for (const auto& [community, fingerprint] : part) hot_[community].add(fingerprint);
    }
    return rebuilt;
  }

  /// The hot part must hold the same postings and fold to the same state.
  void check_hot(const StoreResult<Rebuilt>& rebuilt) {
    const std::string differs = "热数据与账本不符 / the hot part is not that of the blocks";
    for (const auto& [number, fingerprint] : hot_) {
      const auto blocks = cold_.find(number);
      if (blocks != cold_.end() && blocks->second == fingerprint) continue;
      problems_.add({}, differs, name_of(number));
    }
    for (const auto& [number, fingerprint] : cold_) {
      if (!hot_.contains(number)) problems_.add({}, differs, name_of(number));
    }
    if (!rebuilt) {
      problems_.add(rebuilt.error(), "postings");
    } else {
      compare(rebuilt->state, "重算状态 / replayed state");
    }
  }

  std::string name_of(std::uint32_t community) const {
    const bool is_known = community != 0 && community <= state_.communities.size();
    return is_known ? "community " + state_.communities[community - 1].id
                    : fmt::format("community number {}", community);
  }

  void check_laws() {
    each_community([this](std::size_t i, ProblemList& problems) {
      const CommunityState& community = state_.communities[i];
      for (const Violation& violation : broken_laws(community)) {
        problems.add({}, violation.what, "community " + community.id);
      }
    });
  }

  void check_snapshot(const std::optional<LedgerState>& snapshot) {
    if (!snapshot || snapshot->head.next > state_.head.next) return;
    result_.snapshot_checked = true;
    constexpr std::string_view where = "快照 / snapshot";
    if (snapshot->head.next == state_.head.next) return compare(*snapshot, where);
    const StoreResult<LedgerState> carried = catch_up(store_, *snapshot);
    if (!carried) return problems_.add(carried.error(), "snapshot");
    compare(*carried, where);
  }

  void compare(const LedgerState& other, std::string_view where) {
    if (other.communities.size() != state_.communities.size()) {
      problems_.add({}, "小区数目不同 / another number of communities", std::string(where));
      return;
    }
    each_community([&](std::size_t i, ProblemList& problems) {
      if (!(other.communities[i] == state_.communities[i])) {
        problems.add({}, "与逐笔重算不同 / differs from the state rebuilt event by event",
                     fmt::format("{}, community {}", where, state_.communities[i].id));
      }
    });
  }

  /// Shares out what is checked of each community over the threads.
  template <class Check>
  void each_community(const Check& check) {
    const std::size_t step = options_.threads;
    const auto found = on_shards(options_.threads, [&](std::uint32_t shard) {
      ProblemList problems;
      for (std::size_t i = shard; i < state_.communities.size(); i += step) check(i, problems);
      return problems;
    });
    for (const ProblemList& problems : found) problems_.add(problems);
  }

  const EventStore& store_;
  const VerifyOptions& options_;
  Verification result_;
  ProblemList problems_;
  LedgerState state_;  ///< rebuilt event by event from the blocks
  Fingerprints cold_;  ///< of the blocks
  Fingerprints hot_;
  ChainWalk walk_;
};

}  // namespace

Verification verify(const EventStore& store, const std::optional<LedgerState>& snapshot,
                    const VerifyOptions& options) {
  return Verifier(store, options).run(snapshot);
}

}  // namespace mingzhang
