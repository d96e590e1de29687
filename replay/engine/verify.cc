#include "replay/engine/verify.h"

#include <fmt/format.h>

#include <condition_variable>
#include <deque>
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
  Worker(const EventStore& store, std::uint32_t shard, std::uint32_t shards)
      : check_(store, shard, shards), thread_([this] { run(); }) {}
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
    if (const auto tables = store_.check_tables(); !tables) problems_.add(tables.error(), "tables");
    check_blocks();
    check_hot();
    check_laws();
    check_snapshot(snapshot);
    result_.problems = problems_.sorted();
    return std::move(result_);
  }

 private:
  void check_blocks() {
    std::deque<Worker> workers;
    for (std::uint32_t shard = 0; shard < options_.threads; ++shard) {
      workers.emplace_back(store_, shard, options_.threads);
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
    cold_.merge(part.fingerprints);
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

  /// The hot part must hold the same postings and fold to the same state.
  void check_hot() {
    const auto parts =
        on_shards(options_.threads, [this](std::uint32_t shard) { return fingerprint_hot(shard); });
    Fingerprints hot;
    for (const StoreResult<Fingerprints>& part : parts) {
      if (!part) problems_.add(part.error(), "postings");
      if (part) hot.insert(part->begin(), part->end());
    }
    for (const CommunityState& community : state_.communities) {
      if (hot[community.number] != cold_[community.number]) {
        problems_.add({}, "热数据与账本不符 / the hot postings are not those of the blocks",
                      "community " + community.id);
      }
    }
    const StoreResult<Rebuilt> rebuilt = rebuild(store_, options_.threads);
    if (!rebuilt) {
      problems_.add(rebuilt.error(), "postings");
    } else {
      compare(rebuilt->state, "重算状态 / replayed state");
    }
  }

  StoreResult<Fingerprints> fingerprint_hot(std::uint32_t shard) const {
    Fingerprints hot;
    const SliceRange all{.described = true};
    const StoreResult<void> scanned =
        store_.scan_hot(shard, options_.threads, all, [&hot](const HotRun& run) {
          run.each_posting([&](const HotRun::Entry& entry, const Posting& posting) {
            Fingerprint& fingerprint = hot[posting.community];
            fingerprint.add(entry.sequence, posting);
            if (posting.line != 0) return;
            fingerprint.add(entry.sequence, run.descriptions[entry.caption]);
          });
        });
    if (!scanned) return scanned.error();
    return hot;
  }

  void check_laws() {
    for (const CommunityState& community : state_.communities) {
      for (const Violation& violation : broken_laws(community)) {
        problems_.add({}, violation.what, "community " + community.id);
      }
    }
  }

  void check_snapshot(const std::optional<LedgerState>& snapshot) {
    if (!snapshot || snapshot->head.next > state_.head.next) return;
    const StoreResult<LedgerState> carried = catch_up(store_, *snapshot);
    result_.snapshot_checked = true;
    if (!carried) {
      problems_.add(carried.error(), "snapshot");
    } else {
      compare(*carried, "快照 / snapshot");
    }
  }

  void compare(const LedgerState& other, const std::string& where) {
    if (other.communities.size() != state_.communities.size()) {
      problems_.add({}, "小区数目不同 / another number of communities", where);
      return;
    }
    for (std::size_t i = 0; i < state_.communities.size(); ++i) {
      if (!(other.communities[i] == state_.communities[i])) {
        problems_.add({}, "与逐笔重算不同 / differs from the state rebuilt event by event",
                      fmt::format("{}, community {}", where, state_.communities[i].id));
      }
    }
  }

  const EventStore& store_;
  const VerifyOptions& options_;
  Verification result_;
  ProblemList problems_;
  LedgerState state_;  ///< rebuilt event by event from the blocks
  Fingerprints cold_;
  ChainWalk walk_;
};

}  // namespace

Verification verify(const EventStore& store, const std::optional<LedgerState>& snapshot,
                    const VerifyOptions& options) {
  return Verifier(store, options).run(snapshot);
}

}  // namespace mingzhang
