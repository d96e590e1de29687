#pragma once

// Tasks that come round again and again on a thread of their own, none of them urgent. A task that
// fails is told of once, until it fails otherwise or succeeds, and is tried again the next time.

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "ledger/store/event_store.h"

namespace mingzhang {

class Background {
 public:
  struct Task {
    std::string_view name;  ///< static storage
    std::function<StoreResult<void>()> run;
  };
  /// Called on the thread of the tasks. `is_new` is false while a task fails as it did before.
  using OnFailure =
      std::function<void(std::string_view task, const StoreError& error, bool is_new)>;

  Background(std::vector<Task> tasks, std::chrono::milliseconds interval, OnFailure on_failure);
  /// Waits for the task that is running.
  ~Background();

 private:
  void run();
  void run(std::size_t index);

  const std::vector<Task> tasks_;
  const std::chrono::milliseconds interval_;
  const OnFailure on_failure_;
  std::vector<std::string> failures_;  ///< by task; empty = it succeeded
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;  ///< last: it starts when all else is there
};

}  // namespace mingzhang
