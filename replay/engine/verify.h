#pragma once

// Proves the books from their bytes: the hash chain over every event and its postings, contiguity,
// balance of every event, texts against their commitments, the hot part against the blocks, the
// laws of the books (domain.md section 7), and the rebuilt state against the snapshot.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ledger/state/ledger_state.h"
#include "ledger/store/event_store.h"

namespace mingzhang {

struct VerifyProblem {
  Sequence sequence;  ///< 0 when it concerns no single event
  std::string what;   ///< zh / en
  std::string where;  ///< the part of the store or the community
};

struct Verification {
  std::uint64_t events = 0;
  std::uint64_t postings = 0;
  std::uint64_t bytes = 0;  ///< of the blocks as stored
  bool snapshot_checked = false;
  std::vector<VerifyProblem> problems;  ///< the first few of each sort

  bool ok() const { return problems.empty(); }
};

struct VerifyOptions {
  std::uint32_t threads = 1;
  /// Called now and then with the events done so far; may be empty.
  std::function<void(std::uint64_t)> progress;
};

/// Reads only. `snapshot` is the newest one, if any.
Verification verify(const EventStore& store, const std::optional<LedgerState>& snapshot,
                    const VerifyOptions& options);

}  // namespace mingzhang
