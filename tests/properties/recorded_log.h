#pragma once

// A log and its sequencer, at an edge where nothing moves: the clock stands still and every salt is
// the same. What is in the log then depends on nothing but what was asked, and in which order:
// two logs with equal heads are equal in every byte that is hashed.

#include <condition_variable>
#include <mutex>
#include <vector>

#include "ledger/sequencer.h"
#include "tests/properties/script.h"

namespace mingzhang::test {

/// Why it was refused; empty when it was not.
std::string refusal(const Result& result);

struct Request {
  std::vector<Command> commands;
  Grouping grouping = Grouping::each;
};

/// Where the sequencer's deciding thread asks for the time, which it does when it begins a block.
class Gate {
 public:
  void close();  ///< from now on pass() waits
  void open();
  void pass();
  void note_arrival();   ///< what pass() does before it waits
  void await_arrival();  ///< since close()

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_closed_ = false;
  bool has_arrived_ = false;
};

class RecordedLog {
 public:
  /// `store` outlives it; `state` is folded through the store's head.
  RecordedLog(EventStore& store, Day today, LedgerState state = {});

  EventStore& store() { return store_; }
  Sequencer& sequencer() { return sequencer_; }
  LedgerState state() { return sequencer_.state_copy(); }

  /// Asks all of it at once: the requests are decided one after the other into the same block.
  std::vector<BatchResult> ask(std::vector<Request> requests);
  Result ask(Command command);

 private:
  EventStore& store_;
  Gate gate_;
  Sequencer sequencer_;
};

/// A script recorded in one block, which is what every other way of recording it is held against.
/// Fails the test when a command is not accepted.
struct RecordedOnce {
  explicit RecordedOnce(const Script& script);

  std::vector<Result> results;  ///< one for each command
  LedgerState state;
};

}  // namespace mingzhang::test
