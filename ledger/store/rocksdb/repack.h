#pragma once

// Moves the hot part from the tail, where it stands block by block as written, into segments of one
// community each, so that a community is read by itself and a replay reads few large pieces.

#include <rocksdb/write_batch.h>

#include <cstddef>
#include <cstdint>

#include "ledger/store/rocksdb/database.h"

namespace mingzhang::rocks {

/// A segment with this many rows (postings and notes) is full; the next rows begin another. An
/// event is never cut in two, so a segment can be larger.
inline constexpr std::size_t segment_rows = 4096;

struct RepackStep {
  rocksdb::WriteBatch batch;  ///< new segments, old ones and tail keys deleted, the mark moved
  Sequence through;           ///< the mark afterwards
};

/// Events to move in each step of a repack while so many wait. An append beside it waits while a
/// step is written: where a service runs, four times as many took 4% less processor time, and the
/// slowest posts twice as long. Where many wait, behind recording in bulk or an upgrade, every step
/// rewrites segments of most communities, so they are few (docs/performance.md).
std::uint64_t events_of_a_step(std::uint64_t waiting);

/// Prepares to move the oldest blocks of the tail, at least one and then as many as hold
/// `most_events`. REQUIRES: the tail is not empty.
StoreResult<RepackStep> prepare_repack(const View& view, std::uint64_t most_events);

}  // namespace mingzhang::rocks
