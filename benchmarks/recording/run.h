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

  std::uint64_t all_events = 0;     ///< with those of the setup
  std::uint64_t disk_bytes = 0;     ///< everything in the directory
  StoreStatistics bytes_by_layout;  ///< while the store was still open
  /// A block with its hot part and its keys, from what an event takes before compression.
  std::uint64_t bytes_per_block = 0;
  Latencies bare_append;  ///< of the same bytes

  std::string difference;  ///< between what was rebuilt and what was recorded; empty when none
};

/// Throws ExitError when the directory holds books.
RunFigures run(const RunOptions& options);

boost::json::object to_json(const RunOptions& options, const RunFigures& figures);
std::string to_text(const RunOptions& options, const RunFigures& figures);

}  // namespace mingzhang::benchmarks
