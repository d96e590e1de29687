#pragma once

// The state as a file beside the log, so that a start reads a snapshot and its tail and not the
// whole log. A snapshot is never truth: one that is damaged or of another version is passed over,
// and the log is read instead.
//
// File: header (magic, projection version, head, number of communities), one FlatBuffers buffer per
// community (schemas/snapshot.fbs), the length and xxh3 of each, and the xxh3 of the header and of
// those: threads read and check communities apart. Equal states give equal bytes.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/state/ledger_state.h"
#include "ledger/store/event_store.h"

namespace mingzhang {

/// Raised whenever the fold or the state changes its meaning: older snapshots are then passed over.
inline constexpr std::uint32_t projection_version = 5;

std::string encode_community(const CommunityState& community);
/// None when the bytes are not a snapshot of a community. REQUIRES: they begin at a multiple of 8.
std::optional<CommunityState> decode_community(std::string_view bytes);

/// Writes `directory`/snapshots/<next sequence>.snapshot atomically and durably, and removes all
/// but the newest two. REQUIRES: `directory` exists.
StoreResult<void> save_snapshot(const std::string& directory, const LedgerState& state);

struct SkippedSnapshot {
  std::string what;         ///< and what follows
  bool is_damaged = false;  ///< false = another version of this program wrote it
};
struct LoadedSnapshot {
  std::optional<LedgerState> state;      ///< the newest good one
  std::vector<SkippedSnapshot> skipped;  ///< what was passed over for it
};
LoadedSnapshot load_newest_snapshot(const std::string& directory, std::uint32_t threads = 1);

struct SnapshotFile {
  std::string path;
  Sequence next;  ///< the log's next sequence when it was made
};
/// The newest there is, whether or not it can be read; for those who watch.
std::optional<SnapshotFile> newest_snapshot_file(const std::string& directory);

}  // namespace mingzhang
