#pragma once

// What other threads have for the sockets' thread. Answers come by the block, many at once: that
// thread is woken for the first of those that it has not looked at yet, not for each. Threads: any.

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace mingzhang {

class Inbox {
 public:
  /// `io` is run by the sockets' thread, and outlives the inbox, which outlives what it is given.
  explicit Inbox(boost::asio::io_context& io) : io_(io) {}

  /// Calls `task` on the sockets' thread, behind what was put before.
  void put(std::function<void()> task) {
    {
      const std::lock_guard lock(mutex_);
      tasks_.push_back(std::move(task));
      if (std::exchange(is_told_, true)) return;
    }
    boost::asio::post(io_, [this] { empty(); });
  }

 private:
  void empty() {
    {
      const std::lock_guard lock(mutex_);
      taken_.swap(tasks_);
      is_told_ = false;
    }
    for (std::function<void()>& task : taken_) task();
    taken_.clear();
  }

  boost::asio::io_context& io_;
  std::mutex mutex_;
  std::vector<std::function<void()>> tasks_;
  bool is_told_ = false;
  std::vector<std::function<void()>> taken_;  ///< the sockets' thread's
};

}  // namespace mingzhang
