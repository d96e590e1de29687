#include "ops/background.h"

namespace mingzhang {

Background::Background(std::vector<Task> tasks, std::chrono::milliseconds interval,
                       OnFailure on_failure)
    : tasks_(std::move(tasks)),
      interval_(interval),
      on_failure_(std::move(on_failure)),
      failures_(tasks_.size()),
      thread_([this] { run(); }) {}

Background::~Background() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void Background::run() {
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, interval_, [this] { return stopping_; })) {
    lock.unlock();
    for (std::size_t i = 0; i < tasks_.size(); ++i) run(i);
    lock.lock();
  }
}

void Background::run(std::size_t index) {
  std::string& failure = failures_[index];
  const StoreResult<void> done = tasks_[index].run();
  if (done) {
    failure.clear();
    return;
  }
  const bool is_new = failure != done.error().message;
  failure = done.error().message;
  on_failure_(tasks_[index].name, done.error(), is_new);
}

}  // namespace mingzhang
