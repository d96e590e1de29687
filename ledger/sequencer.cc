#include "ledger/sequencer.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "ledger/pending_block.h"

namespace mingzhang {
namespace {

/// Bounds a block, and so what one fsync carries and what is read to look up one event.
constexpr std::size_t most_events_per_block = 1024;
/// So many commands are worth waking a thread for while the block in front of theirs is written.
/// Fewer wait until it is, as their own block has to, and are looked up together.
constexpr std::size_t worth_waking = 32;

using Look = std::packaged_task<void(const LedgerState&)>;

struct Request {
  PendingBlock::Batch batch;
  Sequencer::Callback done;
  std::shared_ptr<Look> look = nullptr;  ///< a look() waits for it
};

struct Answer {
  Sequencer::Callback done;
  BatchResult result;
};

BatchResult unavailable(std::size_t commands, const std::string& why) {
  BatchResult batch;
  batch.results.resize(commands);
  for (Result& result : batch.results) {
    result.rejection = reject(Code::store_unavailable, "", why);
  }
  return batch;
}

}  // namespace

class Sequencer::Implementation {
 public:
  Implementation(EventStore& store, LedgerState state, Surroundings surroundings,
                 std::size_t most_waiting)
      : store_(store),
        state_(std::move(state)),
        surroundings_(std::move(surroundings)),
        most_waiting_(most_waiting),
        committing_thread_([this] { commit_blocks(); }),
        deciding_thread_([this] { decide_requests(); }) {}

  ~Implementation() { stop(); }

  bool submit(Request request) {
    const std::lock_guard lock(mutex_);
    if (!has_room(request)) return false;
    enqueue(std::move(request));
    return true;
  }

  void submit_when_there_is_room(Request request) {
    std::unique_lock lock(mutex_);
    wake_submitting_.wait(lock, [&] { return has_room(request); });
    enqueue(std::move(request));
  }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      wake_deciding_.notify_one();
    }
    if (deciding_thread_.joinable()) deciding_thread_.join();
    {
      const std::lock_guard lock(mutex_);
      all_decided_ = true;
      wake_committing_.notify_one();
    }
    if (committing_thread_.joinable()) committing_thread_.join();
  }

 private:
  /// A block, and those who get an answer when it is durable: it may be empty, but even a refusal
  /// stands on the blocks before it.
  struct Work {
    std::shared_ptr<const DecidedBlock> block;  ///< nullptr when nothing was recorded
    std::vector<const DecidedEvent*> events;    ///< of the block, to be sealed next
    std::vector<Answer> answers;
    bool is_whole = false;  ///< nothing more comes
  };

  // Any thread, under the mutex.

  bool has_room(const Request& request) const {
    return waiting_ == 0 || waiting_ + request.batch.commands.size() <= most_waiting_;
  }
  void enqueue(Request request) {
    waiting_ += request.batch.commands.size();
    queue_.push_back(std::move(request));
    if (!is_committing_ || waiting_ >= worth_waking) wake_deciding_.notify_one();
  }

  // The deciding thread.

  void decide_requests() {
    for (;;) {
      std::vector<Request> requests = take();
      if (requests.empty() && decided_.empty()) return;
      if (!requests.empty() && requests.front().look != nullptr) {
        settle();
        (*requests.front().look)(state_);
      } else {
        decide(requests);
      }
      hand_over();
    }
  }

  /// Waits for requests, or until what is decided can be handed over. A look() comes alone, since
  /// it moves on what the others stand on. Empty when there is nothing left to do.
  std::vector<Request> take() {
    std::unique_lock lock(mutex_);
    const bool is_full = pending_ && pending_->block()->size() >= most_events_per_block;
    wake_deciding_.wait(lock, [this, is_full] {
      if (!is_committing_) return stopping_ || !queue_.empty() || !decided_.empty();
      return waiting_ >= worth_waking && !is_full;
    });
    if (has_failed_) void_pending();
    if (!is_committing_) notice_moved_log();
    std::vector<Request> requests;
    std::size_t commands = 0;
    bool is_look = false;
    while (!is_full && !is_look && !queue_.empty() && commands < most_events_per_block) {
      is_look = queue_.front().look != nullptr;
      if (is_look && !requests.empty()) break;
      commands += queue_.front().batch.commands.size();
      requests.push_back(std::move(queue_.front()));
      queue_.pop_front();
    }
    waiting_ -= commands;
    wake_submitting_.notify_all();
    return requests;
  }

  void decide(std::vector<Request>& requests) {
    if (requests.empty()) return;
    if (!failure_.empty()) recover();
    if (!failure_.empty()) {
      for (Request& request : requests) {
        decided_.push_back(
            {std::move(request.done), unavailable(request.batch.commands.size(), failure_)});
      }
      return;
    }
    if (!pending_) {
      pending_.emplace(
          store_, state_, in_front_,
          PendingBlock::Edge{surroundings_.now(), surroundings_.new_salt, moved_audit_head()});
    }
    std::vector<PendingBlock::Batch> batches;
    batches.reserve(requests.size());
    for (Request& request : requests) batches.push_back(std::move(request.batch));
    std::vector<BatchResult> results =
        pending_->decide(std::move(batches), [this] { hand_over_settled(); });
    for (std::size_t i = 0; i < requests.size(); ++i) {
      decided_.push_back({std::move(requests[i].done), std::move(results[i])});
    }
  }

  /// Where the audit trail stands; none when the log has it already.
  std::optional<AuditHead> moved_audit_head() const {
    if (!surroundings_.audit_head) return std::nullopt;
    const AuditHead head = surroundings_.audit_head();
    if (head.number == 0 || head == anchored_) return std::nullopt;
    return head;
  }

  /// Gives the committing thread, if it has nothing to do, the first events of a block whose others
  /// are still to be decided.
  void hand_over_settled() {
    if (pending_->block()->size() == handed_over_) return;
    const std::lock_guard lock(mutex_);
    if (!is_growing_) {
      const bool is_next = store_.head().next == pending_->block()->first();
      if (is_committing_ || has_failed_ || !is_next) return;
      is_growing_ = true;
      is_committing_ = true;
    }
    hand_over_events();
    wake_committing_.notify_one();
  }

  /// Under the mutex. REQUIRES: a pending block, which is the committing thread's next or its own.
  void hand_over_events() {
    work_.block = pending_->block();
    for (; handed_over_ < work_.block->size(); ++handed_over_) {
      work_.events.push_back(work_.block->find({work_.block->first().value + handed_over_}));
    }
  }

  /// Gives the committing thread what is decided, unless it is still busy.
  void hand_over() {
    std::unique_lock lock(mutex_);
    if ((is_committing_ && !is_growing_) || decided_.empty()) return;
    if (has_failed_) void_pending();
    if (!is_growing_) notice_moved_log();
    state_.head = store_.head();
    in_front_ = pending_ ? pending_->block() : nullptr;
    if (in_front_) anchored_ = in_front_->audit_head().value_or(anchored_);
    if (pending_) hand_over_events();
    work_.answers = std::move(decided_);
    work_.is_whole = true;
    decided_.clear();
    pending_.reset();
    handed_over_ = 0;
    is_growing_ = false;
    is_committing_ = true;
    wake_committing_.notify_one();
  }

  /// Waits until all that is decided is durable or void, and moves the state's head behind it.
  void settle() {
    wait_for_commit();
    hand_over();
    wait_for_commit();
    if (has_failed_) void_pending();
    if (!failure_.empty()) recover();
    state_.head = store_.head();
  }

  void wait_for_commit() {
    std::unique_lock lock(mutex_);
    wake_deciding_.wait(lock, [this] { return !is_committing_; });
  }

  /// Nobody knows whether the block in front reached the disk: what was decided over it is void,
  /// and the log alone says what holds.
  void void_pending() {
    has_failed_ = false;
    failure_ = commit_failure_;
    anchored_ = {};
    for (Answer& answer : decided_) {
      answer.result = unavailable(answer.result.results.size(), failure_);
    }
    pending_.reset();
  }

  /// A log that was opened again after a failure may hold a block that was given up for lost, and
  /// whatever was decided meanwhile did not count it. REQUIRES: nothing is being committed.
  void notice_moved_log() {
    const Sequence expected = in_front_ ? in_front_->next() : state_.head.next;
    if (!failure_.empty() || store_.head().next == expected) return;
    commit_failure_ = "账本已重新打开 / the log was opened again";
    void_pending();
  }

  void recover() {
    StoreResult<LedgerState> rebuilt = fold_log(store_);
    if (!rebuilt) {
      failure_ = rebuilt.error().message;
      return;
    }
    state_ = std::move(*rebuilt);
    in_front_.reset();  // the state's head is the log's
    failure_.clear();
  }

  // The committing thread.

  void commit_blocks() {
    std::unique_lock lock(mutex_);
    for (;;) {
      wake_committing_.wait(lock, [this] { return is_committing_ || all_decided_; });
      if (!is_committing_) return;
      std::optional<BlockSealer> sealer;
      while (!work_.is_whole) seal_ahead(lock, sealer);
      Work work = std::exchange(work_, {});
      lock.unlock();
      const std::string failure = commit(work, std::move(sealer));
      lock.lock();
      has_failed_ = !failure.empty();
      commit_failure_ = failure;
      is_committing_ = false;
      wake_deciding_.notify_one();
      lock.unlock();
      for (Answer& answer : work.answers) answer.done(std::move(answer.result));
      lock.lock();
    }
  }

  /// Seals what there is of a block that grows, then waits for more of it. `lock` is held.
  void seal_ahead(std::unique_lock<std::mutex>& lock, std::optional<BlockSealer>& sealer) {
    const std::vector<const DecidedEvent*> events = std::exchange(work_.events, {});
    const std::shared_ptr<const DecidedBlock> block = work_.block;
    lock.unlock();
    if (!sealer) sealer.emplace(*block, store_.head().hash);
    sealer->add(events);
    lock.lock();
    wake_committing_.wait(lock, [this] { return work_.is_whole || !work_.events.empty(); });
  }

  /// Why the block is not durable; empty when it is.
  std::string commit(Work& work, std::optional<BlockSealer> sealer) {
    if (!work.block || work.block->size() == 0) return {};
    const Instant begun = surroundings_.on_block ? surroundings_.now() : Instant{};
    if (!sealer) sealer.emplace(*work.block, store_.head().hash);
    sealer->add(work.events);
    const NewBlock block = std::move(*sealer).finish(work.block);
    const StoreResult<void> appended = store_.append(block.first, block);
    if (appended) {
      report(block, begun);
      return {};
    }
    for (Answer& answer : work.answers) {
      answer.result = unavailable(answer.result.results.size(), appended.error().message);
    }
    return appended.error().message;
  }

  void report(const NewBlock& block, Instant begun) {
    if (!surroundings_.on_block) return;
    BlockReport report;
    report.last = block.first.value + block.events.size() - 1;
    report.events = block.events.size();
    for (const NewEvent& event : block.events) report.postings += event.postings.size();
    report.append_us = surroundings_.now().us - begun.us;
    surroundings_.on_block(report);
  }

  EventStore& store_;

  // The deciding thread's.
  LedgerState state_;
  std::string failure_;  ///< why the state is void; empty when it holds
  std::optional<PendingBlock> pending_;
  std::size_t handed_over_ = 0;                   ///< events of the pending block
  std::vector<Answer> decided_;                   ///< what waits for the pending block
  std::shared_ptr<const DecidedBlock> in_front_;  ///< handed over last
  AuditHead anchored_;                            ///< handed over last, since the start

  Surroundings surroundings_;
  const std::size_t most_waiting_;

  std::mutex mutex_;
  std::condition_variable wake_submitting_;
  std::condition_variable wake_deciding_;
  std::condition_variable wake_committing_;
  std::deque<Request> queue_;
  std::size_t waiting_ = 0;  ///< commands in the queue
  bool stopping_ = false;
  bool all_decided_ = false;
  Work work_;
  bool is_committing_ = false;
  bool is_growing_ = false;  ///< what is being committed is the pending block
  bool has_failed_ = false;  ///< the block handed over last is not durable
  std::string commit_failure_;

  std::thread committing_thread_;  ///< the threads last: they start when all else is there
  std::thread deciding_thread_;
};

Sequencer::Sequencer(EventStore& store, LedgerState state, Surroundings surroundings,
                     std::size_t most_waiting)
    : implementation_(std::make_unique<Implementation>(store, std::move(state),
                                                       std::move(surroundings), most_waiting)) {}

Sequencer::~Sequencer() = default;

bool Sequencer::submit(std::vector<Command> commands, Grouping grouping, Callback done) {
  return implementation_->submit(
      {PendingBlock::Batch::of(std::move(commands), grouping), std::move(done), nullptr});
}

std::future<BatchResult> Sequencer::start(std::vector<Command> commands, Grouping grouping) {
  const auto promise = std::make_shared<std::promise<BatchResult>>();
  implementation_->submit_when_there_is_room(
      {PendingBlock::Batch::of(std::move(commands), grouping),
       [promise](BatchResult result) { promise->set_value(std::move(result)); }, nullptr});
  return promise->get_future();
}

BatchResult Sequencer::record(std::vector<Command> commands, Grouping grouping) {
  return start(std::move(commands), grouping).get();
}

void Sequencer::stop() { implementation_->stop(); }

void Sequencer::look(const std::function<void(const LedgerState&)>& use) {
  const auto task = std::make_shared<Look>(use);
  std::future<void> done = task->get_future();
  implementation_->submit_when_there_is_room({{}, {}, task});
  done.get();
}

LedgerState Sequencer::state_copy() {
  LedgerState copy;
  look([&copy](const LedgerState& state) { copy = state; });
  return copy;
}

}  // namespace mingzhang
