#pragma once

// The one place where commands become events. Whoever submits commands checks their forms. A single
// thread decides over speculative state (what is decided but not yet durable counts) and gives
// positions without gaps. A second one encodes, hashes and appends what was decided, block by
// block, and only then answers; meanwhile the first decides what goes into the next block. So a
// block holds whatever came while the one before was being synced: one command when the service is
// idle, a thousand under load.

#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/event.h"
#include "ledger/rejection.h"
#include "ledger/state/ledger_state.h"
#include "ledger/store/event_store.h"

namespace mingzhang {

enum class Outcome : std::uint8_t { recorded, duplicate, rejected };

struct Result {
  Outcome outcome = Outcome::rejected;
  Sequence sequence;  ///< of the event, also for a duplicate
  Voucher voucher;
  std::optional<Rejection> rejection;
};

/// What the sequencer tells its probe after each block; ops turns it into metrics.
struct BlockReport {
  std::uint64_t last = 0;  ///< the log's last sequence behind this block
  std::uint64_t events = 0;
  std::uint64_t postings = 0;
  std::int64_t append_us = 0;
};

/// Given from the edge, so that everything below is deterministic. Called on both threads.
struct Surroundings {
  std::function<Instant()> now;
  std::function<std::string()> new_salt;             ///< 16 random bytes
  std::function<void(const BlockReport&)> on_block;  ///< may be empty
  std::function<AuditHead()> audit_head = {};        ///< where the trail stands; may be empty
};

/// What commands asked together mean: `each` by itself, or all or none.
enum class Grouping : std::uint8_t { each, atomic };

struct BatchResult {
  std::vector<Result> results;               ///< one for each command
  std::optional<std::size_t> refused_index;  ///< of an atomic batch that was refused
};

/// What may wait to be decided: about 60 MB at half a kilobyte a command, half a second's work.
inline constexpr std::size_t most_waiting_commands = 100'000;

class Sequencer {
 public:
  /// `state` is folded through the store's head. The store outlives the sequencer. `most_waiting`
  /// bounds the commands that wait; more in one batch than that wait alone.
  Sequencer(EventStore& store, LedgerState state, Surroundings surroundings,
            std::size_t most_waiting = most_waiting_commands);
  ~Sequencer();

  /// False when too many commands wait already: nothing of the batch is looked at, and `done` is
  /// never called. Otherwise calls back on the committing thread once the outcome is durable, in
  /// the order of submission. Threads: any.
  using Callback = std::function<void(BatchResult)>;
  [[nodiscard]] bool submit(std::vector<Command> commands, Grouping grouping, Callback done);

  /// For those who look at the outcome later. Waits until there is room. Threads: any but the
  /// sequencer's own two.
  std::future<BatchResult> start(std::vector<Command> commands, Grouping grouping);

  /// Waits for the outcome. Threads: any but the sequencer's own two.
  BatchResult record(std::vector<Command> commands, Grouping grouping);

  /// Finishes what was submitted and stops. Called by the destructor too.
  void stop();

  /// Shows the state as of the last durable block, on the deciding thread, which decides nothing
  /// meanwhile. Waits its turn, and for the end of it. Throws what `use` throws.
  void look(const std::function<void(const LedgerState&)>& use);

  /// A copy of what `look` shows; of large books it takes seconds.
  LedgerState state_copy();

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace mingzhang
