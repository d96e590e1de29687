#pragma once

// One measured run of durable recording, from empty books to books that were checked.

#include <boost/json/object.hpp>
#include <string>

#include "benchmarks/recording/driver.h"
#include "benchmarks/recording/source.h"

namespace mingzhang::benchmarks {

struct RunOptions {
  std::string directory;  ///< holds no books
  SourceOptions source;
  DriveOptions drive;
  std::uint64_t batch = 1000;       ///< commands of a request
  std::uint64_t ahead = 2'000'000;  ///< commands that are ready before the clock starts
  double snapshot_seconds = 0;      ///< 0 = no snapshots
  bool repack = true;
};

struct RunFigures {
  Driven driven;
  std::uint64_t blocks = 0;
  std::uint64_t postings = 0;
  Latencies append;  ///< of each block
  double waited_seconds = 0;
  Latencies repacks;
  Latencies snapshots;

  std::uint64_t all_events = 0;   ///< with those of the setup
  std::uint64_t table_bytes = 0;  ///< on disk, in *.sst
  std::uint64_t wal_bytes = 0;    ///< in write-ahead logs, in part of what the tables hold too
  std::uint64_t other_bytes = 0;  ///< snapshots and the rest of the directory
  /// What a block's append writes: itself, and about 12 bytes for each posting of its hot part and
  /// 24 for each event's key.
  std::uint64_t bytes_per_block = 0;
  Latencies bare_append;  ///< of the same bytes

  std::uint64_t disk_bytes() const { return table_bytes + wal_bytes + other_bytes; }

  std::string difference;  ///< between what was rebuilt and what was recorded; empty when none
};

/// Throws ExitError when the directory holds books.
RunFigures run(const RunOptions& options);

boost::json::object to_json(const RunOptions& options, const RunFigures& figures);
std::string to_text(const RunOptions& options, const RunFigures& figures);

}  // namespace mingzhang::benchmarks
