#pragma once

// Where generated commands go: the batch of the caller, in the order of the log.

#include <string_view>
#include <vector>

#include "ledger/event.h"

namespace mingzhang {

/// Appends to a batch and knows the sequence that each command will get when every command is
/// recorded in this order into a log whose next sequence was `next`.
class Outbox {
 public:
  Outbox(std::vector<Command>& batch, Sequence& next) : batch_(batch), next_(next) {}

  /// A new command; the reference holds until the next one.
  Command& add() {
    next_.value += 1;
    return batch_.emplace_back();
  }
  /// Of the command added last.
  Sequence last() const { return {next_.value - 1}; }
  std::size_t size() const { return batch_.size(); }

 private:
  std::vector<Command>& batch_;
  Sequence& next_;
};

}  // namespace mingzhang
