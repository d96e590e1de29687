#include "ledger/sequencer.h"

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>

#include "ledger/pending_block.h"

namespace mingzhang {
namespace {

/// Bounds a block, and so what one fsync carries and what is read to look up one event.
constexpr std::size_t most_commands_per_block = 1024;

struct Request {
  std::vector<Command> commands;
  Grouping grouping{};
  Sequencer::Callback done;
  std::promise<LedgerState>* copy_to = nullptr;  ///< a state_copy() waits for it
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
  Implementation(EventStore& store, LedgerState state, Surroundings surroundings)
      : store_(store),
        state_(std::move(state)),
        surroundings_(std::move(surroundings)),
        thread_([this] { run(); }) {}

  ~Implementation() { stop(); }

  void submit(Request request) {
    const std::lock_guard lock(mutex_);
    queue_.push_back(std::move(request));
    wake_.notify_one();
  }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      wake_.notify_one();
    }
    if (thread_.joinable()) thread_.join();
  }

 private:
  void run() {
    for (std::vector<Request> requests = take(); !requests.empty(); requests = take()) {
      commit(requests);
    }
  }

  /// What waits now, up to one block; while a block is being synced the next one gathers.
  std::vector<Request> take() {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    std::vector<Request> requests;
    std::size_t commands = 0;
    while (!queue_.empty() && commands < most_commands_per_block) {
      commands += queue_.front().commands.size();
      requests.push_back(std::move(queue_.front()));
      queue_.pop_front();
    }
    return requests;
  }

  void commit(std::vector<Request>& requests) {
    if (!failure_.empty()) recover();
    const Instant now = surroundings_.now();
    PendingBlock block(store_, state_, {now, surroundings_.new_salt});
    std::vector<Answer> answers;
    std::vector<std::promise<LedgerState>*> copies;
    for (Request& request : requests) {
      if (request.copy_to != nullptr) {
        copies.push_back(request.copy_to);
        continue;
      }
      const std::size_t commands = request.commands.size();
      BatchResult result = failure_.empty()
                               ? block.decide(std::move(request.commands), request.grouping)
                               : unavailable(commands, failure_);
      answers.push_back({std::move(request.done), std::move(result)});
    }
    append(block, answers);
    for (std::promise<LedgerState>* copy : copies) copy->set_value(state_);
    for (Answer& answer : answers) answer.done(std::move(answer.result));
  }

  void append(PendingBlock& block, std::vector<Answer>& answers) {
    if (block.block().events.empty()) return;
    const Instant decided = surroundings_.now();
    const StoreResult<void> appended = store_.append(block.block().first, block.block());
    if (appended) {
      block.settle();
      report(block.block(), decided);
      return;
    }
    // Nobody knows whether the block reached the disk: what was decided over it is void, and the
    // log alone says what holds.
    failure_ = appended.error().message;
    for (Answer& answer : answers) {
      answer.result = unavailable(answer.result.results.size(), failure_);
    }
    recover();
  }

  void report(const NewBlock& block, Instant decided) {
    if (!surroundings_.on_block) return;
    BlockReport report;
    report.last = state_.head.next.value - 1;
    report.events = block.events.size();
    for (const NewEvent& event : block.events) report.postings += event.postings.size();
    report.append_us = surroundings_.now().us - decided.us;
    surroundings_.on_block(report);
  }

  void recover() {
    StoreResult<LedgerState> rebuilt = fold_log(store_);
    if (!rebuilt) {
      failure_ = rebuilt.error().message;
      return;
    }
    state_ = std::move(*rebuilt);
    failure_.clear();
  }

  EventStore& store_;
  LedgerState state_;
  Surroundings surroundings_;
  std::string failure_;  ///< why the state is void; empty when it holds

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Request> queue_;
  bool stopping_ = false;
  std::thread thread_;  ///< last: it starts when all else is there
};

Sequencer::Sequencer(EventStore& store, LedgerState state, Surroundings surroundings)
    : implementation_(
          std::make_unique<Implementation>(store, std::move(state), std::move(surroundings))) {}

Sequencer::~Sequencer() = default;

void Sequencer::submit(std::vector<Command> commands, Grouping grouping, Callback done) {
  implementation_->submit({std::move(commands), grouping, std::move(done), nullptr});
}

BatchResult Sequencer::record(std::vector<Command> commands, Grouping grouping) {
  std::promise<BatchResult> promise;
  std::future<BatchResult> future = promise.get_future();
  submit(std::move(commands), grouping,
         [&promise](BatchResult result) { promise.set_value(std::move(result)); });
  return future.get();
}

void Sequencer::stop() { implementation_->stop(); }

LedgerState Sequencer::state_copy() {
  std::promise<LedgerState> promise;
  std::future<LedgerState> future = promise.get_future();
  implementation_->submit({{}, Grouping::each, {}, &promise});
  return future.get();
}

}  // namespace mingzhang
