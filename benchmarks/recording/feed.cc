#include "benchmarks/recording/feed.h"

#include "ops/surroundings.h"

namespace mingzhang::benchmarks {

Feed::Feed(Source& source, std::size_t commands_per_batch, std::size_t ahead)
    : source_(source), commands_per_batch_(commands_per_batch), ahead_(ahead) {
  while (!at_end_ && ready_.size() < ahead_) {
    ready_.push_back(source_.next(commands_per_batch_));
    at_end_ = ready_.back().empty();
  }
  if (!at_end_) thread_ = std::thread([this] { run(); });
}

Feed::~Feed() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

std::vector<Command> Feed::take() {
  std::unique_lock lock(mutex_);
  if (ready_.empty()) {
    const double start = steady_seconds();
    changed_.wait(lock, [this] { return !ready_.empty(); });
    waited_seconds_ += steady_seconds() - start;
  }
  if (ready_.front().empty()) return {};  // the end stays for the other takers
  std::vector<Command> batch = std::move(ready_.front());
  ready_.pop_front();
  if (ready_.size() + 1 == ahead_) changed_.notify_all();
  return batch;
}

void Feed::run() {
  std::unique_lock lock(mutex_);
  while (!at_end_ && !stopping_) {
    lock.unlock();
    std::vector<Command> batch = source_.next(commands_per_batch_);
    lock.lock();
    at_end_ = batch.empty();
    ready_.push_back(std::move(batch));
    changed_.notify_all();
    changed_.wait(lock, [this] { return stopping_ || ready_.size() < ahead_; });
  }
}

}  // namespace mingzhang::benchmarks
