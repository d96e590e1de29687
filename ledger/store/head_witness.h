#pragma once

// The head witness: the last sequence and its hash, in a small text file HEAD beside the log. A log
// that has lost its end without anybody noticing (a lying disk, a damaged write-ahead log that is
// taken for a torn one, an older copy put back) ends before its witness and is not opened.

#include <filesystem>
#include <optional>

#include "ledger/store/event_store.h"

namespace mingzhang {

struct HeadWitness {
  Sequence last;  ///< 0 = the log was empty
  Hash32 hash;
  bool operator==(const HeadWitness&) const = default;
};

/// Replaces `folder`/HEAD atomically and durably.
StoreResult<void> write_head_witness(const std::filesystem::path& folder, const HeadWitness& head);

/// None when there is no such file: a new store, or an operator who took it away to accept a loss.
/// `damaged` when it is not as it was written.
StoreResult<std::optional<HeadWitness>> read_head_witness(const std::filesystem::path& folder);

/// The hash of an event of the block, by the chain from the block's beginning.
Hash32 hash_at(const StoredBlock& block, Sequence sequence);

/// Whether the log holds the witness's event, with its hash: false for a log that ends before it,
/// or went another way from an earlier event on.
StoreResult<bool> goes_on_from(const EventStore& store, const HeadWitness& witness);

}  // namespace mingzhang
