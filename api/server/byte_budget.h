#pragma once

// Bytes that may be held at once, over all connections. Threads: one, that of the sockets.

#include <cstdint>

namespace mingzhang {

class ByteBudget {
 public:
  explicit ByteBudget(std::uint64_t bytes) : left_(bytes) {}
  std::uint64_t left() const { return left_; }

  /// What one holder took; given back when it goes.
  class Hold {
   public:
    explicit Hold(ByteBudget& budget) : budget_(budget) {}
    Hold(const Hold&) = delete;
    Hold& operator=(const Hold&) = delete;
    ~Hold() { budget_.left_ += held_; }

    /// Holds `bytes` in all; false when there are not enough left.
    bool grow_to(std::uint64_t bytes) {
      if (bytes <= held_) return true;
      if (bytes - held_ > budget_.left_) return false;
      budget_.left_ -= bytes - held_;
      held_ = bytes;
      return true;
    }

   private:
    ByteBudget& budget_;
    std::uint64_t held_ = 0;
  };

 private:
  std::uint64_t left_;
};

}  // namespace mingzhang
