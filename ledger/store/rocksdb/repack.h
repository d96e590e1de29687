#pragma once

// Moves the hot part from the tail, where it stands block by block as written, into segments of one
// community each, so that a community is read by itself and a replay reads few large pieces.

#include <rocksdb/write_batch.h>

#include <cstddef>

#include "ledger/store/rocksdb/database.h"

namespace mingzhang::rocks {

/// A segment with this many rows (postings and notes) is full; the next rows begin another. An
/// event is never cut in two, so a segment can be larger.
inline constexpr std::size_t segment_rows = 4096;

struct RepackStep {
  rocksdb::WriteBatch batch;  ///< new segments, old ones and tail keys deleted, the mark moved
  Sequence through;           ///< the mark afterwards
};

/// Prepares to move the oldest blocks of the tail, at least one and then as many as hold
/// `most_events`. REQUIRES: the tail is not empty.
StoreResult<RepackStep> prepare_repack(const View& view, std::size_t most_events);

}  // namespace mingzhang::rocks
