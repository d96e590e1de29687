#include "ops/background.h"

#include <sys/resource.h>
#include <unistd.h>

namespace mingzhang {
namespace {

/// This thread gives way to those that somebody waits for: Linux keeps a nice value for each
/// thread. With it the 99th percentile of posts beside housekeeping was 3.5 instead of 5.3 ms
/// (docs/performance.md).
void give_way() {
  constexpr int nice = 10;
  static_cast<void>(::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), nice));
}

}  // namespace

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
  give_way();
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
